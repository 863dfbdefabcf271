"""Answering questions from the rows that the plan found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from palate.agent.outcome import Outcome
from palate.agent.replies.comparison import compare
from palate.agent.replies.request import conditions_in_words, qualified
from palate.agent.replies.section import Section
from palate.agent.replies.wording import article, capital, counted, labelled, listed, plural, shown_value, titled
from palate.agent.workspace import Workspace
from palate.catalog.catalog import Catalog
from palate.catalog.conditions import check
from palate.catalog.item import FieldValue, Item
from palate.catalog.schema import Schema
from palate.language.understanding import Intent, Question, QuestionKind
from palate.memory.request import Held
from palate.tools.result import ToolResult

MOST_VALUES = 12
"""Of a vocabulary, so many values are named; how many others there are is told."""
_MOST_NAMED = 5


@dataclass(frozen=True)
class Asked:
    """A question with all that may answer it."""

    turn: Workspace
    number: int
    """Which intent of the message it is."""
    intent: Intent
    held: Held

    @property
    def catalog(self) -> Catalog:
        """What is asked about."""
        return self.turn.parts.catalog

    @property
    def schema(self) -> Schema:
        """Its schema card."""
        return self.catalog.schema

    @property
    def results(self) -> list[ToolResult]:
        """The results of the plan's steps, in order."""
        return [ran.result for ran in self.turn.ran.get(self.number, ())]

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        """The rows of the last step that gave some."""
        return next((result.rows for result in reversed(self.results) if result.rows), ())

    @property
    def items(self) -> list[Item]:
        """The items that the question names."""
        named = self.intent.question.items if self.intent.question is not None else ()
        return self.catalog.items([item for item in named if self.catalog.has(item)])

    @property
    def found(self) -> list[str]:
        """The ids of the items that a look-up found; where it is asked if there are any, of what a search did."""
        rows = [str(row["id"]) for row in self.rows if "id" in row]
        if rows or self.intent.question is None or self.intent.question.kind != "exists":
            return rows
        searched = [result.candidates.ids for result in self.results if result.candidates is not None]
        return [known for ids in searched for known in ids[:_MOST_NAMED]]

    def named(self, what: str) -> str:
        """Return `what` with the conditions of the question behind it."""
        return qualified(what, conditions_in_words(self.turn, self.held.request))


def answer(turn: Workspace, intent: Intent, held: Held, outcome: Outcome) -> Section:
    """Say the fact that was asked for, or that it is not known."""
    asked = Asked(turn, outcome.intent, intent, held)
    if outcome.unfounded:
        return Section(act="answer", text=_untold(asked), spoken_of=tuple(item.id for item in asked.items))
    text = _KINDS[intent.question.kind](asked, intent.question) if intent.question is not None else _rows(asked)
    spoken_of = tuple(item.id for item in asked.items) or tuple(asked.found)
    return Section(act="answer", text=text, incomplete=outcome.incomplete, spoken_of=spoken_of)


def _untold(asked: Asked) -> str:
    """Say that the catalogue does not hold what was asked for, and what it holds instead."""
    of = listed([titled(item, asked.schema) for item in asked.items]) or f"any {asked.schema.noun}"
    fields = [labelled(field.name) for field in asked.schema.fields if field.kind not in ("id", "title")]
    return f"I do not know that of {of}; what I know of every {asked.schema.noun} is {listed(fields)}."


def _attribute(asked: Asked, question: Question) -> str:
    lines = [_fact(asked, item, question.field) for item in asked.items]
    return "\n".join(lines) or "I do not know which one you mean."


def _fact(asked: Asked, item: Item, name: str | None) -> str:
    title = titled(item, asked.schema)
    if name is None or not asked.schema.has(name):
        facts = [
            f"{labelled(field.name)}: {shown_value(item.get(field.name), field)}"
            for field in asked.schema.fields
            if field.kind not in ("id", "title") and item.get(field.name) not in (None, [])
        ]
        return f"{title}: {'; '.join(facts)}."
    field, value = asked.schema.field(name), item.get(name)
    if value in (None, []):
        return f"I do not know the {labelled(name)} of {title}."
    if field.kind == "flag":
        return f"{title}: {labelled(name)}, {shown_value(value, field)}."
    if field.role == "year":
        return f"{item.title} is from {shown_value(value, field)}."
    verb = "are" if labelled(name).endswith("s") and isinstance(value, list) else "is"
    return f"The {labelled(name)} of {title} {verb} {shown_value(value, field)}."


