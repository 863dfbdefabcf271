"""Rows as they were read, column by column, with where each came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from palate.catalog.parsing.missing import ABSENT
from palate.catalog.printable import one_line


@dataclass(frozen=True, order=True)
class BadRow:
    """One cell, or one line, that cannot be loaded."""

    file: str
    line: int
    column: str
    """Empty where the whole line is at fault."""
    value: str
    expected: str
    mend: str = ""
    """What would have it loaded as it is, such as another kind for its column."""


@dataclass
class Frame:
    """Some rows of a source. Every column has one raw cell a row: text, or any plain value from JSON or Python."""

    origin: str
    """The file's name, or what the iterable holds."""
    columns: dict[str, list[Any]]
    lines: list[int]
    """The line that each row starts on; the row's number for an iterable."""
    types: dict[str, str] = field(default_factory=dict)
    """Declared types of columns (RecBole: `token`, `token_seq`, `float`, `float_seq`)."""
    bad: list[BadRow] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.lines)


def column_name(name: str) -> str:
    """Return what a column is called: the name that its source gives it, without what nobody can see."""
    return name if name.isprintable() else one_line(name).strip() or "column"


def joined(frames: Sequence[Frame]) -> Frame:
    """Put frames of one source below each other; a column that one of them lacks is absent there."""
    if len(frames) == 1:
        return frames[0]
    names = dict.fromkeys(name for frame in frames for name in frame.columns)
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for frame in frames:
        for name, cells in columns.items():
            cells.extend(frame.columns.get(name) or [ABSENT] * len(frame))
    return Frame(
        origin=frames[0].origin,
        columns=columns,
        lines=[line for frame in frames for line in frame.lines],
        types=frames[0].types,
        bad=[bad for frame in frames for bad in frame.bad],
    )


def shown(value: object, most: int = 60) -> str:
    """Quote a value for a message, shortened, on one line; a missing one is called nothing."""
    if value is None or value is ABSENT or value == "":
        return "nothing"
    return f"`{one_line(one_line(str(value)).strip(), most)}`"
