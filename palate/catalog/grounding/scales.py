"""The order of a category's values, where it is one that everybody knows: `G`, `PG`, `PG-13`, `R`."""

from __future__ import annotations

from functools import lru_cache

from palate.catalog.grounding.data import table
from palate.catalog.schema import Field
from palate.catalog.words import normal


def scale_of(field: Field) -> tuple[str, ...]:
    """Return a category's values in their order, least first: the app's, else where all lie on one known scale."""
    if field.order:
        return field.order
    if field.kind != "category" or field.distinct != len(field.terms):
        return ()
    return _ordered(tuple(term.value for term in field.terms))


@lru_cache(maxsize=64)
def _ordered(values: tuple[str, ...]) -> tuple[str, ...]:
    for scale in table("scales.toml")["scales"]:
        places = {normal(value): place for place, value in enumerate(scale)}
        if len(values) > 1 and all(normal(value) in places for value in values):
            return tuple(sorted(values, key=lambda value: places[normal(value)]))
    return ()
