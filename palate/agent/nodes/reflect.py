"""reflect: look at each result, and decide what happens next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from langgraph.runtime import Runtime

from palate.agent.elicitation.reactions import reacted
from palate.agent.narration import telling
from palate.agent.outcome import Outcome
from palate.agent.outside import GRACE, PartFailed, outside
from palate.agent.reflection.barred import unconfirmed_policies
from palate.agent.reflection.conclusion import asked, conclude
from palate.agent.reflection.critic import of_no_help
from palate.agent.reflection.finding import Finding, Verdict
from palate.agent.reflection.reflector import NO_RESULT, NO_STEP, Reflector
from palate.agent.reflection.shown import all_seen, equally_good, too_few_items, violated_conditions, weakly_matched
from palate.agent.reflection.situation import Situation
from palate.agent.reflection.steps import failed_step, no_rows, none_showable, nothing_left, out_of_budget
from palate.agent.reflection.verdicts import decide
from palate.agent.reflection.words import ambiguous_words, contradictory_wishes, doubtful_words, snapped_values
from palate.agent.reflection.worth_asking import worth_asking
from palate.agent.reranking import reranked
from palate.agent.selection.selection import believed, best_so_far, fill, select
from palate.agent.state import AgentState, StepRecord
from palate.agent.workspace import Workspace
from palate.language.understanding import Understanding
from palate.llm.traced import tracing
from palate.planners.plan import Plan
from palate.tools.result import ToolResult

CHAIN: tuple[Reflector, ...] = (
    ambiguous_words,
    doubtful_words,
    snapped_values,
    out_of_budget,
    failed_step,
    contradictory_wishes,
    nothing_left,
    none_showable,
    all_seen,
    too_few_items,
    equally_good,
    violated_conditions,
    unconfirmed_policies,
    weakly_matched,
    no_rows,
    worth_asking,
)
"""What there is to see: in the message, and in a result."""

RULES: tuple[Reflector, ...] = (out_of_budget,)
"""What holds where nothing is reflected on (`AgentConfig.reflection`)."""

_SOCIAL = ("greet", "thanks", "help", "bye", "undo", "chat", "remark", "danger")


def reflect(state: AgentState, runtime: Runtime[Workspace]) -> dict[str, Any]:
    """Check the last result, decide, and where the plan has come to its end write down what became of it."""
    turn = runtime.context
    if state.current is None:
        return _without_plan(state, turn)
    plan = state.current
    step, result = state.records[-1], turn.ran[plan.intent][-1].result
    with tracing(telling("reflect", runtime)):
        seen = _situation(state, turn, plan, result)
    found = [*seen.noted, *_observed(CHAIN if turn.parts.config.reflection else RULES, step, result, seen)]
    verdict = decide(found, seen.allowance)
    critic = turn.parts.critic if turn.parts.config.reflection else None
    if critic is not None and verdict.decision == "finish" and verdict.finding is None and seen.allowance.may_replan:
        with tracing(telling("reflect", runtime)):
            verdict = _criticised(critic, step, result, seen, found)
    update: dict[str, Any] = {"findings": _added(state.findings, found), "verdict": verdict}
    if verdict.decision in ("replan", "relax"):
        return update | _sent_back(state, seen, verdict, found, result)
    if verdict.decision == "next":
        return update
    return update | _ended(state, turn, conclude(seen, verdict, result))


def _sent_back(
    state: AgentState, seen: Situation, verdict: Verdict, found: Sequence[Finding], result: ToolResult
) -> dict[str, Any]:
    """Advise the planner, and keep the outcome that stands where it has no other plan."""
    assert verdict.advice is not None  # noqa: S101 - the table gives advice with both
    again = int(verdict.decision == "replan")
    otherwise = decide(found, replace(seen.allowance, may_replan=False, may_reread=False))
    return {
        "advice": (*state.advice, verdict.advice),
        "replans": state.replans + again,
        "attempt": state.attempt + again,
        "standby": conclude(seen, otherwise, result) if again else None,
    }


def _without_plan(state: AgentState, turn: Workspace) -> dict[str, Any]:
    """Ask about words that the message leaves open, where they may be why there is nothing to run."""
    understanding, done = state.understanding, {outcome.intent for outcome in state.outcomes}
    intents = understanding.intents if understanding is not None else ()
    open_ = [number for number, each in enumerate(intents) if number not in done and each.act not in _SOCIAL]
    if understanding is None or not open_ or not turn.parts.config.reflection:
        return {"verdict": Verdict(decision="finish", why="There is nothing to run.")}
    plan = Plan(request=state.message, intent=open_[0], kind="none")
    seen = Situation(state, turn, understanding, plan, state.held[plan.intent], over=True)
    found = _observed(CHAIN, NO_STEP, NO_RESULT, seen)
    verdict = decide(found, seen.allowance)
    update = {"findings": _added(state.findings, found), "verdict": verdict}
    if verdict.decision != "ask" or verdict.finding is None:
        return update
    return update | {"outcomes": (*state.outcomes, asked(verdict.finding, plan.intent))}


def _observed(chain: Iterable[Reflector], step: StepRecord, result: ToolResult, seen: Situation) -> list[Finding]:
    about = {"intent": seen.plan.intent, "step": step.id}
    return [finding.model_copy(update=about) for look in chain for finding in look(step, result, seen)]


def _criticised(
    critic: Reflector, step: StepRecord, result: ToolResult, seen: Situation, found: list[Finding]
) -> Verdict:
    """Add what a critic finds to what was found, and decide anew."""
    turn = seen.turn

    def look() -> tuple[list[Finding], Verdict]:
        told = _observed((critic,), step, result, seen)
        return told, decide([*found, *told], seen.allowance)

    try:
        told, verdict = outside(look, critic, turn, seconds=turn.parts.config.budget.model_seconds + GRACE)
    except PartFailed as error:
        told, verdict = [of_no_help(error)], decide(found, seen.allowance)
    found += told
    return verdict


def _added(old: tuple[Finding, ...], found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Add findings that were not made before in this turn."""
    known = {(each.kind, each.message) for each in old}
    return (*old, *(new for new in found if (new.kind, new.message) not in known))


