"""Small matters of English that every reply shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from palate.agent.replies.words import phrases, say
from palate.catalog.item import FieldValue, Item
from palate.catalog.printable import one_line
from palate.catalog.schema import Field, Schema

LONGEST_VALUE = 600
"""Signs of a value, a reason or somebody's words that a reply shows."""
_VOWELS = "aeiou"


def titled(item: Item, schema: Schema) -> str:
    """Return an item's title, with its year where the catalogue knows one and the title does not tell it."""
    year, title = schema.of_role("year"), one_line(item.title)
    value = item.get(year.name) if year is not None else None
    if value is None or isinstance(value, list):
        return title
    text = str(value)[:4] if isinstance(value, str) else f"{value:.0f}"
    return title if text in title else f"{title} ({text})"


def listed(parts: Sequence[str], *, last: Literal["and", "or"] = "and") -> str:
    """Join parts as a sentence does: `a, b and c`."""
    if len(parts) < 2:
        return one_line("".join(parts))
    return say("wording.and" if last == "and" else "wording.or", first=", ".join(parts[:-1]), last=parts[-1])


def quoted(words: str) -> str:
    """Return words in quotation marks."""
    return say("wording.quoted", words=shown_text(words))


def plural(noun: str) -> str:
    """Return the plural of a common noun."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return f"{noun}es"
    if noun.endswith("y") and noun[-2:-1].lower() not in _VOWELS:
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def number(count: int) -> str:
    """Return a small number in words, a larger one in digits."""
    return phrases("numbers").get(str(count)) or f"{count:,}"


def counted(count: int, noun: str) -> str:
    """Return a number of things: `one film`, `five films`."""
    return f"{number(count)} {noun if count == 1 else plural(noun)}"


def article(word: str) -> str:
    """Return a word with the `a` or `an` before it."""
    return say("wording.an" if word[:1].lower() in _VOWELS else "wording.a", word=word)


def capital(text: str) -> str:
    """Return text with a capital at its start."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Return text with a capital at its start and an end."""
    text = text.strip()
    if not text:
        return ""
    end = "" if text[-1] in ".!?:”" else "."
    return f"{capital(text)}{end}"


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
    if not field.unit:
        return digits
    if not field.unit[0].isalpha():
        return f"{field.unit}{digits}"
    unit = field.unit.removesuffix("s") if value == 1 else field.unit
    return f"{digits} {unit}"


def labelled(name: str) -> str:
    """Return a field's name as words."""
    return one_line(name.replace("_", " ").replace(".", " "))
