"""How an item differs from those it is shown with: facts that are computed from their values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from palate.agent.reasons.affinity import value_condition, values_of
from palate.agent.replies.request import phrase
from palate.agent.replies.words import phrases, say
from palate.catalog.condition_text import bare_value
from palate.catalog.conditions import Condition
from palate.catalog.item import Item
from palate.catalog.schema import Field, Schema
from palate.catalog.words import normal

_OFTEN = 2
"""On average so many items share a value of a field in which having one alone tells something."""
_DECADE = 10


def contrasts(item: Item, others: Sequence[Item], schema: Schema, *, ordered: Collection[str] = ()) -> Iterator[str]:
    """Yield what is true of an item alone: the shortest, the only one from the 1990s, the only bittersweet one.

    Nothing is said of the numbers that the list is `ordered` by: its order tells them.
    """
    if not others:
        return
    for field in schema.of_kind("number"):
        if field.role is not None and field.name not in ordered:
            yield from _extreme(item, others, field)
    if len(others) > 1:
        for field in schema.of_kind("tags", "category"):
            yield from _only(item, others, field, schema)
        yield from _decade(item, others, schema)


def _extreme(item: Item, others: Sequence[Item], field: Field) -> Iterator[str]:
    """Yield that it has the most or the least of a number, where all are known."""
    own, rest = item.get(field.name), [other.get(field.name) for other in others]
    numbers = [value for value in rest if isinstance(value, int | float)]
    if not isinstance(own, int | float) or len(numbers) < len(rest) or field.role is None:
        return
    two = len(others) == 1
    most, least = (phrases("more"), phrases("less")) if two else (phrases("most"), phrases("least"))
    for words, holds in ((most, own > max(numbers)), (least, own < min(numbers))):
        if holds and field.role in words:
            yield say("contrast.of_two" if two else "contrast.of_these", which=words[field.role])


def _only(item: Item, others: Sequence[Item], field: Field, schema: Schema) -> Iterator[str]:
    """Yield the values that it has alone, of a field in which items share values."""
    if not field.distinct or field.present < _OFTEN * field.distinct:
        return
    shared = {value for other in others for value in values_of(other, field)}
    if not all(values_of(other, field) for other in others):
        return
    title = normal(item.title)
    for value in values_of(item, field):
        if value not in shared and normal(value) not in title:
            where = value_condition(field, value)
            bare = bare_value(where, schema)
            words = phrase(where, schema)
            yield say("contrast.only_value", value=words) if bare else say("contrast.only", phrase=words)


def _decade(item: Item, others: Sequence[Item], schema: Schema) -> Iterator[str]:
    """Yield that it is the only one of its decade, where others share one."""
    field = schema.of_role("year")
    if field is None or field.kind != "number":
        return
    own, *rest = [_decade_of(each, field) for each in (item, *others)]
    if own is not None and None not in rest and own not in rest and len({*rest}) < len(rest):
        where = Condition(field=field.name, op="between", value=[own, own + _DECADE - 1])
        yield say("contrast.only", phrase=phrase(where, schema))


def _decade_of(item: Item, field: Field) -> int | None:
    value = item.get(field.name)
    return int(value) // _DECADE * _DECADE if isinstance(value, int | float) else None
