"""What an item has of a field: a value, or a place on the field's line."""

from __future__ import annotations

from datetime import date

from palate.catalog.grounding.matches import ValueMatch
from palate.catalog.item import Item
from palate.catalog.schema import Field
from palate.catalog.words import fold


def has(item: Item, match: ValueMatch) -> bool:
    """Tell whether an item has a value."""
    value = item.get(match.field)
    if isinstance(value, list):
        return fold(str(match.value)) in map(fold, value)
    return value == match.value if isinstance(match.value, bool) else fold(str(value)) == fold(str(match.value))


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
