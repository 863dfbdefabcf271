"""One column of a catalogue, as it is read: where it comes from, what it is called, and how its cells are written."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from palate.catalog.parsing.dates import parse_date
from palate.catalog.parsing.flags import parse_flag
from palate.catalog.parsing.form import Form
from palate.catalog.parsing.links import parse_link
from palate.catalog.parsing.missing import is_missing, line_of, text_of
from palate.catalog.parsing.numbers import parse_number
from palate.catalog.parsing.tags import parse_tags
from palate.catalog.schema import Kind, Role

Stored = str | int | float | None
"""What SQLite holds for a cell."""


class Column(BaseModel, frozen=True):
    """A source column and what becomes of it."""

    source: str
    """Its name in the source."""
    name: str
    """Its name in the catalogue: the source's, but for `id` and `title`."""
    kind: Kind
    role: Role | None = None
    unit: str | None = None
    form: Form = Form()
    order: tuple[str, ...] = ()
    """The values of a category from the least to the most, where the app says so."""
    spelt: Mapping[str, str] = {}
    """How a value is spelt that its cells write in several ways, by its lower case."""

    def usual(self, value: str) -> str:
        """Return a value as most cells write it."""
        return self.spelt.get(value.casefold(), value) if self.spelt else value

    @property
    def is_always_fine(self) -> bool:
        """Whether a cell of it can hold anything: words, where they are neither the id nor the title."""
        return not self.may_be_bad and self.name not in ("id", "title")

    @property
    def may_be_bad(self) -> bool:
        """Whether some text is no value of it."""
        return self.kind in ("number", "date", "flag") or self.form.link

    @property
    def expected(self) -> str:
        """What a cell of it should hold, for a message about one that does not."""
        if self.kind == "number":
            unit = f" of {self.unit}" if self.unit and len(self.unit) > 1 else f" in {self.unit}" if self.unit else ""
            return f"a number{unit}{bounds_of(self.form)}"
        if self.form.link:
            return "an address such as https://example.com/1.png"
        return {"date": "a date such as 1999-12-31", "flag": "yes or no"}.get(self.kind, "text")


@dataclass(frozen=True)
class Converted:
    """A column's cells as they are stored, and the rows whose cell is not of the column's kind."""

    cells: list[Stored]
    bad: list[int]


def convert(column: Column, cells: Sequence[Any]) -> Converted:
    """Turn raw cells into what is stored; a missing one becomes None, and whatever is no prose stands on one line."""
    read = _reader(column)
    nothing = 0 if column.form.marked else None
    known: dict[str, Stored] = {}
    stored: list[Stored] = []
    for cell in cells:
        if column.kind == "text" or not isinstance(cell, str):  # prose never recurs, and 1 and True are the same key
            stored.append(nothing if is_missing(cell) else read(cell))
            continue
        if cell not in known:
            known[cell] = nothing if is_missing(cell) else read(cell)
        stored.append(known[cell])
    empty = [at for at, value in enumerate(stored) if value is None] if column.may_be_bad else []
    return Converted(stored, [at for at in empty if not is_missing(cells[at])])


def unread(column: Column, cells: Sequence[Any]) -> int:
    """Count the cells that have content but cannot be converted to the column's kind."""
    return len(convert(column, cells).bad)


def _reader(column: Column) -> Callable[[Any], Stored]:
    form = column.form
    if column.kind == "number":
        return lambda cell: parse_number(cell, form)
    if column.kind == "date":
        return lambda cell: parse_date(cell, form)
    if column.kind == "flag":
        return lambda cell: parse_flag(cell, marked=form.marked)
    if column.kind == "tags":
        return lambda cell: tags_text(list(dict.fromkeys(column.usual(value) for value in parse_tags(cell, form))))
    if form.link:
        return parse_link
    if column.spelt:
        return lambda cell: column.usual(line_of(cell)) or None
    return (lambda cell: text_of(cell) or None) if column.kind == "text" else (lambda cell: line_of(cell) or None)


def tags_text(values: list[str]) -> str | None:
    """Write tags as they are stored: a JSON array, or NULL for none."""
    return json.dumps(values, ensure_ascii=False) if values else None


def bounds_of(form: Form) -> str:
    """Return between what the numbers of a column lie, as a message says it; empty where nothing is known."""
    if form.low is not None and form.high is not None:
        return f" from {form.low:g} to {form.high:g}"
    return f" of at least {form.low:g}" if form.low is not None else ""
