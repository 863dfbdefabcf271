"""Which question a plan's steps answer, so that its reply is worded as any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from palate.language.understanding import Order, Question
from palate.planners.plan import Step


def question_of(steps: Sequence[Step], order: Sequence[Order]) -> Question | None:
    """Return the question that the last look-up answers; None where its rows have to speak for themselves.

    Args:
        steps: The plan's.
        order: What they sort by.
    """
    last = next((step for step in reversed(steps) if step.tool in ("lookup", "facets")), None)
    if last is None:
        return None
    if last.tool == "facets":
        fields = last.args.get("fields") or []
        return Question(kind="values", field=fields[0]) if len(fields) == 1 else None
    return _looked_up(last.args, order)


def _looked_up(args: Mapping[str, Any], order: Sequence[Order]) -> Question | None:
    items, figures = tuple(args.get("items") or ()), args.get("aggregate") or []
    if args.get("group_by"):
        return None
    if figures:
        return _figure(figures)
    named = [name for name in args.get("select") or () if name not in ("id", "title")]
    if order and args.get("limit") == 1:
        return Question(kind="superlative", field=order[0].field, descending=order[0].descending, items=items)
    if items:
        return Question(kind="attribute", field=named[0] if len(named) == 1 else None, items=items)
    return None


def _figure(figures: Sequence[Mapping[str, Any]]) -> Question | None:
    first = figures[0]
    if len(figures) == 1 and first.get("function") == "count":
        return Question(kind="count")
    if len(figures) == 1 and first.get("function") == "avg" and first.get("field"):
        return Question(kind="average", field=str(first["field"]))
    return None
