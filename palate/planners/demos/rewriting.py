"""From a plan that ran back to how a model should write it, so that turns can become demonstrations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from palate.catalog.catalog import Catalog
from palate.planners.models.data import data, json_data
from palate.planners.models.quotes import verbatim
from palate.planners.models.written import WrittenPlan
from palate.planners.plan import Plan, Step
from palate.planners.references import substitute


@dataclass(frozen=True)
class Rewritten:
    """A plan as a model should write it for a request, and what held before that."""

    plan: WrittenPlan
    before: str = ""


@dataclass
class _Rewriting:
    request: str
    catalog: Catalog
    before: list[str] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    """New ids of steps by their old ones."""


def rewritten(plan: Plan, request: str, catalog: Catalog) -> Rewritten | None:
    """Write a plan as a model should for the message that it served.

    Conditions that the message does not say are what held before it.

    Returns:
        None where the plan cannot be told from the message alone: an item that it does not name, a condition of which
        nobody knows which words say it, an outside tool.
    """
    made = _Rewriting(request, catalog)
    steps: list[dict[str, Any]] = []
    for step in plan.steps:
        args = _args(step, made)
        if args is None:
            return None
        if step.tool == "filter" and not args["where"]:
            continue
        made.numbers[step.id] = f"step{len(steps) + 1}"
        steps.append({"tool": step.tool, **args})
    if not steps or plan.kind == "none":
        return None
    if plan.show is not None and steps[-1]["tool"] == "rank":
        steps[-1]["limit"] = plan.show
    return Rewritten(WrittenPlan.model_validate({"kind": plan.kind, "steps": steps}), "; ".join(made.before))


def _args(step: Step, made: _Rewriting) -> dict[str, Any] | None:
    if step.tool not in ("lookup", "filter", "search", "similar", "facets", "rank"):
        return None
    args = {name: value for name, value in step.args.items() if name != "keep_order" and value != "preference"}
    args = substitute(args, lambda source: {"from": f"{made.numbers.get(source.step)}{_rest(source)}"})
    if args.get("items"):
        args["items"] = [item.title for item in made.catalog.items(args["items"])]
        if not all(verbatim(title, made.request) for title in args["items"]):
            return None
    if "where" in args:
        args["where"] = _conditions(args["where"], step.why, made)
    return None if "where" in args and args["where"] is None else args


def _rest(source: Any) -> str:
    return f".rows[{'*' if source.every else '0'}].{source.column}"


def _conditions(wheres: list[dict[str, Any]], why: str, made: _Rewriting) -> list[dict[str, Any]] | None:
    """Give each condition its quote; those that were said before are left out."""
    quotes = why.split("; ")
    if len(wheres) == 1 and len(quotes) > 1:
        quotes = [", ".join(quotes)]
    if len(quotes) != len(wheres):
        return None
    found = []
    for where, quote in zip(wheres, quotes, strict=True):
        said = verbatim(quote, made.request)
        if said is None:
            made.before.append(" or ".join(_holds(part) for part in _parts(where)))
            continue
        parts = [{"quote": said, **part} for part in _parts(where)]
        found.append({"any_of": parts} if len(parts) > 1 else parts[0])
    return found


def _parts(where: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield from where.get("any_of", [dict(where)])


def _holds(part: Mapping[str, Any]) -> str:
    return f"{data(part['field'])} {part['op']} {json_data(part['value'])}"
