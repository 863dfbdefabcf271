"""What a plan shows, read from the plan: the tags of demonstrations that nobody tagged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from palate.planners.models.written import WrittenPlan, WrittenStep
from palate.planners.references import is_reference

_RANGES = frozenset({"<", "<=", ">", ">=", "between"})
_NEGATIONS = frozenset({"!=", "not_in", "not_contains"})


def tags_of(plan: WrittenPlan) -> tuple[str, ...]:
    """Return what a plan shows, in the words that seeds are tagged with."""
    found = ["question"] if plan.kind == "answer" else []
    found += ["taste"] if plan.taste else []
    found += [tag for step in plan.steps for tag in _step(step)]
    return tuple(dict.fromkeys(found or ["chat" if plan.kind == "chat" else "more"]))


def _step(step: WrittenStep) -> Iterator[str]:
    args = step.args
    if step.tool in ("search", "similar", "facets"):
        yield step.tool
    for where in args.get("where") or ():
        parts = where.get("any_of", [where])
        yield from ("or",) if len(parts) > 1 else ()
        yield from (_condition(part) for part in parts)
    if args.get("order"):
        yield "superlative"
    yield from (str(each["function"]).replace("avg", "average") for each in args.get("aggregate") or ())
    if args.get("group_by"):
        yield "group"
    if step.tool == "rank" and args.get("limit"):
        yield "limit"


def _condition(part: dict[str, Any]) -> str:
    if is_reference(part.get("value")):
        return "reference"
    op = part.get("op")
    return "range" if op in _RANGES else "negation" if op in _NEGATIONS else "value"
