"""What an item has of a field: a value, or a place on the field's line."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date
from itertools import takewhile

from palate.catalog.grounding.matches import ValueMatch
from palate.catalog.item import Item
from palate.catalog.schema import Field
from palate.catalog.words import fold, normal

_ENDING_OF_NAMES, _LONG = 3, 8
_STEM, _LEAST, _ENDING = 5, 4, 5
"""Letters that two words share at the beginning, at least, and that may stand behind those."""


def has(item: Item, match: ValueMatch) -> bool:
    """Tell whether an item has a value."""
    value = item.get(match.field)
    if isinstance(value, list):
        return fold(str(match.value)) in map(fold, value)
    return value == match.value if isinstance(match.value, bool) else fold(str(value)) == fold(str(match.value))


def has_alone(item: Item, match: ValueMatch) -> bool:
    """Tell whether an item has no other value of a field: "drama and nothing else"."""
    value = item.get(match.field)
    return not isinstance(value, list) or len(value) == 1


def is_akin(word: str, item: Item, *, but: Container[str] = ()) -> bool:
    """Tell whether a word is made of a value that an item has of some field: "romantic" of Romance, but not of mood."""
    values = [value for name, value in item.fields.items() if isinstance(value, str | list) and name not in but]
    parts = [normal(part) for value in values for part in (value if isinstance(value, list) else [value])]
    return any(_are_akin(word, part) for part in parts if " " not in f"{word}{part}")


def is_made_of(one: str, other: str) -> bool:
    """Tell whether one of two names is the other with an ending: "Nazi" and "nazism", "Paris" and "parisian"."""
    short, long = sorted((one, other), key=len)
    if len(short) > _LONG and len(long) - len(short) <= 1 and short[:-1] == long[: len(short) - 1]:
        return True  # "Shakespearean" and "shakespeares".
    return long.startswith(short) and len(short) >= _LEAST and len(long) - len(short) <= _ENDING_OF_NAMES


def _are_akin(one: str, other: str) -> bool:
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    shared = sum(1 for _ in pairs)
    return shared >= min(_STEM, len(other)) >= _LEAST and max(len(one), len(other)) - shared <= _ENDING


def number_of(item: Item, field: Field) -> float | None:
    """Return an item's number, which is the year of a date."""
    value = item.get(field.name)
    if isinstance(value, str):
        return float(value[:4]) if value[:4].isdecimal() else None
    return None if value is None or isinstance(value, list | bool) else float(value)


def place_of(item: Item, field: str) -> float | None:
    """Return where an item lies on a field's line, as columns have it: a date is its ordinal day."""
    value = item.get(field)
    if isinstance(value, str):
        try:
            return float(date.fromisoformat(f"{value}-01-01"[:10]).toordinal())
        except ValueError:
            return None
    return None if value is None or isinstance(value, list | bool) else float(value)


def first_of(items: Sequence[Item], field: str, direction: int, count: int) -> tuple[Item, ...]:
    """Return as many items as have most of a field, or least, in their order; () where ties leave that open."""
    places = {item.id: place for item in items if (place := place_of(item, field)) is not None}
    order = sorted(places.values(), reverse=direction == 1)
    if len(places) < len(items) or not count < len(order) or order[count - 1] == order[count]:
        return ()
    return tuple(item for item in items if places[item.id] in order[:count])
