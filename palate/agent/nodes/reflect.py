"""reflect: look at each result, and decide what happens next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langgraph.runtime import Runtime

from palate.agent.filling import fill
from palate.agent.outcome import Outcome
from palate.agent.reflection.ambiguous import ambiguous_words
from palate.agent.reflection.barred import breached_policies, seen_or_rejected
from palate.agent.reflection.budget import out_of_budget
from palate.agent.reflection.conclusion import asked, conclude
from palate.agent.reflection.doubtful import doubtful_words
from palate.agent.reflection.empty import none_showable, nothing_left
from palate.agent.reflection.failed import failed_step
from palate.agent.reflection.finding import Finding, Verdict
from palate.agent.reflection.situation import Situation
from palate.agent.reflection.too_few import too_few_items
from palate.agent.reflection.verdicts import decide
from palate.agent.reflection.violated import violated_conditions
from palate.agent.reflection.worth_asking import worth_asking
from palate.agent.selection import believed, best_so_far, select
from palate.agent.state import AgentState
from palate.agent.workspace import Workspace
from palate.catalog.catalog import Catalog
from palate.language.understanding import Understanding

MESSAGE_CHECKS: tuple[Callable[[Understanding, Catalog], Iterator[Finding]], ...] = (ambiguous_words, doubtful_words)
"""What the message itself leaves open, whatever is planned."""

CHECKS: tuple[Callable[[Situation], Iterator[Finding]], ...] = (
    out_of_budget,
    failed_step,
    nothing_left,
    none_showable,
    violated_conditions,
    seen_or_rejected,
    breached_policies,
    too_few_items,
    worth_asking,
)
"""What there is to see in a result."""

RULES = (out_of_budget,)
"""What holds where nothing is reflected on (`AgentConfig.reflection`)."""

_SOCIAL = ("greet", "thanks", "help", "bye", "undo")


def reflect(state: AgentState, runtime: Runtime[Workspace]) -> dict[str, Any]:
    """Check the last result, decide, and where the plan has come to its end write down what became of it."""
    turn = runtime.context
    if state.current is None:
        return _without_plan(state, turn)
    seen = _situation(state, turn)
    checks = CHECKS if turn.parts.config.reflection else RULES
    found = [*_of_message(state, turn), *(finding for check in checks for finding in check(seen))]
    found = [each.model_copy(update={"intent": seen.plan.intent, "step": seen.record.id}) for each in found]
    verdict = decide(seen, found)
    update: dict[str, Any] = {"findings": _added(state.findings, found), "verdict": verdict}
    if verdict.decision in ("replan", "relax"):
        assert verdict.advice is not None  # noqa: S101 - the table gives advice with both
        again = int(verdict.decision == "replan")
        return update | {
            "advice": (*state.advice, verdict.advice),
            "replans": state.replans + again,
            "attempt": state.attempt + again,
        }
    if verdict.decision == "next":
        return update
    return update | _ended(state, turn, conclude(seen, verdict))


def _without_plan(state: AgentState, turn: Workspace) -> dict[str, Any]:
    """Ask about words that the message leaves open, where they may be why there is nothing to run."""
    found, done = _of_message(state, turn), {outcome.intent for outcome in state.outcomes}
    intents = state.understanding.intents if state.understanding is not None else ()
    open_ = [number for number, each in enumerate(intents) if number not in done and each.act not in _SOCIAL]
    may_ask = state.session.questions < turn.parts.config.max_questions
    if not found or not open_ or not may_ask:
        verdict = Verdict(decision="finish", why="There is nothing to run.")
        return {"findings": _added(state.findings, found), "verdict": verdict}
    return {
        "findings": _added(state.findings, found),
        "verdict": Verdict(decision="ask", why=found[0].message, finding=found[0]),
        "outcomes": (*state.outcomes, asked(found[0], open_[0])),
    }


def _of_message(state: AgentState, turn: Workspace) -> list[Finding]:
    understanding = state.understanding
    if understanding is None or not turn.parts.config.reflection:
        return []
    return [finding for check in MESSAGE_CHECKS for finding in check(understanding, turn.parts.catalog)]


def _added(old: tuple[Finding, ...], found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Add findings that were not made before in this turn."""
    known = {(each.kind, each.message) for each in old}
    return (*old, *(new for new in found if (new.kind, new.message) not in known))


def _situation(state: AgentState, turn: Workspace) -> Situation:
    plan, understanding = state.current, state.understanding
    assert plan is not None  # noqa: S101 - `reflect` looked
    assert isinstance(understanding, Understanding)  # noqa: S101 - every plan is made from one
    ran = turn.ran[plan.intent][-1]
    seen = Situation(
        state=state,
        turn=turn,
        understanding=understanding,
        plan=plan,
        held=state.held[plan.intent],
        record=state.records[-1],
        result=ran.result,
        over=state.step >= len(plan.steps),
    )
    short = any(True for _ in out_of_budget(seen))
    if plan.kind != "recommend" or not (seen.over or short):
        return seen
    if short:
        turn.candidates = best_so_far(turn, seen.held)
    if turn.parts.config.reflection and not short and not seen.intent.order:
        turn.candidates = believed(turn, state.session)
    selection = select(turn, plan.intent, seen.held, wanted=seen.wanted, checked=turn.parts.config.reflection)
    if turn.parts.config.reflection and not short:
        selection = fill(turn, plan.intent, seen.intent, seen.held, selection, wanted=seen.wanted)
    return Situation(**{**vars(seen), "over": True, "selection": selection})


def _ended(state: AgentState, turn: Workspace, outcome: Outcome) -> dict[str, Any]:
    """Go on to the next plan, which starts from all items."""
    following = state.plan + 1
    if following < len(state.plans):
        turn.begin(state.plans[following].intent)
    return {"outcomes": (*state.outcomes, outcome), "plan": following, "step": 0, "attempt": 1}
