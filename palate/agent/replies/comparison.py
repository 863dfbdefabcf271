"""Comparing items by a field: "is Alien older than Jaws?", "which is longer?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palate.agent.replies.wording import labelled, listed, shown_value, titled
from palate.agent.replies.words import phrases, say
from palate.catalog.item import FieldValue, Item
from palate.catalog.printable import one_line
from palate.catalog.schema import Field, Schema
from palate.catalog.tongues import tongue
from palate.language.understanding import Question


def compare(items: Sequence[Item], question: Question, schema: Schema) -> str:
    """Say which of the items has more or less of the field, with the values that show it."""
    if question.field is None or len(items) < 2:
        return say("comparison.of_what")
    field = schema.field(question.field)
    unknown = [titled(item, schema) for item in items if item.get(field.name) in (None, [])]
    if unknown:
        return say("comparison.unknown", field=labelled(field.name), titles=listed(unknown))
    values = [_comparable(item.get(field.name)) for item in items]
    facts = {item.id: shown_value(item.get(field.name), field) for item in items}
    verdict = _verdict(items, values, question, schema)
    said = list(dict.fromkeys(facts[item.id] for item in verdict.order))
    return say("comparison.told", verdict=verdict.words, values=say("comparison.against").join(said))


@dataclass(frozen=True)
class _Verdict:
    words: str
    order: Sequence[Item]
    """The items as the words name them."""


def _verdict(
    items: Sequence[Item], values: Sequence[tuple[float, str]], question: Question, schema: Schema
) -> _Verdict:
    field = schema.field(question.field or "")
    first, second = values[0], values[1]
    if first == second:
        return _Verdict(say("comparison.neither", field=labelled(field.name)), items)
    is_more = first > second
    if question.descending is None or question.choice:
        wanted_more = question.descending is not False
        one, other = (items[0], items[1]) if is_more == wanted_more else (items[1], items[0])
        word = _comparative(field, more=wanted_more)
        words = say("comparison.which", one=_named(one, schema), comparative=word, other=_named(other, schema))
        return _Verdict(words, (one, other, *items[2:]))
    word = _comparative(field, more=question.descending)
    key = "comparison.holds" if is_more == question.descending else "comparison.fails"
    words = say(key, one=_named(items[0], schema), comparative=word, other=_named(items[1], schema))
    return _Verdict(words, items)


def _comparative(field: Field, *, more: bool) -> str:
    words = phrases("more") if more else phrases("less")
    return words.get(field.role or "any", words["any"])


def _named(item: Item, schema: Schema) -> str:
    return tongue().titled(one_line(item.title), schema.noun)


def _comparable(value: FieldValue) -> tuple[float, str]:
    """Return what orders the values of a field: a number, how many there are of several, a text."""
    if isinstance(value, str):
        return 0.0, value
    return float(len(value) if isinstance(value, list) else value or 0), ""
