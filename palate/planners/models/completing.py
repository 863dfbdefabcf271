"""Adding to a model's plan what it need not say: what holds from earlier turns and from memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from palate.catalog.conditions import Condition, Where
from palate.language.preference import Preference
from palate.planners.offline import OfflinePlanner
from palate.planners.plan import Plan, Step
from palate.planners.planner import PlanningContext


def of_draft(context: PlanningContext) -> Sequence[Plan]:
    """Return the plans that a planner drafted, completed; without a draft, and planning anew, those without a model."""
    if context.advice or not context.drafted:
        return OfflinePlanner().plan(context)
    return [completed(each, context) for each in context.drafted]


def completed(plan: Plan, context: PlanningContext) -> Plan:
    """Return a plan with the held conditions, words and likenesses that its own steps lack.

    What holds is filtered first, so that nothing that the model does afterwards can be wider than what was asked for.
    """
    if plan.kind != "recommend":
        return plan
    held = [entry for entry in context.held_by(plan.intent) if entry.polarity == "want"]
    first = list(_filters(plan, held))
    before_last = [*_searches(plan, held), *_likenesses(plan, context)]
    added = (*first, *before_last)
    if not added:
        return plan
    head, last = (plan.steps[:-1], plan.steps[-1:]) if plan.steps[-1].tool == "rank" else (plan.steps, ())
    steps = (*first, *head, *before_last, *last)
    told = tuple(f"`{step.id}` was added: {step.why} holds from before." for step in added)
    return plan.model_copy(update={"steps": steps, "repaired": (*plan.repaired, *told)})


def _filters(plan: Plan, held: list[Preference]) -> Iterator[Step]:
    said = [where for step in plan.steps if step.tool == "filter" for where in step.args.get("where", ())]
    missing = [
        entry
        for entry in held
        if entry.where is not None and _is_filtered(entry) and entry.where.model_dump(mode="json") not in said
    ]
    if missing:
        wheres = [_dumped(entry.where) for entry in missing if entry.where is not None]
        why = "; ".join(dict.fromkeys(f"“{entry.provenance.quote}”" for entry in missing))
        yield Step(id="held1", tool="filter", args={"where": wheres}, why=why)


def _is_filtered(entry: Preference) -> bool:
    return entry.strength == "hard" or entry.horizon == "session"


def _dumped(where: Where | Condition) -> dict[str, Any]:
    return where.model_dump(mode="json")


def _searches(plan: Plan, held: list[Preference]) -> Iterator[Step]:
    texts = [entry.text for entry in held if entry.text is not None and entry.horizon == "session"]
    if texts and not any(step.tool == "search" for step in plan.steps):
        words = " ".join(dict.fromkeys(texts))
        yield Step(id="held2", tool="search", args={"query": words}, why=f"“{words}”")


def _likenesses(plan: Plan, context: PlanningContext) -> Iterator[Step]:
    like = context.like_by(plan.intent)
    if like and not any(step.tool == "similar" for step in plan.steps):
        items = list(dict.fromkeys(mention.item for mention in like))
        why = ", ".join(dict.fromkeys(f"“{mention.quote}”" for mention in like))
        yield Step(id="held3", tool="similar", args={"items": items}, why=why)
