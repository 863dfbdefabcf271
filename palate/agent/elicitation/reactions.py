"""What a message tells by turning down what was shown, or by choosing between two items: what beliefs are made from."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from palate.language.understanding import Understanding
from palate.memory.short_term import SessionMemory, TurnedDown

_MOST_TURNED_DOWN = 50


def reactions(old: SessionMemory, understanding: Understanding) -> dict[str, Any]:
    """Count a reply all of which was turned down, by whether the person said what they want instead."""
    intents = understanding.intents
    if any(each.fresh for each in intents):
        return {"turned_down": ()}  # What was turned down was turned down for another request.
    items = {mention.item for each in intents for mention in each.reject}
    all_of_it = bool(old.shown) and items.issuperset(each.id for each in old.shown)
    if len(old.shown) == 1 and any(each.act == "critique" and each.more for each in intents):
        items.add(old.shown[0].id)
    passed = {mention.item for each in intents for mention in each.passed}
    told = any(each.preferences or each.bounds or each.order or each.like for each in intents)
    if passed or not told:
        found = {"turned_down": _with(old, items | passed, understanding)}
        return found | ({"unexplained": old.unexplained + all_of_it} if items else {})
    return {"explained": old.explained + all_of_it}


def _with(old: SessionMemory, items: Collection[str], understanding: Understanding) -> tuple[TurnedDown, ...]:
    """Return what was turned down so far and now, with the fields that are named as wrong with it."""
    faults = tuple(dict.fromkeys(name for each in understanding.intents for name in each.faults))
    new = tuple(TurnedDown(item=item, faults=faults) for item in sorted(items))
    return (*old.turned_down, *new)[-_MOST_TURNED_DOWN:]
