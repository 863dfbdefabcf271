"""Conditions in plain Python, for the few items that reflection looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from palate.catalog.item import FieldValue, Item
from palate.catalog.predicates import Among, Containing, Predicate, Present, Range, predicate
from palate.catalog.schema import Schema
from palate.catalog.words import fold

if TYPE_CHECKING:
    from palate.catalog.conditions import Where


def check(where: Where, item: Item, schema: Schema) -> bool:
    """Tell whether an item satisfies a condition."""
    return any(_holds(predicate(part, schema), item.get(part.field)) for part in where.parts)


def _holds(test: Predicate, value: FieldValue) -> bool:
    missing = value is None or value == []
    if isinstance(test, Present):
        return missing != test.wanted
    if missing:
        return not isinstance(test, Range) and test.negated
    match test:
        case Range():
            return _within(test, value)
        case Containing():
            return test.negated != any(needle in fold(str(value)) for needle in test.needles)
        case Among(field=field) if field.kind == "date":
            return test.negated != any(str(value)[: len(str(prefix))] == prefix for prefix in test.values)
        case Among():
            return test.negated != bool(_comparable(value, test) & set(test.values))


def _within(test: Range, value: FieldValue) -> bool:
    above = test.low is None or _beyond(value, test.low, sign=1, equal=not test.low_open)
    return above and (test.high is None or _beyond(value, test.high, sign=-1, equal=not test.high_open))


def _beyond(value: FieldValue, bound: float | str, *, sign: int, equal: bool) -> bool:
    if isinstance(bound, str):
        known = str(value)[: len(bound)]
        return (known > bound if sign > 0 else known < bound) or (equal and known == bound)
    number = float(value) if isinstance(value, (int, float)) else float("nan")
    return (number > bound if sign > 0 else number < bound) or (equal and number == bound)


def _comparable(value: FieldValue, test: Among) -> set[float | bool | str]:
    if isinstance(value, list):
        return {fold(each) for each in value}
    if test.field.kind in ("number", "flag"):
        return {value} if isinstance(value, (int, float)) else set()
    return {str(value) if test.field.kind == "id" else fold(str(value))}
