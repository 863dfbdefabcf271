"""Small matters of wording that every reply shares, in the language that is spoken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from palate.agent.replies.words import say
from palate.catalog.condition_text import with_unit
from palate.catalog.item import FieldValue, Item
from palate.catalog.kinds.names import label
from palate.catalog.printable import one_line
from palate.catalog.schema import Field, Schema
from palate.catalog.tongues import tongue

LONGEST_VALUE = 600
"""Characters of a value, a reason or somebody's words that a reply shows."""
LONGEST_TITLE = 200
"""Characters of a title that a reply shows."""


def titled(item: Item, schema: Schema) -> str:
    """Return an item's title, with its year where the catalogue knows one and the title does not tell it."""
    year, title = schema.of_role("year"), one_line(item.title, LONGEST_TITLE)
    value, shown = item.get(year.name) if year is not None else None, tongue().titled(title, schema.noun)
    if value is None or isinstance(value, list):
        return shown
    text = str(value)[:4] if isinstance(value, str) else f"{value:.0f}"
    return shown if text in title else f"{shown}{tongue().bracketed(text)}"


def listed(parts: Sequence[str], *, last: Literal["and", "or"] = "and") -> str:
    """Join parts as a sentence does: `a, b and c`."""
    return one_line(tongue().listed(parts, last=last))


def quoted(words: str) -> str:
    """Return words in quotation marks."""
    return tongue().quoted(shown_text(words))


def clauses(parts: Sequence[str]) -> str:
    """Join parts that may hold commas."""
    return one_line(tongue().clauses(parts))


def shown_text(text: str) -> str:
    """Return a text as a reply shows it: on one line, and cut where it is long."""
    return one_line(text, LONGEST_VALUE)


def shown_value(value: FieldValue, field: Field) -> str:
    """Return a field's value as a person writes it: `98 minutes`, `$1,250`, `Comedy and Crime`, `yes`."""
    if value is None or value == []:
        return say("wording.unknown")
    if isinstance(value, bool) or field.kind == "flag":
        return say("wording.yes" if value else "wording.no")
    if isinstance(value, list):
        return listed([shown_text(each) for each in value])
    if isinstance(value, str):
        return shown_text(value)
    digits = (
        f"{value:.0f}" if field.role == "year" else f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
    )
    return with_unit(digits, field)


def labelled(name: str) -> str:
    """Return a field's name as words."""
    return one_line(label(name))