def _count(asked: Asked, question: Question) -> str:  # noqa: ARG001
    count = _number(asked)
    are = "is" if count == 1 else "are"
    return f"There {are} {asked.named(counted(count, asked.schema.noun))}."


def _number(asked: Asked) -> int:
    """Return the counted number: a look-up's aggregate, or how many candidates a search left."""
    for result in asked.results:
        for row in result.rows:
            values = [value for name, value in row.items() if "count" in name and isinstance(value, int)]
            if values:
                return values[0]
    narrowed = [result.candidates.total for result in asked.results if result.candidates is not None]
    return narrowed[-1] if narrowed else 0


def _exists(asked: Asked, question: Question) -> str:
    if question.items:
        return f"Yes, I have {listed([titled(item, asked.schema) for item in asked.items])}."
    count = _number(asked)
    if not count:
        return f"No, there are no {asked.named(plural(asked.schema.noun))} here."
    titles = [titled(item, asked.schema) for item in asked.catalog.items(asked.found[:_MOST_NAMED])]
    among = "" if not titles else f": {listed(titles)}" if count <= len(titles) else f", among them {listed(titles)}"
    return f"Yes, {asked.named(counted(count, asked.schema.noun))}{among}."


def _values(asked: Asked, question: Question) -> str:
    if question.field is None or not asked.schema.has(question.field):
        return f"Every {asked.schema.noun} has: {listed([labelled(name) for name in asked.schema.names])}."
    field = asked.schema.field(question.field)
    if field.kind in ("category", "tags"):
        counts = list(asked.catalog.vocabulary(field.name).items())
        named = ", ".join(f"{value} ({count})" for value, count in counts[:MOST_VALUES])
        more = f", and {len(counts) - MOST_VALUES} more" if len(counts) > MOST_VALUES else ""
        return f"{capital(labelled(field.name))}, {len(counts)} in all: {named}{more}."
    low, high = (_bound(value) for value in (field.minimum, field.maximum))
    return f"{capital(labelled(field.name))}: from {shown_value(low, field)} to {shown_value(high, field)}."


def _bound(value: float | str | None) -> FieldValue:
    return value


def _superlative(asked: Asked, question: Question) -> str:
    ids = [str(row["id"]) for row in asked.rows if "id" in row]
    items = asked.catalog.items(ids[:1])
    if not items:
        return f"There is no {asked.named(asked.schema.noun)} of which I know that."
    title = titled(items[0], asked.schema)
    if question.field is None or not asked.schema.has(question.field):
        return f"{asked.named(f'The {asked.schema.noun}')}: {title}."
    field = asked.schema.field(question.field)
    value = shown_value(items[0].get(field.name), field)
    return f"That is {title}, with {article(labelled(field.name))} of {value}."


def _average(asked: Asked, question: Question) -> str:
    values = [value for row in asked.rows for value in row.values() if isinstance(value, int | float)]
    if not values or question.field is None:
        return "I do not know that."
    field = asked.schema.field(question.field)
    value = round(float(values[0])) if field.role in ("year", "duration") else round(float(values[0]), 2)
    of = asked.named(plural(asked.schema.noun))
    return f"The average {labelled(field.name)} of {of} is {shown_value(value, field)}."


def _check(asked: Asked, question: Question) -> str:  # noqa: ARG001
    wheres = [entry.where for entry in asked.held.request if entry.where is not None]
    lines = []
    for item in asked.items:
        holds = all(check(where, item, asked.schema) for where in wheres)
        names = list(dict.fromkeys(part.field for where in wheres for part in where.parts))
        facts = "; ".join(
            f"{labelled(name)}: {shown_value(item.get(name), asked.schema.field(name))}" for name in names
        )
        lines.append(f"{'Yes' if holds else 'No'}. {titled(item, asked.schema)} has {facts}.")
    return "\n".join(lines) or "I do not know which one you mean."


def _compare(asked: Asked, question: Question) -> str:
    return compare(asked.items, question, asked.schema)


def _rows(asked: Asked) -> str:
    """Say what an outside tool found, as it came."""
    lines = ["; ".join(f"{labelled(str(name))}: {value}" for name, value in row.items()) for row in asked.rows]
    texts = [
        str(next(iter(row.values()))) if len(row) == 1 else line for row, line in zip(asked.rows, lines, strict=True)
    ]
    return "\n".join(texts) or next((result.summary for result in reversed(asked.results)), "I found nothing.")


_KINDS: Mapping[QuestionKind, Callable[[Asked, Question], str]] = {
    "attribute": _attribute,
    "count": _count,
    "compare": _compare,
    "exists": _exists,
    "values": _values,
    "superlative": _superlative,
    "average": _average,
    "check": _check,
}
