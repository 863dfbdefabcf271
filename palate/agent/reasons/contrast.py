"""How an item differs from those it is shown with: facts that are computed from their values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain
from typing import Any

from palate.agent.reasons.affinity import value_condition, values_of
from palate.agent.reasons.describing import MOST_READ
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


class Contrasts:
    """How the items of one list differ. The values of a field are counted once for all items that are compared."""

    def __init__(self, items: Sequence[Item], schema: Schema) -> None:
        self._items, self._schema = items, schema
        self._counts: dict[str, Counter[Any]] = {}

    def of(self, item: Item, *, ordered: Collection[str] = ()) -> Iterator[str]:
        """Yield what is true of one of the items alone: the shortest, the only one from the 1990s.

        Nothing is said of the numbers that the list is `ordered` by: its order tells them.
        """
        if len(self._items) < 2:
            return
        for field in self._schema.of_kind("number"):
            if field.role is not None and field.name not in ordered:
                yield from self._extreme(item, field)
        if len(self._items) > 2:
            for field in self._schema.of_kind("tags", "category"):
                yield from self._only(item, field)
            yield from self._decade(item)

    def _counted(self, name: str, values: Callable[[Item], Collection[Any]]) -> Counter[Any]:
        """Return how many items have each value of a field; nothing where one of them has none."""
        if name not in self._counts:
            found = [{*values(item)} for item in self._items]
            self._counts[name] = Counter(chain.from_iterable(found) if all(found) else ())
        return self._counts[name]

    def _extreme(self, item: Item, field: Field) -> Iterator[str]:
        """Yield that it has the most or the least of a number, where all are known."""
        times, own = self._counted(field.name, lambda each: _numbers(each, field)), item.get(field.name)
        if times[own] != 1 or field.role is None:
            return
        two = len(self._items) == 2
        most, least = (phrases("more"), phrases("less")) if two else (phrases("most"), phrases("least"))
        for words, best in ((most, max(times)), (least, min(times))):
            if own == best and field.role in words:
                yield say("contrast.of_two" if two else "contrast.of_these", which=words[field.role])

    def _only(self, item: Item, field: Field) -> Iterator[str]:
        """Yield the values that it has alone, of a field in which items share values."""
        if not field.distinct or field.present < _OFTEN * field.distinct:
            return
        times, title = self._counted(field.name, lambda each: values_of(each, field)), normal(item.title[:MOST_READ])
        for value in values_of(item, field):
            if times[value] == 1 and normal(value) not in title:
                where = value_condition(field, value)
                bare = bare_value(where, self._schema)
                words = phrase(where, self._schema)
                yield say("contrast.only_value", value=words) if bare else say("contrast.only", phrase=words)

    def _decade(self, item: Item) -> Iterator[str]:
        """Yield that it is the only one of its decade, where others share one."""
        field = self._schema.of_role("year")
        if field is None or field.kind != "number":
            return
        times = self._counted(f"{field.name} // {_DECADE}", lambda each: _decades(each, field))
        for decade in _decades(item, field):
            if times[decade] == 1 and len(times) < len(self._items):
                where = Condition(field=field.name, op="between", value=[decade, decade + _DECADE - 1])
                yield say("contrast.only", phrase=phrase(where, self._schema))


def _numbers(item: Item, field: Field) -> list[int | float]:
    value = item.get(field.name)
    return [value] if isinstance(value, int | float) else []


def _decades(item: Item, field: Field) -> list[int]:
    return [int(value) // _DECADE * _DECADE for value in _numbers(item, field)]
