"""Having a planner that reads messages itself read this one; whatever goes wrong, the turn goes on without it."""

from __future__ import annotations

import time

from palate.agent.budgets import limits_left
from palate.agent.doubt import answered
from palate.agent.messages import LONGEST
from palate.agent.provenance import stamp
from palate.agent.reflection.finding import Finding
from palate.agent.state import AgentState
from palate.agent.workspace import Workspace
from palate.language.preference import Preference
from palate.language.understanding import Understanding
from palate.llm.budget import spending
from palate.llm.traced import tracing
from palate.memory.request import Held, hold
from palate.planners.planner import Reading, ReadingPlanner
from palate.tools.failures import full_text, reason


def drafted(state: AgentState, turn: Workspace, understood: Understanding) -> tuple[Understanding, tuple[Finding, ...]]:
    """Return what the message means, by the planner where it reads messages, and what went wrong with that."""
    planner = turn.parts.planner
    if not isinstance(planner, ReadingPlanner) or not state.message.strip():
        return understood, ()
    started = time.monotonic()
    with tracing() as calls, spending(limits_left(turn)):
        try:
            made = planner.draft(_reading(state, turn, understood))
        except Exception as error:  # Somebody else's planner must not take a turn down.
            turn.failed(full_text(error, planner.name))
            return understood, (_fallen_back(reason(error, planner.name), planner.name),)
        finally:
            turn.calls = tuple(calls)
            turn.deadline += time.monotonic() - started
    if made is None:
        return understood, ()
    if understood.is_whole and _left(understood, state, turn) and not _left(made.understanding, state, turn):
        why = "what it read leaves nothing, and the words, each of which has its place, leave something."
        return understood, (_fallen_back(why, planner.name),)
    turn.drafted = made.plans
    return made.understanding, ()


def _left(understanding: Understanding, state: AgentState, turn: Workspace) -> bool:
    """Tell whether there are items for every request, by what holds for it and by each condition as it is said."""
    catalog = turn.parts.catalog
    held = hold(understanding, state.session, turn.profile.preferences, catalog=catalog, stamp=stamp(state, turn))
    said = [
        one.model_copy(update={"request": intent.preferences})
        for intent, one in zip(understanding.intents, held, strict=True)
    ]
    asked = [[entry.where for entry in (*one.hard, *_soft(one)) if entry.where is not None] for one in (*held, *said)]
    return all(len(catalog.columns.select(wheres)) for wheres in asked)


def _soft(held: Held) -> list[Preference]:
    """Return what is wanted in this session and could be let go."""
    return [entry for entry in held.preferences if entry.strength == "soft" and entry.horizon == "session"]


def _reading(state: AgentState, turn: Workspace, understood: Understanding) -> Reading:
    parts, session = turn.parts, state.session
    return Reading(
        message=answered(state.message[:LONGEST], session, parts.catalog),
        session=session.view(),
        understood=understood,
        catalog=parts.catalog,
        toolbox=parts.toolbox,
        k=turn.k,
        most_steps=parts.config.budget.steps,
        seconds=parts.config.budget.model_seconds,
    )


def _fallen_back(why: str, planner: str) -> Finding:
    return Finding(
        kind="model",
        severity="warning",
        message=f"The model was of no help, so this was planned without it: {why}",
        data={"planner": planner},
    )
