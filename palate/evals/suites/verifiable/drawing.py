"""Predicates drawn to be true of an item, such as people have of items: a value, none of a value, a bound, a decade."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from palate.catalog.conditions import Condition, Op, Where
from palate.catalog.schema import Field

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.item import Item

_FEWEST = 2
"""Items that have a value which somebody wishes for: a value of one item alone would name it."""
_COMMON = 0.05
"""The share of items that have a value which somebody wishes to avoid, so that it matters."""
_STEPS = 15
"""About how many round bounds lie where most of a field's numbers are."""
_WIDEST = 0.8
"""The largest share of items that a bound may leave."""

Draw = Callable[["Catalog", Field, "Item", random.Random], Where | None]
"""Returns a predicate on a field that is true of an item; None where there is none."""


def fields_of(catalog: Catalog) -> list[Field]:
    """Return the fields that people have wishes about: not texts, stock, or what is the same for all."""
    return [field for field in catalog.schema.fields if field.kind in _DRAWS and _tells(field)]


def draw(catalog: Catalog, item: Item, chance: random.Random) -> Where | None:
    """Return a predicate that is true of `item`, on a field of which something is known; None where the dice failed."""
    known = [field for field in fields_of(catalog) if item.get(field.name) not in (None, [], "")]
    if not known:
        return None
    field = chance.choice(known)
    return chance.choice(_DRAWS[field.kind])(catalog, field, item, chance)


def other_value(catalog: Catalog, where: Where, chance: random.Random) -> Where | None:
    """Return the predicate that says the same of another value; None where there is no other."""
    if not isinstance(where, Condition):
        return None
    field, value = catalog.schema.field(where.field), where.value
    if isinstance(value, str):
        others = [each for each, count in catalog.vocabulary(where.field).items() if each != value and count >= _FEWEST]
        return where.model_copy(update={"value": chance.choice(others)}) if others else None
    if where.op == "between" and isinstance(value, list):
        by = chance.choice((-10, 10))
        return where.model_copy(update={"value": [float(each) + by for each in value]})
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    bounds = [value + _step(catalog, field) * off for off in (-2, -1, 1, 2)]
    return where.model_copy(update={"value": _plain(chance.choice([bound for bound in bounds if bound > 0]))})


def _tells(field: Field) -> bool:
    return field.role not in ("stock", "count") and field.distinct > 1


def _has(catalog: Catalog, field: Field, item: Item, chance: random.Random) -> Where | None:
    counts = catalog.vocabulary(field.name)
    values = [value for value in _values(item, field) if counts.get(value, 0) >= _FEWEST]
    op: Op = "contains" if field.kind == "tags" else "="
    return Condition(field=field.name, op=op, value=chance.choice(values)) if values else None


def _lacks(catalog: Catalog, field: Field, item: Item, chance: random.Random) -> Where | None:
    own, least = set(_values(item, field)), _COMMON * catalog.schema.items
    others = [value for value, count in catalog.vocabulary(field.name).items() if count >= least and value not in own]
    if not others:
        return None
    return Condition(field=field.name, op="not_contains" if field.kind == "tags" else "!=", value=chance.choice(others))


def _either(catalog: Catalog, field: Field, item: Item, chance: random.Random) -> Where | None:
    counts, own = catalog.vocabulary(field.name), set(_values(item, field))
    values = [value for value in own if counts.get(value, 0) >= _FEWEST]
    others = [value for value, count in counts.items() if count >= _FEWEST and value not in own]
    if not values or not others:
        return None
    both = [chance.choice(sorted(values)), chance.choice(others)]
    chance.shuffle(both)
    return Condition(field=field.name, op="contains_any" if field.kind == "tags" else "in", value=[*both])


def _below(catalog: Catalog, field: Field, item: Item, chance: random.Random) -> Where | None:
    return _bound(catalog, field, item, chance, op="<")


def _above(catalog: Catalog, field: Field, item: Item, chance: random.Random) -> Where | None:
    return _bound(catalog, field, item, chance, op=">=" if field.role == "year" else ">")


def _bound(catalog: Catalog, field: Field, item: Item, chance: random.Random, *, op: Op) -> Where | None:
    value, step = float(str(item.get(field.name))), _step(catalog, field)
    bounds = [math.floor(value / step) * step + step * off for off in range(-4, 5)]
    found = [Condition(field=field.name, op=op, value=_plain(bound)) for bound in bounds]
    fit = [each for each in found if _holds(each, value) and _leaves(catalog, each)]
    return chance.choice(fit) if fit else None


def _decade(catalog: Catalog, field: Field, item: Item, chance: random.Random) -> Where | None:  # noqa: ARG001
    if field.role != "year":
        return None
    first = int(float(str(item.get(field.name)))) // 10 * 10
    return Condition(field=field.name, op="between", value=[first, first + 9])


def _flag(catalog: Catalog, field: Field, item: Item, chance: random.Random) -> Where | None:  # noqa: ARG001
    return Condition(field=field.name, op="=", value=bool(item.get(field.name)))


def _holds(condition: Condition, value: float) -> bool:
    bound = float(str(condition.value))
    return value < bound if condition.op == "<" else value >= bound if condition.op == ">=" else value > bound


def _leaves(catalog: Catalog, condition: Condition) -> bool:
    return 0.0 < float(catalog.columns.mask(condition).mean()) <= _WIDEST


def _step(catalog: Catalog, field: Field) -> float:
    """Return 1, 2 or 5 times a power of ten: by what people round the numbers of a field."""
    numbers = catalog.columns.numbers(field.name)
    low, high = np.nanquantile(numbers, (0.1, 0.9)).tolist()
    wanted = max(high - low, 1e-9) / _STEPS
    power = 10.0 ** math.floor(math.log10(wanted))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= wanted)
    return max(1.0, step) if field.integral else step


def _plain(number: float) -> int | float:
    return int(number) if float(number).is_integer() else round(number, 6)


def _values(item: Item, field: Field) -> list[str]:
    value = item.get(field.name)
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


_DRAWS: Mapping[str, tuple[Draw, ...]] = {
    "tags": (_has, _has, _lacks, _either),
    "category": (_has, _has, _lacks, _either),
    "number": (_below, _above, _decade),
    "flag": (_flag,),
}
"""By kind of field; what stands twice is drawn twice as often."""
