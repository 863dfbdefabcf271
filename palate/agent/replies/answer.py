"""Answering questions from the rows that the plan found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from palate.agent.config import MOST_ITEMS
from palate.agent.outcome import Outcome
from palate.agent.replies.comparison import compare
from palate.agent.replies.request import in_words, wanted
from palate.agent.replies.section import Section
from palate.agent.replies.wording import clauses, labelled, listed, shown_text, shown_value, titled
from palate.agent.replies.words import say
from palate.agent.workspace import Ran, Workspace
from palate.catalog.catalog import Catalog
from palate.catalog.conditions import Condition, check, describe
from palate.catalog.item import Item
from palate.catalog.printable import one_line
from palate.catalog.schema import Field, Schema
from palate.catalog.tongues import Quantity, tongue
from palate.language.applying import SQL
from palate.language.understanding import Intent, Question, QuestionKind
from palate.memory.request import Held
from palate.tools.result import ToolResult
from palate.tools.views import view_columns

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
        ran = [each for each in self.turn.ran.get(self.number, ()) if each.result.rows][-1:]
        return told_rows(ran[0], self.schema) if ran else ()

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

    def named(self, quantity: Quantity) -> str:
        """Return so many items with the conditions of the question."""
        return wanted(self.turn, self.held.request, quantity)


def told_rows(ran: Ran, schema: Schema) -> tuple[dict[str, Any], ...]:
    """Return the rows of a step as they are told: columns that a SELECT named itself are called by their place."""
    if ran.step.tool != SQL:
        return tuple(dict(row) for row in ran.result.rows)
    known = {name for columns in view_columns(schema).values() for name in columns}
    return tuple(
        {name if name in known else f"value {at}": cell for at, (name, cell) in enumerate(row.items(), 1)}
        for row in ran.result.rows
    )


def answer(turn: Workspace, intent: Intent, held: Held, outcome: Outcome) -> Section:
    """Say the fact that was asked for, or that it is not known."""
    asked = Asked(turn, outcome.intent, intent, held)
    text = _KINDS[intent.question.kind](asked, intent.question) if intent.question is not None else _rows(asked)
    spoken_of = tuple(item.id for item in asked.items) or tuple(asked.found)
    return Section(act="answer", text=text, incomplete=outcome.incomplete, spoken_of=spoken_of)


def no_data(turn: Workspace, intent: Intent) -> Section:
    """Say that the catalogue has no field for what some words ask for, and which it has."""
    schema = turn.parts.catalog.schema
    fields = listed([labelled(field.name) for field in schema.fields if field.kind not in ("id", "title")])
    text = say("answer.no_data", noun=tongue().noun(schema.noun), fields=fields)
    return Section(
        act="answer", text=text, spoken_of=tuple(each.item for each in intent.about), accounted=intent.absent
    )


def _attribute(asked: Asked, question: Question) -> str:
    lines = [_fact(asked, item, question.field) for item in asked.items]
    return "\n".join(lines) or say("answer.which_one")


def _fact(asked: Asked, item: Item, name: str | None) -> str:
    title = titled(item, asked.schema)
    if name is None or not asked.schema.has(name):
        return say("answer.facts", title=title, facts=clauses(list(facts(item, asked.schema))).rstrip(".。"))
    field, value = asked.schema.field(name), item.get(name)
    if value in (None, []):
        return say("answer.unknown", field=labelled(name), title=title)
    if field.kind == "flag":
        return say("answer.flag", title=title, field=labelled(name), value=shown_value(value, field))
    if field.role == "year":
        return say(
            "answer.from_year",
            title=tongue().titled(one_line(item.title), asked.schema.noun),
            year=shown_value(value, field),
        )
    several = labelled(name).endswith("s") and isinstance(value, list)
    key = "answer.values" if several else "answer.value"
    return say(key, field=labelled(name), title=title, value=shown_value(value, field))


def facts(item: Item, schema: Schema) -> Iterator[str]:
    """Yield what the catalogue has of an item, field by field."""
    for field in schema.fields:
        if field.kind not in ("id", "title") and item.get(field.name) not in (None, []):
            yield say("answer.fact", field=labelled(field.name), value=shown_value(item.get(field.name), field))


def _count(asked: Asked, question: Question) -> str:
    if question.by is not None and asked.rows:
        return _rows(asked, width=asked.turn.ran[asked.number][-1].step.args.get("width"))
    return _counted(asked)


def _counted(asked: Asked) -> str:
    """Say how many items satisfy the conditions of the question."""
    count = _number(asked)
    if asked.intent.more:
        key = "answer.count_left" if count else "answer.count_none_left"
        return say(key, what=asked.named(count or "some"))
    if not count:
        return say("answer.count_none", what=asked.named("some"))
    return say("answer.count_one" if count == 1 else "answer.count", what=asked.named(count))


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
        return say("answer.exist_named", titles=listed([titled(item, asked.schema) for item in asked.items]))
    count = _number(asked)
    if not count:
        return say("answer.exist_not", what=asked.named("some"))
    titles = [titled(item, asked.schema) for item in asked.catalog.items(asked.found[:_MOST_NAMED])]
    what = asked.named(count)
    if not titles:
        return say("answer.exist", what=what)
    key = "answer.exist_these" if count <= len(titles) else "answer.exist_among_them"
    return say(key, what=what, titles=listed(titles))


def _values(asked: Asked, question: Question) -> str:
    if question.field is None or not asked.schema.has(question.field):
        fields = listed([labelled(name) for name in asked.schema.names])
        return say("answer.fields", noun=tongue().noun(asked.schema.noun), fields=fields)
    field, row = asked.schema.field(question.field), asked.rows[0] if asked.rows else {}
    among = f"{_counted(asked)} " if asked.held.request else ""
    counts = row.get("values")
    if counts == {} or row.get("min", True) is None:
        return among.rstrip() or say("answer.no_rows")
    if isinstance(counts, dict):
        return among + _vocabulary(counts, row.get("distinct", len(counts)), field)
    low, high = (shown_value(row.get(name, of), field) for name, of in (("min", field.minimum), ("max", field.maximum)))
    return among + say("answer.range", field=tongue().opened(labelled(field.name)), low=low, high=high)


def _vocabulary(counts: Mapping[str, int], count: int, field: Field) -> str:
    """Say which values there are, and how many items have each of the first."""
    name, more = labelled(field.name), count - MOST_VALUES
    fields = name if name.endswith("s") else tongue().plural(name)
    named = say("wording.comma").join(
        f"{shown_value(value == 'true' if field.kind == 'flag' else value, field)}{tongue().bracketed(f'{times:,}')}"
        for value, times in list(counts.items())[:MOST_VALUES]
    )
    if field.kind == "flag":
        return say("answer.fact", field=tongue().opened(name), value=named)
    if more > 0:
        return say("answer.vocabulary_and_more", fields=fields, count=count, values=named, more=more)
    return say("answer.vocabulary", fields=fields, count=count, values=named)


def _superlative(asked: Asked, question: Question) -> str:
    ids = [str(row["id"]) for row in asked.rows if "id" in row]
    items = asked.catalog.items(ids[:1])
    if not items:
        return say("answer.no_superlative", what=asked.named("some"))
    title = titled(items[0], asked.schema)
    if question.field is None or not asked.schema.has(question.field):
        return say("answer.the_one", what=asked.named("a"), title=title)
    field = asked.schema.field(question.field)
    value = shown_value(items[0].get(field.name), field)
    if field.role == "year":
        return say("answer.superlative_year", title=title)  # A title is shown with its year.
    if field.unit:
        return say("answer.superlative_at", title=title, value=value)
    return say("answer.superlative", title=title, field=labelled(field.name), value=value)


def _average(asked: Asked, question: Question) -> str:
    values = [value for row in asked.rows for value in row.values() if isinstance(value, int | float)]
    if not values or question.field is None:
        return say("answer.average_unknown")
    field = asked.schema.field(question.field)
    value = round(float(values[0])) if field.role in ("year", "duration") else round(float(values[0]), 2)
    what = asked.named("some")
    return say("answer.average", field=labelled(field.name), what=what, value=shown_value(value, field))


def _check(asked: Asked, question: Question) -> str:  # noqa: ARG001
    wheres = [entry.where for entry in asked.held.request if entry.where is not None]
    called = [entry for entry in asked.held.request if entry.call is not None]
    lines = []
    for item in asked.items:
        place = asked.catalog.position(item.id)
        holds = all(check(where, item, asked.schema) for where in wheres)
        for entry in called:
            verdict = "answer.called_holds" if asked.turn.mask(asked.number, entry)[place] else "answer.called_fails"
            lines.append(say(verdict, title=titled(item, asked.schema), words=in_words(entry, asked.schema)))
        if not wheres:
            continue
        names = list(dict.fromkeys(part.field for where in wheres for part in where.parts))
        title = titled(item, asked.schema)
        unknown = [name for name in names if item.get(name) in (None, [])]
        if unknown:
            lines += (say("answer.unknown", field=labelled(name), title=title) for name in unknown)
            continue
        told = clauses(
            [
                say("answer.fact", field=labelled(name), value=shown_value(item.get(name), asked.schema.field(name)))
                for name in names
            ]
        )
        key = "answer.check_holds" if holds else "answer.check_fails"
        lines.append(say(key, title=title, facts=told))
    return "\n".join(lines) or say("answer.which_one")


def _rows(asked: Asked, *, width: float | None = None) -> str:
    """Say what a tool found, a line each row; where groups have a width, each begins with its range."""
    rows, result = asked.rows, asked.results[-1] if asked.results else None
    lines = [_row(asked.schema, row, several=len(rows) > 1, width=width) for row in rows[:MOST_ITEMS]]
    if len(rows) > len(lines) and result is not None:
        lines.append(
            say("answer.more_rows", more=f"{len(rows) - len(lines):,}{'+' * bool(result.evidence.get('more'))}")
        )
    if lines or result is None or result.status == "empty":
        return "\n".join(lines) or say("answer.no_rows")
    return shown_text(result.summary)


def _row(schema: Schema, row: Mapping[str, Any], *, several: bool, width: float | None = None) -> str:
    values = [_cell(schema, str(name), value) for name, value in row.items()]
    name, low = next(iter(row.items()))
    if width is not None and isinstance(low, int | float):
        high = int(low + width - 1) if schema.field(name).integral else low + width
        values[0] = tongue().opened(describe(Condition(field=name, op="between", value=[low, high]), schema))
    if several and len(row) == 2 and isinstance([*row.values()][1], int | float):
        return ": ".join(values)  # A figure for each of several things: "Aero: 2".
    named = zip(row, values, strict=True)
    return values[0] if len(row) == 1 else "; ".join(f"{labelled(str(name))}: {value}" for name, value in named)


def _cell(schema: Schema, name: str, value: Any) -> str:
    if schema.has(name) and value is not None and schema.field(name).kind in ("number", "flag"):
        return shown_value(value, schema.field(name))
    return shown_text(f"{value:,.2f}" if isinstance(value, float) else str(value))


_KINDS: Mapping[QuestionKind, Callable[[Asked, Question], str]] = {
    "attribute": _attribute,
    "count": _count,
    "compare": lambda asked, question: compare(asked.items, question, asked.schema),
    "exists": _exists,
    "values": _values,
    "superlative": _superlative,
    "average": _average,
    "check": _check,
}
