"""Every row that cannot be loaded, in one error."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from palate.catalog.sources.frame import BadRow
from palate.errors import BadRows


def refuse(bad: Iterable[BadRow], *, mend: str = "load the rest with --skip-bad (`skip_bad=True`)") -> None:
    """Raise one error that lists every bad row, sorted; do nothing where there is none.

    Raises:
        BadRows: there is one.
    """
    rows = sorted(set(bad))
    if rows:
        raise BadRows(message(rows, mend))


def message(rows: Collection[BadRow], mend: str) -> str:
    """Word the error: a sentence that counts, then a line for each."""
    count = "1 row cannot be loaded" if len(rows) == 1 else f"{len(rows)} rows cannot be loaded"
    return "\n".join([f"{count}, so nothing was written: mend the source, or {mend}.", *(f"  {row}" for row in rows)])
