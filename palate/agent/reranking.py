"""Having a model put the best candidates in order, where code cannot tell which of them fit best.

They are those that may be shown, so no answer of a model shows what a rule or a condition keeps out. Where it fails,
the order stands, and the trace says so.
"""

from __future__ import annotations

from itertools import compress, islice, takewhile

from palate.agent.budgets import asking, is_spent
from palate.agent.outside import GRACE, PartFailed, outside
from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.selection.selection import Selection, showable
from palate.catalog.item import Item
from palate.planners.models.rerank import MOST_ROWS, Reranked, RerankRequest
from palate.tools.candidates import Candidates, within

_NAMED = 2
"""How many items a model may name for each that is shown: some may turn out to be quoted wrongly."""


def reranked(seen: Situation) -> tuple[Candidates, tuple[Finding, ...]]:
    """Return the candidates of a plan that has come to its end as a model orders them, and what is to be told of it."""
    turn = seen.turn
    reranker, candidates = turn.parts.reranker, turn.candidates
    if reranker is None or not _undecided(seen):
        return candidates, ()
    items = _best(seen)
    if len(items) <= seen.wanted or not candidates.ids:
        return candidates, ()
    if is_spent(turn):
        return candidates, (_stands("the user's budget of models for the day is spent."),)
    request = RerankRequest(
        message=seen.state.message,
        items=items,
        schema=turn.parts.catalog.schema,
        most=min(_NAMED * seen.wanted, len(items)),
        # What other sessions told is sent to a model only where the app says so.
        wishes=seen.held.preferences if turn.parts.config.share_memory else seen.held.request,
        like=turn.parts.catalog.items([each.item for each in seen.held.like]),
        seconds=turn.parts.config.budget.model_seconds,
    )
    with asking(turn):
        try:
            found = outside(lambda: reranker.rerank(request), reranker, turn, seconds=request.seconds + GRACE)
        except PartFailed as error:
            return candidates, (_stands(str(error)),)
    places = {known: place for place, known in enumerate(candidates.ids)}
    return candidates.led_by(places[item.id] for item in found.items), (_told(found),)


def _undecided(seen: Situation) -> bool:
    """Tell whether the model may re-rank: not if the user or a tool of the app has set the order."""
    planned = {step.tool: step.args for step in seen.plan.steps}
    ranking = planned.get("rank", {})
    if ranking.get("order") or ranking.get("keep_order") or ranking.get("by") == "popularity":
        return False
    if seen.turn.parts.config.rerank == "on":
        return True
    alike = "similar" in planned and not seen.intent.suggested
    return seen.turn.reading is not None and ("search" in planned or alike)


def _best(seen: Situation) -> list[Item]:
    """Return the best candidates that may be shown, up to those that are kept for want of a value, which come last."""
    turn, candidates = seen.turn, seen.turn.candidates
    unsure = set(compress(candidates.ids, within(candidates.order, candidates.unsure)))
    checked = turn.parts.config.reflection
    found = showable(turn, seen.plan.intent, seen.held, candidates, Selection(), checked=checked)
    return list(islice(takewhile(lambda item: item.id not in unsure, found), MOST_ROWS))


def _told(found: Reranked) -> Finding:
    count = len(found.quotes)
    message = f"A model placed {count} of the {len(found.items)} best candidates, by words of their rows."
    data = {"quotes": dict(found.quotes), "differences": list(found.differences)}
    return Finding(kind="reranked", severity="info", message=message, data=data)


def _stands(why: str) -> Finding:
    return Finding(kind="reranked", severity="warning", message=f"The order of the candidates stands: {why}")
