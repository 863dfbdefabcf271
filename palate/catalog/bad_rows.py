"""What of a source cannot be loaded, in few lines: what is wrong alike is told once, with its first examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from palate.catalog.sources.frame import BadRow
from palate.errors import BadRows

SKIPPING = (
    "load the rest with --skip-bad (`skip_bad=True`), which empties cells that cannot be read, and leaves rows out "
    "that have no id or title"
)
_EXAMPLES = 3


def refuse(bad: Iterable[BadRow], *, mend: str = SKIPPING, sizes: Mapping[str, int] | None = None) -> None:
    """Raise one error that tells everything that is wrong; do nothing where nothing is.

    Args:
        bad: what is wrong.
        mend: what else can be done about it.
        sizes: how many rows each file has; nothing is advised that would lose most of a column.

    Raises:
        BadRows: something is.
    """
    rows = sorted(set(bad))
    if rows:
        columns = Counter((row.file, row.column) for row in rows)
        most = [each for each, count in columns.items() if count > (sizes or {}).get(each[0], count) / 2]
        raise BadRows(message(rows, _telling(most) if sizes and most else mend))


def _telling(columns: Iterable[tuple[str, str]]) -> str:
    listed = ", ".join(f"`{column}` of `{file}`" if column else f"the lines of `{file}`" for file, column in columns)
    return f"say what its columns are with --field COLUMN=KIND (`fields=`): most of {listed} cannot be read"


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
