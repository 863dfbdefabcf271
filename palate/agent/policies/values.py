"""Values of a field that a policy names, and the items that have them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from palate.catalog.conditions import Condition, Scalar
from palate.catalog.item import FieldValue
from palate.catalog.words import fold

if TYPE_CHECKING:
    from palate.catalog.schema import Schema


def as_tuple(values: Iterable[Scalar] | Scalar) -> tuple[Scalar, ...]:
    """Return values as a tuple; one that stands alone counts as one, and no text as its letters."""
    return (values,) if isinstance(values, str | int | float) else tuple(values)


def has_any(field: str, values: tuple[Scalar, ...], schema: Schema) -> Condition:
    """Return the condition that an item has one of the values, which a missing value fails.

    Raises:
        UnknownField: the catalogue has no such field.
        BadArgument: a value is none that the field could have.
    """
    return Condition(field=field, op="in", value=list(values)).check_against(schema)


def distinct(value: FieldValue) -> frozenset[Scalar]:
    """Return an item's values of a field, letter case aside; none where it is missing."""
    if value is None:
        return frozenset()
    return frozenset(map(folded, value if isinstance(value, list) else [value]))


def folded(value: Scalar) -> Scalar:
    """Return a value in the form in which two equal ones are alike."""
    return fold(value) if isinstance(value, str) else value
