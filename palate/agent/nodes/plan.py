"""plan: have the planner turn the understanding into typed steps, and accept only what can be run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from langgraph.runtime import Runtime

from palate.agent.outcome import Outcome
from palate.agent.outside import outside
from palate.agent.reflection.finding import Finding
from palate.agent.selection.counts import counted
from palate.agent.state import AgentState
from palate.agent.workspace import Workspace
from palate.errors import PalateError, PlanError
from palate.language.understanding import Understanding
from palate.memory.request import Held
from palate.planners.plan import Plan
from palate.planners.planner import Planner, PlanningContext
from palate.planners.validation import validate


@dataclass
class _Draft:
    """Plans that can be run, and what became of those that cannot."""

    plans: tuple[Plan, ...] = ()
    findings: tuple[Finding, ...] = ()
    failed: tuple[Outcome, ...] = ()


def plan(state: AgentState, runtime: Runtime[Workspace]) -> dict[str, Any]:
    """Plan all intents, or anew the one that reflection sent back."""
    turn = runtime.context
    advice = state.verdict.advice if state.verdict is not None else None
    again = advice.intent if advice is not None else None
    tried = state.tried if again is None or state.current is None else (*state.tried, state.current)
    # Without a wish that was given up, what was sent back for it may be just right.
    refused = tried if state.verdict is not None and state.verdict.decision == "replan" else ()
    drafted = _draft(planning_context(state, turn), turn, since=again or 0, refused=refused)
    plans = tuple(_with_kept(state.plans, drafted.plans, again, reread=turn.reading is not None))
    intents = state.understanding.intents if state.understanding is not None else ()
    plans, fewer = counted(plans, intents, turn, anew={each.intent for each in drafted.plans})
    findings = (*_done_without(state, drafted), *drafted.findings, *fewer)
    done = {again, *(each.intent for each in state.outcomes)}
    failed = tuple(each for each in drafted.failed if each.intent not in done)
    first = plans[state.plan].intent if state.plan < len(plans) else None
    if first is not None:
        turn.begin(first)
    return {
        "plans": plans,
        "tried": tried,
        "standby": None,
        "step": 0,
        "findings": findings,
        "outcomes": (*state.outcomes, *failed, *_given_up(state, drafted, again)),
        "verdict": None,
    }


def _with_kept(old: Sequence[Plan], new: Sequence[Plan], again: int | None, *, reread: bool) -> Iterable[Plan]:
    """Return the new plans and the old plans that stay valid, in the order of their requests.

    Where the message was read again, only old plans of earlier requests stay valid.
    """
    planned = {again, *(each.intent for each in new)}
    kept = [each for each in old if again is not None and (each.intent < again or not reread)]
    return sorted([*new, *(each for each in kept if each.intent not in planned)], key=lambda each: each.intent)


def _given_up(state: AgentState, drafted: _Draft, again: int | None) -> tuple[Outcome, ...]:
    """End the intent that was to be planned again and was not: by the outcome that stands, or by why it had to be."""
    if again is None or state.verdict is None or again in (each.intent for each in drafted.plans):
        return ()
    return (state.standby or Outcome(intent=again, kind="abstain", why=state.verdict.why),)


def _done_without(state: AgentState, drafted: _Draft) -> Iterable[Finding]:
    """Yield the findings so far; of a tool that another plan was made for, that it can do without."""
    tools = {step.tool for plan in drafted.plans for step in plan.steps}
    for each in state.findings:
        sent_back = drafted.plans and state.verdict and each == state.verdict.finding
        needless = sent_back and "needed" in each.data and each.data["tool"] not in tools
        yield each.model_copy(update={"data": {**each.data, "needed": False}}) if needless else each


def planning_context(state: AgentState, turn: Workspace) -> PlanningContext:
    """Return what the planner may know, without what was given up by "relax"."""
    understanding = state.understanding or Understanding(message=state.message)
    gone = [state.dropped(intent) for intent in range(len(state.held))]
    return PlanningContext(
        understanding=understanding,
        session=state.session.view(),
        schema=turn.parts.catalog.schema,
        toolbox=turn.parts.toolbox,
        held=tuple(_held(each, keys) for each, keys in zip(state.held, gone, strict=True)),
        like=tuple(
            tuple(mention for mention in each.like if f"like:{mention.item}" not in keys)
            for each, keys in zip(state.held, gone, strict=True)
        ),
        advice=tuple(
            each for each in state.advice if f"text:{each.data.get('text')}" not in state.dropped(each.intent)
        ),
        k=turn.k,
        drafted=turn.reading is not None,
        deps=turn.deps,
    )


def _held(held: Held, gone: Collection[str]) -> tuple[Any, ...]:
    return tuple(entry for entry in held.preferences if entry.key not in gone)


def _draft(context: PlanningContext, turn: Workspace, *, since: int, refused: Sequence[Plan]) -> _Draft:
    """Ask the planner for the intents since one, then the fallback for what cannot run; what still cannot is ended.

    A plan that was sent back is left out: it would come to the same.
    """
    parts = turn.parts
    draft = _Draft()
    wanted, complaints = set(range(since, len(context.understanding.intents))), dict[int, str]()
    for planner in dict.fromkeys((parts.planner, parts.fallback)):
        good, complaints = _accepted(context, planner, turn, wanted)
        draft.plans += tuple(each for each in good if not _is_among(refused, each))
        draft.findings += tuple(_finding(intent, why) for intent, why in complaints.items())
        if not complaints:
            break
        wanted = set(complaints)
    draft.plans = tuple(sorted(draft.plans, key=lambda each: each.intent))
    draft.failed = tuple(Outcome(intent=intent, kind="abstain", why=why) for intent, why in complaints.items())
    return draft


def _is_among(refused: Sequence[Plan], plan: Plan) -> bool:
    return any(old.intent == plan.intent and old.steps == plan.steps for old in refused)


def _accepted(
    context: PlanningContext, planner: Planner, turn: Workspace, wanted: set[int]
) -> tuple[tuple[Plan, ...], dict[int, str]]:
    good: list[Plan] = []
    complaints: dict[int, str] = {}
    try:
        made = _made(context, planner, turn)
    except PalateError as error:
        return (), dict.fromkeys(sorted(wanted), f"`{planner.name}` gave no plan: {error}")
    for each in made:
        if each.intent not in wanted:
            continue
        try:
            checked = validate(
                each,
                context.schema,
                context.toolbox,
                intents=len(context.understanding.intents),
                most_steps=turn.parts.config.budget.steps,
            )
        except PlanError as error:
            complaints[each.intent] = str(error)
        else:
            if checked.steps:
                good.append(checked)
    return tuple(good), complaints


def _made(context: PlanningContext, planner: Planner, turn: Workspace) -> Sequence[Plan]:
    if planner is turn.parts.fallback:
        return planner.plan(context)

    def make() -> list[Plan]:
        made: Any = list(planner.plan(context))
        if strange := [each for each in made if not (isinstance(each, Plan) and each.intent in intents)]:
            raise PlanError(f"`{strange[0]!r:.60}` is no plan of one of the message's {len(intents)} intents.")
        return list[Plan](made)

    intents = range(len(context.understanding.intents))
    return outside(make, planner, turn)


def _finding(intent: int, why: str) -> Finding:
    return Finding(kind="plan", severity="warning", message=why, intent=intent)
