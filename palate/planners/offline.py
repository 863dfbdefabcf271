"""The planner without a model: from the understanding to steps, by a table of acts. Deterministic, in milliseconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from palate.catalog.conditions import Where
from palate.language.preference import Preference
from palate.language.understanding import Intent, MessageAct, Order
from palate.planners.plan import Plan, PlanKind
from palate.planners.planner import PlanningContext
from palate.planners.questions import called_steps, question_steps
from palate.planners.steps import Steps

_BY_TASTE: Mapping[str, Any] = {"by": "preference"}


@dataclass(frozen=True)
class OfflinePlanner:
    """Plans from the understanding alone."""

    name: str = "offline"
    """Of who read the message, where that is somebody else."""

    def plan(self, context: PlanningContext) -> Sequence[Plan]:
        """Return one plan for each intent that needs tools, in the order of the intents."""
        return [
            _planned(index, intent, context, self.name) for index, intent in enumerate(context.understanding.intents)
        ]


def _planned(index: int, intent: Intent, context: PlanningContext, planner: str) -> Plan:
    steps = Steps()
    kind = _ACTS[intent.act](index, intent, context, steps)
    return Plan(
        request=intent.quote or context.understanding.message,
        steps=tuple(steps.made),
        intent=index,
        kind=kind if steps.made else "none",
        show=intent.limit,
        planner=planner,
    )


def _recommend(index: int, intent: Intent, context: PlanningContext, steps: Steps) -> PlanKind:
    """Filter by what is hard, then by what is soft, search, compare, rank."""
    failed = {each.data["tool"] for each in context.advice if each.kind == "replace" and each.intent == index}
    # Without a tool that failed a plan is made where it served only a wish.
    left = [
        entry
        for entry in context.held_by(index)
        if not (entry.call and entry.strength == "soft" and entry.call.tool in failed)
    ]
    called_steps(left, steps)
    held = [entry for entry in left if entry.polarity == "want"]
    _filters(intent, held, steps)
    texts = _texts(held, context, index)
    if texts and "search" not in failed:
        steps.add("search", {"query": " ".join(texts)}, why="; ".join(texts))
    like = context.like_by(index)
    if like and "similar" not in failed:
        items = list(dict.fromkeys(mention.item for mention in like))
        steps.add("similar", {"items": items}, why=", ".join(dict.fromkeys(mention.quote for mention in like)))
    # What is asked now leads; a likeness asked for in an earlier turn only adds to the person's taste.
    ranking = _ranking(intent.order, bool(intent.like and like and not intent.suggested))
    if ranking == _BY_TASTE and not texts and not like and any(entry.call for entry in held):
        ranking |= {"keep_order": True}  # That of the tool, where it gives one.
    steps.add("rank", ranking, why=", ".join(order.quote for order in intent.order))
    return "recommend"


def _filters(intent: Intent, held: Sequence[Preference], steps: Steps) -> None:
    for bound in intent.bounds:
        steps.add("filter", {"where": [steps.look_up(bound)]}, why=bound.quote)
    hard = [entry for entry in held if entry.where is not None and entry.strength == "hard"]
    soft = [
        entry
        for entry in held
        if entry.where is not None and entry.strength == "soft" and entry.horizon == "session" and not entry.ranks
    ]
    if intent.among:
        steps.add("filter", {"where": [{"field": "id", "op": "in", "value": list(intent.among)}]}, why=intent.quote)
    for entries in (hard, soft):
        if entries:
            steps.add("filter", {"where": _wheres(entries)}, why="; ".join(entry.provenance.quote for entry in entries))


def _wheres(entries: Sequence[Preference]) -> list[dict[str, Any]]:
    return [_dump(entry.where) for entry in entries if entry.where is not None]


def _dump(where: Where) -> dict[str, Any]:
    return where.model_dump(mode="json")


def _texts(held: Sequence[Preference], context: PlanningContext, index: int) -> list[str]:
    asked = [entry.text for entry in held if entry.text is not None and entry.horizon == "session"]
    advised = [str(each.data["text"]) for each in context.advice if each.kind == "search" and each.intent == index]
    return list(dict.fromkeys([*asked, *advised]))


def _ranking(orders: Sequence[Order], like: bool) -> dict[str, Any]:
    if orders:
        order = [{"field": each.field, "descending": each.descending} for each in orders]
        return {"by": "preference", "order": order}
    return {"by": "similarity"} if like else dict(_BY_TASTE)


def _state(index: int, intent: Intent, context: PlanningContext, steps: Steps) -> PlanKind:
    """Taste that is told while a request is open is answered with fitting items."""
    is_open = context.session.shown or context.session.preferences or context.session.pending is not None
    return _recommend(index, intent, context, steps) if intent.preferences and is_open else "none"


def _undo(index: int, intent: Intent, context: PlanningContext, steps: Steps) -> PlanKind:
    """What is left of the request is asked again; after "start over" there is nothing to ask."""
    if context.held_by(index) or context.like_by(index):
        return _recommend(index, intent, context, steps)
    return "none"


def _question(index: int, intent: Intent, context: PlanningContext, steps: Steps) -> PlanKind:
    for call in intent.calls:
        if not call.lacking:
            steps.add(call.tool, call.args, why=call.said)
    question_steps(intent, context.held_by(index), context, steps)
    return "answer"


def _unclear(index: int, intent: Intent, context: PlanningContext, steps: Steps) -> PlanKind:
    """Who was asked and does not answer is shown what there is, rather than asked the same again."""
    return _recommend(index, intent, context, steps) if context.session.left_open.about is not None else "none"


def _nothing(index: int, intent: Intent, context: PlanningContext, steps: Steps) -> PlanKind:  # noqa: ARG001
    return "none"


_ACTS: Mapping[MessageAct, Callable[[int, Intent, PlanningContext, Steps], PlanKind]] = {
    "recommend": _recommend,
    "critique": _recommend,
    "question": _question,
    "state": _state,
    "undo": _undo,
    "why": _nothing,
    "commit": _nothing,
    "greet": _nothing,
    "thanks": _nothing,
    "help": _nothing,
    "bye": _nothing,
    "remark": _nothing,
    "chat": _nothing,
    "danger": _nothing,
    "unclear": _unclear,
}
