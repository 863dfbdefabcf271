"""What a person's taste makes relevant in an item, though nobody asked for it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from palate.agent.replies.request import phrase
from palate.agent.replies.wording import listed, titled
from palate.agent.replies.words import say
from palate.agent.workspace import Workspace
from palate.catalog.conditions import Condition
from palate.catalog.item import Item
from palate.catalog.schema import Field, Schema
from palate.catalog.words import fold
from palate.memory.request import Held

_MOST_LIKED = 20
"""Of what somebody likes, so many items are looked at, those liked most first."""
_RARE, _COMMON = 0.02, 0.2
"""A value that so few items have is telling where one liked item has it too; up to the other share, where two do."""
_NAMED = 2


@dataclass(frozen=True)
class Affinity:
    """The values that liked items have, and which of these have them."""

    schema: Schema
    liked: Mapping[tuple[str, str], tuple[Item, ...]]
    """By field and value."""
    counts: Mapping[str, Mapping[str, int]]
    """How many items have each value, by field."""

    @classmethod
    def of(cls, turn: Workspace, intent: int, held: Held) -> Affinity:
        """Look at what the person likes; what they ask for now, or like the result to resemble, tells nothing new."""
        catalog, likes = turn.parts.catalog, turn.tastes[intent].likes if turn.tastes else {}
        schema = catalog.schema
        if not likes:
            return cls(schema, {}, {})
        resembled = {mention.item for mention in held.like}
        best = sorted((item for item in likes if item not in resembled), key=lambda item: (-likes[item], item))
        asked = _asked(held)
        liked: dict[tuple[str, str], tuple[Item, ...]] = {}
        for item in catalog.items([known for known in best[:_MOST_LIKED] if catalog.has(known)]):
            for field in schema.of_kind("tags", "category"):
                for value in values_of(item, field):
                    if (field.name, fold(value)) not in asked:
                        liked[field.name, value] = (*liked.get((field.name, value), ()), item)
        return cls(schema, liked, {name: catalog.vocabulary(name) for name in {name for name, _ in liked}})

    def reasons(self, item: Item) -> Iterator[str]:
        """Yield the most telling value that an item shares with what is liked, if one is telling enough."""
        found = [
            (self._tells(field, value), field, value)
            for field in self.schema.of_kind("tags", "category")
            for value in values_of(item, field)
            if (field.name, value) in self.liked
        ]
        told, field, value = max(found, key=lambda each: each[0], default=(0.0, None, ""))
        if field is None or told <= 0:
            return
        titles = listed([titled(each, self.schema) for each in self.liked[field.name, value][:_NAMED]])
        yield say("reasons.taste", words=phrase(value_condition(field, value), self.schema), titles=titles)

    def _tells(self, field: Field, value: str) -> float:
        """Return how much it tells that liked items have a value; 0 where it may be chance."""
        count, liked = self.counts[field.name].get(value, 1), len(self.liked[field.name, value])
        share = count / max(1, self.schema.items)
        if share > _COMMON or (share > _RARE and liked < _NAMED):
            return 0.0
        return liked * -math.log(share)


def values_of(item: Item, field: Field) -> list[str]:
    """Return an item's values of a category or tags field."""
    value = item.get(field.name)
    return value if isinstance(value, list) else [value] if isinstance(value, str) else []


def value_condition(field: Field, value: str) -> Condition:
    """Return the condition that an item has a value."""
    return Condition(field=field.name, op="contains" if field.kind == "tags" else "=", value=value)


def _asked(held: Held) -> set[tuple[str, str]]:
    return {
        (part.field, fold(str(value)))
        for entry in (*held.request, *held.remembered)
        if entry.where is not None
        for part in entry.where.parts
        for value in (part.value if isinstance(part.value, list) else [part.value])
    }
