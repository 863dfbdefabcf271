"""Comparing items by a field: "is Alien older than Jaws?", "which is longer?"."""

from __future__ import annotations

from collections.abc import Sequence

from palate.agent.replies.wording import labelled, listed, shown_value, titled
from palate.catalog.item import FieldValue, Item
from palate.catalog.schema import Field, Role, Schema
from palate.language.understanding import Question

_MORE_LESS: dict[Role, tuple[str, str]] = {
    "year": ("newer", "older"),
    "duration": ("longer", "shorter"),
    "price": ("more expensive", "cheaper"),
    "score": ("rated higher", "rated lower"),
    "weight": ("heavier", "lighter"),
    "size": ("bigger", "smaller"),
}


def compare(items: Sequence[Item], question: Question, schema: Schema) -> str:
    """Say which of the items has more or less of the field, with the values that show it."""
    if question.field is None or len(items) < 2:
        return "I do not know what to compare."
    field = schema.field(question.field)
    unknown = [titled(item, schema) for item in items if item.get(field.name) in (None, [])]
    if unknown:
        return f"I do not know the {labelled(field.name)} of {listed(unknown)}."
    values = [_comparable(item.get(field.name)) for item in items]
    facts = [f"{_named(item, field, schema)}: {shown_value(item.get(field.name), field)}" for item in items]
    return f"{_verdict(items, values, question, field)} ({'; '.join(facts)})."


def _verdict(items: Sequence[Item], values: Sequence[float | str], question: Question, field: Field) -> str:
    first, second = values[0], values[1]
    more, less = _MORE_LESS.get(field.role, ("higher", "lower")) if field.role is not None else ("higher", "lower")
    if first == second:
        return f"Neither: both have the same {labelled(field.name)}"
    is_more = _greater(first, second)
    if question.descending is None or question.choice:
        wanted_more = question.descending is not False
        one, other = (items[0], items[1]) if is_more == wanted_more else (items[1], items[0])
        return f"{one.title} is {more if wanted_more else less} than {other.title}"
    word = more if question.descending else less
    holds = is_more == question.descending
    return f"{'Yes' if holds else 'No'}, {items[0].title} is {'' if holds else 'not '}{word} than {items[1].title}"


def _named(item: Item, field: Field, schema: Schema) -> str:
    return item.title if field.role == "year" else titled(item, schema)


def _greater(first: float | str, second: float | str) -> bool:
    if isinstance(first, str) or isinstance(second, str):
        return str(first) > str(second)
    return first > second


def _comparable(value: FieldValue) -> float | str:
    if isinstance(value, list):
        return float(len(value))
    return value if isinstance(value, str) else float(value or 0)
