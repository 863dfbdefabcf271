"""Rows of items and people: raw cells checked and turned into what is stored."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from palate.catalog.kinds.column import Column, Converted, Stored, convert
from palate.catalog.kinds.spelling import with_spellings
from palate.catalog.kinds.table import ROW_NUMBER
from palate.catalog.parsing.identity import identity_of, unseen_in
from palate.catalog.parsing.missing import ABSENT, is_blank, line_of
from palate.catalog.sources.frame import BadRow, Frame, shown

_LEADS = ("id", "title")


@dataclass(frozen=True)
class Rows:
    """Rows ready to be stored, column by column in the order of the columns, and what is wrong with the others."""

    columns: tuple[Column, ...]
    """What they are of, with how each value is spelt."""
    cells: list[list[Stored]]
    every_id: set[str]
    """Ids of all rows, those of bad ones too."""
    bad: list[BadRow] = field(default_factory=list)
    skipped: int = 0
    """Rows that were left out."""
    emptied: int = 0
    """Cells that were left empty."""

    def __len__(self) -> int:
        return len(self.cells[0])

    def rows(self) -> Iterator[tuple[Stored, ...]]:
        """Yield row by row."""
        return zip(*self.cells, strict=True)


def read_rows(
    frame: Frame,
    columns: Sequence[Column],
    *,
    what: str,
    known: Collection[str] = (),
    lenient: bool = False,
    first: bool = False,
) -> Rows:
    """Check and convert all rows of a frame; a row with any bad cell is left out.

    Args:
        frame: the rows.
        columns: what each column is, `id` first.
        what: what a row is, such as `item`, for messages.
        known: ids of rows that are stored already, which need not give their title again.
        lenient: leave a cell empty that cannot be read, and only rows out that have no id or title.
        first: they are the first of these columns, so that most of their cells tell how a value is spelt.
    """
    wrong: set[int] = set()
    emptied = 0
    bad = list(frame.bad)
    read: dict[str, list[Stored]] = {}
    spelt: dict[str, Column] = {}
    for given in sorted(columns, key=lambda column: column.is_always_fine):
        if given.is_always_fine and bad and not lenient:
            continue  # the rows will be refused, and no word of them is needed
        column = with_spellings(given, frame.columns.get(given.source, ())) if first else given
        spelt[column.name] = column
        result = _convert(frame, column)
        if known and column.kind == "title":
            result.bad[:] = [at for at in result.bad if not _kept(frame, column, at, read["id"][at], known)]
        read[column.name] = result.cells
        for at in result.bad:
            cell = frame.columns[column.source][at] if column.source in frame.columns else ABSENT
            bad.append(_bad(frame, at, column, cell, what))
        if lenient and column.name not in _LEADS:
            emptied += len(result.bad)
        else:
            wrong.update(result.bad)
    converted = [read[column.name] for column in columns if column.name in read]
    ids = converted[0]
    every_id = {str(identity) for identity in ids if identity is not None}
    if len(every_id) < sum(identity is not None for identity in ids):
        repeated = _repeated(frame, columns[0], ids, what)
        bad.extend(repeated.values())
        wrong.update(repeated)
    if wrong:
        converted = [[cell for at, cell in enumerate(cells) if at not in wrong] for cells in converted]
    told = tuple(spelt.get(column.name, column) for column in columns)
    skipped = len(wrong) + len(frame.bad)
    return Rows(told, converted, every_id=every_id, bad=bad, skipped=skipped, emptied=emptied)


def _convert(frame: Frame, column: Column) -> Converted:
    if column.kind == "id" and column.source == ROW_NUMBER:
        return Converted([str(at) for at in range(1, len(frame) + 1)], [])
    cells = frame.columns.get(column.source) or [ABSENT] * len(frame)
    if column.name == "title":
        return _needed([None if is_blank(cell) else line_of(cell) or None for cell in cells])
    if column.name == "id" and column.kind == "id":
        return _needed([identity_of(cell) for cell in cells])
    return convert(column, cells)


def _needed(cells: list[Stored]) -> Converted:
    return Converted(cells, [at for at, cell in enumerate(cells) if cell is None])


def _kept(frame: Frame, column: Column, at: int, identity: Stored, known: Collection[str]) -> bool:
    """Tell whether a row without a title is one of an item that keeps the title it has."""
    cells = frame.columns.get(column.source)
    return identity in known and (cells is None or cells[at] is ABSENT)


def _bad(frame: Frame, at: int, column: Column, cell: Any, what: str) -> BadRow:
    mend = "" if column.name in _LEADS else f"--field {column.source}=text keeps it as words"
    return BadRow(frame.origin, frame.lines[at], column.source, shown(cell), _expected(column, cell, what), mend)


def _expected(column: Column, cell: Any, what: str) -> str:
    if column.name == "title" and column.kind == "title":
        return f"the {what}'s title"
    return f"the {what}'s id{unseen_in(cell)}" if column.name == "id" and column.kind == "id" else column.expected


def _repeated(frame: Frame, column: Column, ids: list[Stored], what: str) -> dict[int, BadRow]:
    first: dict[Any, int] = {}
    repeated: dict[int, BadRow] = {}
    for at, identity in enumerate(ids):
        if identity is not None and (earlier := first.setdefault(identity, at)) != at:
            value = f"{shown(identity)} of line {frame.lines[earlier]}"
            expected = f"an id that no other {what} has"
            repeated[at] = BadRow(frame.origin, frame.lines[at], column.source, value, expected)
    return repeated