def _situation(state: AgentState, turn: Workspace, plan: Plan, result: ToolResult) -> Situation:
    understanding = state.understanding
    assert isinstance(understanding, Understanding)  # noqa: S101 - every plan is made from one
    over = state.step >= len(plan.steps)
    seen = Situation(state, turn, understanding, plan, state.held[plan.intent], over)
    short = any(True for _ in out_of_budget(state.records[-1], result, seen))
    if plan.kind != "recommend" or not (seen.over or short):
        return seen
    reflecting = turn.parts.config.reflection
    if short:
        turn.candidates = best_so_far(turn, plan.intent, seen.held)
    # What is left of a list keeps its order.
    ordered = seen.intent.order or (seen.intent.reject and seen.intent.suggested)
    if reflecting and not short and not ordered:
        turn.candidates = believed(turn, reacted(state.session, understanding), seen.held)
    if not short:
        turn.candidates, noted = reranked(seen)
        about = {"intent": plan.intent, "step": state.records[-1].id}
        seen = replace(seen, noted=tuple(each.model_copy(update=about) for each in noted))
    selection = select(turn, plan.intent, seen.held, wanted=seen.wanted, checked=reflecting)
    if reflecting and not short:
        selection = fill(turn, plan.intent, seen.intent, seen.held, selection, wanted=seen.wanted)
    return replace(seen, over=True, selection=selection)


def _ended(state: AgentState, turn: Workspace, outcome: Outcome) -> dict[str, Any]:
    """Go on to the next plan, which starts from all items."""
    following = state.plan + 1
    if following < len(state.plans):
        turn.begin(state.plans[following].intent)
    return {"outcomes": (*state.outcomes, outcome), "plan": following, "step": 0, "attempt": 1}
