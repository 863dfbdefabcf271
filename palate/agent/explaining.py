"""The reasons of all items of a reply, so that no two of them are explained alike where something tells them apart."""

from __future__ import annotations

from collections.abc import Sequence

from palate.agent.affinity import Affinity, value_condition, values_of
from palate.agent.reasons import reasons
from palate.agent.replies.request import phrase
from palate.agent.replies.wording import shown_value
from palate.agent.replies.words import say
from palate.agent.workspace import Workspace
from palate.catalog.item import Item
from palate.catalog.schema import Schema
from palate.language.understanding import Intent
from palate.memory.request import Held

CONCISE = 2
"""How many reasons a concise reply gives of each item."""


def explanations(
    turn: Workspace, intent_number: int, intent: Intent, held: Held, items: Sequence[Item]
) -> list[tuple[str, ...]]:
    """Return the reasons of each item; those of which a concise reply would say the same are told apart."""
    schema, affinity = turn.parts.catalog.schema, Affinity.of(turn, intent_number, held)
    found = [reasons(turn, intent_number, intent, held, item, affinity) for item in items]
    said = [beside_title(why, item, schema)[:CONCISE] for item, why in zip(items, found, strict=True)]
    return [
        _told_apart(item, why, [other for other, same in zip(items, said, strict=True) if same == own], schema)
        for item, why, own in zip(items, found, said, strict=True)
    ]


def beside_title(why: tuple[str, ...], item: Item, schema: Schema) -> tuple[str, ...]:
    """Return the reasons that are said beside a title, whose year is not said again."""
    year = schema.of_role("year")
    known = say("reasons.from_year", year=shown_value(item.get(year.name), year)) if year is not None else ""
    return tuple(reason for reason in why if reason != known) or why


def _told_apart(item: Item, why: tuple[str, ...], alike: Sequence[Item], schema: Schema) -> tuple[str, ...]:
    """Put behind the first reason that is said a value that no other item has of which the same is said."""
    others = [other for other in alike if other.id != item.id]
    first = beside_title(why, item, schema)[0]
    for field in schema.of_kind("tags", "category") if others else ():
        shared = {value for other in others for value in values_of(other, field)}
        for value in values_of(item, field):
            if value not in shared:
                place = why.index(first) + 1
                return tuple(dict.fromkeys([*why[:place], phrase(value_condition(field, value), schema), *why[place:]]))
    return why
