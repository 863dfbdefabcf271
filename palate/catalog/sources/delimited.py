"""Delimited text: comma, tab, semicolon or bar; headers with or without RecBole's types."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from palate.catalog.sources.frame import BadRow, Frame, column_name, shown
from palate.catalog.sources.text import opened
from palate.errors import UnreadableFile

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 50
_LONGEST_CELL = 2**24
_TYPED = re.compile(r"^(.+):(token|token_seq|float|float_seq)$")


def frames(path: Path, *, encoding: str | None, size: int | None) -> Iterator[Frame]:
    """Read a delimited file in frames of `size` rows, or in one frame.

    A row with too few or too many cells becomes a bad row; surplus empty cells are dropped, and so are blank lines.

    Raises:
        UnreadableFile: there is no header, a column name occurs twice, or the file is not text of its encoding.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    delimiter = _delimiter(path, encoding)
    with opened(path, encoding) as handle:
        lines = _Lines(handle)
        if delimiter == "\t" and _unquoted(path, encoding):
            reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
        else:
            reader = csv.reader(lines, delimiter=delimiter)
        try:
            yield from _read(reader, lines, path.name, size)
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
    lines: list[int] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)

    def add(self, row: list[str], line: int) -> None:
        width = len(self.names)
        if len(row) == width or _fits(row, width):
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
        cells = [list(column) for column in zip(*self.rows, strict=True)] if self.rows else [[] for _ in self.names]
        columns = dict(zip(self.names, cells, strict=True))
        return Frame(origin=self.origin, columns=columns, lines=self.lines, types=self.types, bad=self.bad)


def _read(reader: Any, lines: _Lines, origin: str, size: int | None) -> Iterator[Frame]:
    header = next((row for row in reader if any(cell.strip() for cell in row)), None)
    if header is None:
        raise UnreadableFile(f"`{origin}` holds no text; expected a header of column names and a row below it.")
    names, types = _header(header, origin)
    batch = _Batch(origin, names, types)
    start = reader.line_num + 1
    for row in reader:
        if size is not None and len(batch.rows) >= size:
            yield batch.frame()
            batch = _Batch(origin, names, types)
        batch.add(row, start)
        start = reader.line_num + 1
    if (
        lines.quotes % 2
        and "\n" in "".join(batch.rows[-1] if batch.rows else [])
        and batch.lines
        and batch.lines[-1] < reader.line_num
    ):
        batch.drop_unclosed()
    yield batch.frame()


def _unquoted(path: Path, encoding: str | None) -> bool:
    """Tell whether quotes mean nothing in a file: every line has as many tabs as the first."""
    with opened(path, encoding) as handle:
        wanted = handle.readline().count("\t")
        return all(line.count("\t") == wanted for line in handle if line.strip())


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


def _delimiter(path: Path, encoding: str | None) -> str:
    """Choose the delimiter that cuts the header into most columns and the rows below it into as many."""
    with opened(path, encoding) as handle:
        lines = [line for line, _ in zip(handle, range(_SAMPLE), strict=False)]
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
