"""Steps that find the fact a question asks for, by its kind."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from palate.catalog.schema import Field
from palate.language.preference import Preference
from palate.language.understanding import Intent, Question, QuestionKind
from palate.planners.planner import PlanningContext
from palate.planners.steps import Steps
from palate.tools.executor import MOST_ROWS
from palate.tools.search import EVERY

_OF_ALL: tuple[QuestionKind, ...] = ("values", "superlative", "average")
"""Questions that need more of what a search found than its number and its best items."""
_GROUPS = 12
"""Ranges that a number is counted in at most, where it has more values."""
_LISTED = 5
"""How many items "do you have any …?" names."""


def question_steps(intent: Intent, held: Sequence[Preference], context: PlanningContext, steps: Steps) -> None:
    """Add the steps that answer `intent.question`."""
    question = intent.question
    if question is None:
        return
    among = called_steps(held, steps)
    wanted = [entry for entry in held if entry.polarity == "want"]
    texts = [entry.text for entry in wanted if entry.text is not None]
    where: list[Any] = [entry.where.model_dump(mode="json") for entry in wanted if entry.where is not None]
    where += [steps.look_up(bound) for bound in intent.bounds]
    if intent.more and context.session.shown_ids:
        where.append({"field": "id", "op": "not_in", "value": list(context.session.shown_ids)})
    if texts:
        # A look-up reads the whole catalogue; only a search knows which items the words are in.
        if where:
            steps.add("filter", {"where": where}, why=intent.quote)
        steps.add("search", {"query": EVERY + " ".join(texts)}, why="; ".join(texts))
        if question.by is None and question.kind not in _OF_ALL:
            return
        where, among = [], True
    first = len(steps.made)
    _KINDS[question.kind](question, where, context, steps)
    for at, step in enumerate(steps.made[first:] if among else (), first):
        if step.tool == "lookup" and "items" not in step.args:
            steps.made[at] = step.model_copy(update={"args": {**step.args, "in_play": True}})


def called_steps(held: Sequence[Preference], steps: Steps) -> bool:
    """Add the steps that keep, or take out, what tools of the app give, the firmest wishes first; tell if any did."""
    called = [entry for entry in held if entry.call is not None]
    for entry in sorted(called, key=lambda entry: entry.strength != "hard"):
        if entry.call is not None:
            steps.add(entry.call.tool, entry.call.args, why=entry.call.said, out=entry.polarity == "avoid")
    return bool(called)


def _attribute(question: Question, where: list[Any], context: PlanningContext, steps: Steps) -> None:
    names = (question.field,) if question.field is not None else context.schema.names
    select = list(dict.fromkeys(["title", *names]))
    if not question.items and where:
        steps.add("lookup", {"select": select, "where": where, "limit": _LISTED}, why="what is asked of those that fit")
        return
    steps.add("lookup", {"select": select, "items": list(question.items)}, why="what is asked of the items named")


def _check(question: Question, where: list[Any], context: PlanningContext, steps: Steps) -> None:  # noqa: ARG001
    fields = [part["field"] for each in where for part in each.get("any_of", [each])]
    select = list(dict.fromkeys(["title", *fields]))
    steps.add("lookup", {"select": select, "items": list(question.items)}, why="what is asked of the items named")


def _count(question: Question, where: list[Any], context: PlanningContext, steps: Steps) -> None:
    args: dict[str, Any] = {"where": where, "aggregate": [{"function": "count"}]}
    if question.by is not None:
        width = _width(context.schema.field(question.by))
        args |= {"group_by": question.by, "limit": MOST_ROWS, **({"width": width} if width else {})}
    steps.add("lookup", args, why="how many there are")


def _width(field: Field) -> float | None:
    """Return how wide the ranges are that a number is counted in: years in decades; None where its values are few."""
    low, high = field.minimum, field.maximum
    if field.distinct <= _GROUPS or not isinstance(low, int | float) or not isinstance(high, int | float):
        return None
    if field.role == "year":
        return 10.0
    unit = 10.0 ** math.floor(math.log10((high - low) / _GROUPS))
    return next(unit * times for times in (1, 2, 5, 10) if high - low <= unit * times * _GROUPS)


def _exists(question: Question, where: list[Any], context: PlanningContext, steps: Steps) -> None:
    if question.items:
        _attribute(question, where, context, steps)
        return
    steps.add("lookup", {"where": where, "aggregate": [{"function": "count"}]}, why="how many there are")
    year = context.schema.of_role("year")
    select = ["id", "title", *([year.name] if year is not None else [])]
    steps.add("lookup", {"select": select, "where": where, "limit": _LISTED}, why="which they are")


def _compare(question: Question, where: list[Any], context: PlanningContext, steps: Steps) -> None:  # noqa: ARG001
    steps.add("lookup", {"select": ["title", question.field], "items": list(question.items)}, why="both sides")


def _values(question: Question, where: list[Any], context: PlanningContext, steps: Steps) -> None:  # noqa: ARG001
    if where:
        steps.add("filter", {"where": where}, why="what it is asked of")
    steps.add("facets", {} if question.field is None else {"fields": [question.field]}, why="what there is")


def _superlative(question: Question, where: list[Any], context: PlanningContext, steps: Steps) -> None:  # noqa: ARG001
    descending = question.descending if question.descending is not None else True
    args: dict[str, Any] = {
        "select": ["id", "title", question.field],
        "where": [*where, {"field": question.field, "op": "exists", "value": True}],
        "order": [{"field": question.field, "descending": descending}],
        "limit": 1,
    }
    if question.items:
        args["items"] = list(question.items)
    steps.add("lookup", args, why="the first in that order")


def _average(question: Question, where: list[Any], context: PlanningContext, steps: Steps) -> None:  # noqa: ARG001
    steps.add(
        "lookup", {"where": where, "aggregate": [{"function": "avg", "field": question.field}]}, why="the average"
    )


_KINDS: Mapping[QuestionKind, Callable[[Question, list[Any], PlanningContext, Steps], None]] = {
    "attribute": _attribute,
    "check": _check,
    "count": _count,
    "exists": _exists,
    "compare": _compare,
    "values": _values,
    "superlative": _superlative,
    "average": _average,
}
