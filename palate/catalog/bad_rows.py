"""What of a source cannot be loaded, in few lines: what is wrong alike is told once, with its first examples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from palate.catalog.sources.frame import BadRow
from palate.errors import BadRows

SKIPPING = (
    "load the rest with --skip-bad (`skip_bad=True`), which empties cells that cannot be read, and leaves rows out "
    "that have no id or title"
)
_EXAMPLES = 3


def refuse(bad: Iterable[BadRow], *, mend: str = SKIPPING) -> None:
    """Raise one error that tells everything that is wrong; do nothing where nothing is.

    Raises:
        BadRows: something is.
    """
    rows = sorted(set(bad))
    if rows:
        raise BadRows(message(rows, mend))


def message(rows: Sequence[BadRow], mend: str) -> str:
    """Word the error: a sentence that counts, then a line for each kind of fault."""
    lines = {(row.file, row.line) for row in rows}
    count = (
        "1 row cannot be loaded as it is" if len(lines) == 1 else f"{len(lines):,} rows cannot be loaded as they are"
    )
    return "\n".join(
        [f"{count}, so nothing was written: mend the source, or {mend}.", *(f"  {each}" for each in told(rows))]
    )


def told(bad: Iterable[BadRow]) -> tuple[str, ...]:
    """Return a line for each kind of fault: where, what was expected, how often, what is there, what would mend it."""
    rows = sorted(set(bad), key=lambda row: (*_kind(row), row))
    groups = [list(group) for _, group in groupby(rows, key=_kind)]
    return tuple(_line(group) for group in sorted(groups, key=lambda group: group[0]))


def _kind(row: BadRow) -> tuple[str, str, str, str]:
    return row.file, row.column, row.expected, row.mend


def _line(group: Sequence[BadRow]) -> str:
    first, count = group[0], len(group)
    where = f"{first.file}, `{first.column}`" if first.column else first.file
    examples = ", ".join(f"line {row.line} {row.value}" for row in group[:_EXAMPLES])
    often = f"{count:,} times: " if count > 1 else ""
    more = ", …" if count > _EXAMPLES else ""
    mend = f" ({first.mend})" if first.mend else ""
    return f"{where}: expected {first.expected}; {often}{examples}{more}{mend}"
