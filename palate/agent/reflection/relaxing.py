"""Which soft wish to give up when nothing is left: the lightest that the plan let narrow the candidates."""

from __future__ import annotations

from typing import Any

from palate.agent.reflection.situation import Situation
from palate.catalog.conditions import Where
from palate.catalog.words import fold
from palate.language.preference import Preference

_LIKE_WEIGHT = 1.0
_ADVISED = 0.5
"""Words that only a critic found worth looking for are the first to be given up."""


def softest(seen: Situation) -> list[str]:
    """Return the keys of what to give up next; nothing where only hard conditions are left, or nothing else at all.

    A wish that did not narrow the candidates (one that only ranked them) cannot be why they are empty, and stays.
    """
    weights = _soft(seen)
    if seen.intent.only:
        # Nothing is widened then; but words that nothing here has are no condition that could be kept.
        texts = {entry.key for entry in seen.held.preferences if entry.text is not None}
        weights = {key: weight for key, weight in weights.items() if key in texts and seen.held.hard}
    if not weights or not _something_else(seen, weights):
        return []
    least = min(weights.values())
    softest = next(key for key, weight in reversed(weights.items()) if weight == least)
    return [] if _is_all_that_is_said(softest, seen) else [softest]


def advised(seen: Situation) -> list[str]:
    """Return the words that are looked for because reflection said so."""
    return [
        str(advice.data["text"])
        for advice in seen.state.advice
        if advice.intent == seen.plan.intent and advice.kind == "search"
    ]


def filtered(seen: Situation, where: Where) -> bool:
    """Tell whether a step of the plan filters by a condition."""
    wanted = _folded(where.model_dump(mode="json"))
    return any(step.tool == "filter" and _holds(_folded(step.args), wanted) for step in seen.plan.steps)


def _folded(value: Any) -> Any:
    """Return what a condition holds without letter case, which never counts in one."""
    if isinstance(value, dict):
        return {key: _folded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_folded(each) for each in value]
    return fold(value) if isinstance(value, str) else value


def _soft(seen: Situation) -> dict[str, float]:
    gone = seen.state.dropped(seen.plan.intent)
    tools = {step.tool for step in seen.plan.steps}
    found: dict[str, float] = {}
    for entry in seen.held.preferences:
        if entry.strength != "soft" or entry.key in gone:
            continue
        if _narrows(entry, tools, seen):
            found[entry.key] = entry.weight
    for text in advised(seen):
        if f"text:{text}" not in gone and "search" in tools:
            found[f"text:{text}"] = _ADVISED
    if "similar" in tools:
        found |= {
            f"like:{mention.item}": _LIKE_WEIGHT for mention in seen.held.like if f"like:{mention.item}" not in gone
        }
    return found


def _narrows(entry: Preference, tools: set[str], seen: Situation) -> bool:
    if entry.call is not None:
        return entry.call.tool in tools
    return "search" in tools if entry.text is not None else entry.where is not None and filtered(seen, entry.where)


def _holds(value: Any, wanted: dict[str, Any]) -> bool:
    if value == wanted:
        return True
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_holds(part, wanted) for part in parts)


def _is_all_that_is_said(key: str, seen: Situation) -> bool:
    """Tell whether this wish is the only one that a message states: a list without it would be no answer."""
    intent = seen.intent
    return {entry.key for entry in intent.preferences} == {key} and not (intent.bounds or intent.order or intent.like)


def _something_else(seen: Situation, weights: dict[str, float]) -> bool:
    """Tell whether anything would still be asked for: a reply to nothing would be no answer to the message."""
    if advised(seen):
        return True  # Without what was advised the plan ran before.
    return bool(seen.held.hard) or len(weights) > 1 or bool(seen.intent.order)
