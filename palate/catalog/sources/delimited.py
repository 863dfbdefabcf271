"""Delimited text: comma, tab, semicolon or bar; headers with or without RecBole's types."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from palate.catalog.sources.frame import BadRow, Frame, column_name, shown
from palate.catalog.sources.text import opened
from palate.errors import UnreadableFile

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 50
_LONGEST_CELL = 2**24
_AT_ONCE = 5_000
"""Rows that are held as rows."""
_MOST_SHARED = 10_000
"""A column of more texts than that is of names or prose, which seldom recur."""
_TOLD = re.compile(r"^\ufeff?\"?sep=(.)\"?\s*$", re.IGNORECASE)
_TYPED = re.compile(r"^(.+):(token|token_seq|float|float_seq)$")


def frames(path: Path, *, encoding: str | None, size: int | None) -> Iterator[Frame]:
    """Read a delimited file in frames of `size` rows, or in one frame.

    A row with too few or too many cells becomes a bad row; surplus empty cells are dropped, and so are blank lines.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    before, said = _preamble(path, encoding)
    delimiter = said or _delimiter(path, encoding, before)
    with opened(path, encoding) as handle:
        lines = _Lines(handle)
        for _ in range(before):
            next(lines)
        if delimiter == "\t" and _unquoted(path, encoding, before):
            reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        else:
            reader = csv.reader(lines, delimiter=delimiter)
        try:
            yield from _read(reader, lines, path.name, size, before)
        except csv.Error as error:
            raise UnreadableFile(f"`{path.name}` line {reader.line_num}: {error}.") from None


class _Lines:
    """The lines of a file, with a count of the quotes in them: an odd one was never closed."""

    def __init__(self, handle: Iterable[str]) -> None:
        self._handle = iter(handle)
        self.quotes = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._handle)
        self.quotes += line.count('"')
        return line


@dataclass
class _Batch:
    """Rows on their way into a frame."""

    origin: str
    names: list[str]
    types: dict[str, str]
    rows: list[list[str]] = field(default_factory=list)
    """The last that were read, the others are in `cells` already."""
    lines: list[int] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    cells: list[list[str]] = field(init=False)
    known: list[dict[str, str]] = field(init=False)
    """Of each column the texts that it had: equal cells share one, which saves most of the memory."""

    def __post_init__(self) -> None:
        self.cells, self.known = [[] for _ in self.names], [{} for _ in self.names]

    def add(self, row: list[str], line: int) -> None:
        width = len(self.names)
        if len(row) == width or _fits(row, width):
            if len(self.rows) >= _AT_ONCE:
                self._turn()
            self.rows.append(row if '"' not in "".join(row) else [_unwrapped(cell) for cell in row])
            self.lines.append(line)
        elif row:
            value = f"{len(row)} cells ({shown(','.join(row), 40)})"
            self.bad.append(BadRow(self.origin, line, "", value, f"{width} cells"))

    def drop_unclosed(self) -> None:
        """Make the last row bad: it has swallowed all lines below its quote."""
        row, line = self.rows.pop(), self.lines.pop()
        self.bad.append(BadRow(self.origin, line, self.names[-1], shown(row[-1]), "a quote that is closed"))

    def frame(self) -> Frame:
        self._turn()
        columns = dict(zip(self.names, self.cells, strict=True))
        return Frame(origin=self.origin, columns=columns, lines=self.lines, types=self.types, bad=self.bad)

    def _turn(self) -> None:
        """Put the rows below the columns' cells."""
        if self.rows:
            for cells, known, column in zip(self.cells, self.known, zip(*self.rows, strict=True), strict=True):
                shared = len(known) < _MOST_SHARED
                cells.extend([known.setdefault(cell, cell) for cell in column] if shared else column)
        self.rows = []


def _read(reader: Any, lines: _Lines, origin: str, size: int | None, before: int) -> Iterator[Frame]:
    header = next((row for row in reader if any(cell.strip() for cell in row)), None)
    if header is None:
        raise UnreadableFile(f"`{origin}` holds no text; expected a header of column names and a row below it.")
    names, types = _header(header, origin)
    batch = _Batch(origin, names, types)
    start = before + reader.line_num + 1
    for row in reader:
        if size is not None and len(batch.lines) >= size:
            yield batch.frame()
            batch = _Batch(origin, names, types)
        batch.add(row, start)
        start = before + reader.line_num + 1
    if (
        lines.quotes % 2
        and "\n" in "".join(batch.rows[-1] if batch.rows else [])
        and batch.lines
        and batch.lines[-1] < before + reader.line_num
    ):
        batch.drop_unclosed()
    yield batch.frame()


def _unquoted(path: Path, encoding: str | None, before: int) -> bool:
    """Tell whether quotes mean nothing in a file: every line has as many tabs as the first."""
    with opened(path, encoding) as handle:
        lines = islice(handle, before, None)
        wanted = next(lines, "").count("\t")
        return all(line.count("\t") == wanted for line in lines if line.strip())


def _unwrapped(cell: str) -> str:
    """Take off quotes that a writer put round a cell where a reader left them on."""
    inner = cell[1:-1].replace('""', "")
    if len(cell) > 2 and cell[0] == cell[-1] == '"' and '"' not in inner:
        return cell[1:-1].replace('""', '"')
    return cell


def _fits(row: list[str], width: int) -> bool:
    if len(row) < width or any(cell.strip() for cell in row[width:]):
        return False
    del row[width:]
    return True


def _header(cells: list[str], origin: str) -> tuple[list[str], dict[str, str]]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    given = (cell.strip().removeprefix("\ufeff").strip('"') for cell in cells)
    names = [column_name(name) or f"column {at}" for at, name in enumerate(given, 1)]
    matches = [_TYPED.match(name) for name in names]
    types: dict[str, str] = {}
    if all(matches):
        names = [match[1] for match in matches if match]
        types = {match[1]: match[2] for match in matches if match}
    seen: dict[str, int] = {}
    for at, name in enumerate(names, 1):
        if name.casefold() in seen:
            raise UnreadableFile(
                f"`{origin}` has the column `{name}` twice (columns {seen[name.casefold()]} and {at}); "
                "expected every column name once. Rename one of them."
            )
        seen[name.casefold()] = at
    return names, types


def _preamble(path: Path, encoding: str | None) -> tuple[int, str | None]:
    """Return how many lines stand before the header, comments and `sep=;`, and the delimiter if it is told there."""
    delimiter, count = None, 0
    with opened(path, encoding) as handle:
        for line in handle:
            told = _TOLD.match(line)
            if told is None and not line.startswith("# "):
                break
            delimiter, count = (told[1] if told else delimiter), count + 1
    return count, delimiter


def _delimiter(path: Path, encoding: str | None, before: int) -> str:
    """Choose the delimiter that cuts the header into most columns and the rows below it into as many."""
    with opened(path, encoding) as handle:
        lines = list(islice(handle, before, before + _SAMPLE))
    if path.suffix.lower() in (".inter", ".item", ".user", ".tsv", ".tab") and "\t" in lines[0]:
        return "\t"
    scores = {delimiter: _score(lines, delimiter) for delimiter in _DELIMITERS}
    return max(scores, key=lambda delimiter: scores[delimiter])


def _score(lines: list[str], delimiter: str) -> float:
    rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
    if not rows or len(rows[0]) < 2:
        return 0.0
    width = len(rows[0])
    agreeing = sum(len(row) == width for row in rows[1:]) / max(1, len(rows) - 1)
    return width * (0.2 + agreeing)
