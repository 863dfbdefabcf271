"""Having a planner that reads messages itself read this one; whatever goes wrong, the turn goes on without it."""

from __future__ import annotations

import time
from collections.abc import Iterator

from palate.agent.budgets import is_short, is_spent, limits_left
from palate.agent.doubt import answered
from palate.agent.messages import LONGEST
from palate.agent.outside import GRACE, PartFailed, outside
from palate.agent.reflection.finding import Finding
from palate.agent.state import AgentState
from palate.agent.storage.turns import Turn
from palate.agent.workspace import Workspace
from palate.catalog.printable import one_line
from palate.errors import BadArgument, OverBudget
from palate.language.understanding import Understanding
from palate.llm.budget import spending
from palate.llm.traced import tracing
from palate.memory.profile import as_preferences
from palate.planners.planner import Drafted, Reading, ReadingPlanner, Said

_EARLIER = 3
"""Turns of the conversation that a model is shown."""
_LONGEST = 240


def drafted(state: AgentState, turn: Workspace, understood: Understanding) -> tuple[Understanding, tuple[Finding, ...]]:
    """Return what the message means, by the planner where it reads messages, and what went wrong with that."""
    planner = turn.parts.planner
    if not isinstance(planner, ReadingPlanner) or not (state.message.strip() or turn.images):
        return understood, ()
    if is_spent(turn):
        return understood, (_spent(planner.name),)
    started = time.monotonic()
    with tracing() as calls, spending(limits_left(turn)):
        try:
            reading = _reading(state, turn, understood)
            made = outside(lambda: _checked(planner.draft(reading)), planner, turn, seconds=reading.seconds + GRACE)
        except PartFailed as error:
            spent = isinstance(error.__cause__, OverBudget) and is_short(turn)
            return understood, (_spent(planner.name) if spent else _fallen_back(str(error), planner.name),)
        finally:
            turn.calls = tuple(calls)
            turn.deadline += time.monotonic() - started
    if made is None:
        unseen = _fallen_back("it was not asked, and the images were not looked at.", planner.name)
        return understood, (unseen,) * bool(turn.images)
    turn.drafted = True
    return made.understanding, tuple(_told(made, planner.name))


def _checked(made: object) -> Drafted | None:
    if made is not None and not isinstance(made, Drafted):
        raise BadArgument(f"It drafted `{made!r:.60}`; a `Drafted` was expected, or None.")
    return made


def _told(made: Drafted, planner: str) -> Iterator[Finding]:
    """Note how a model read the message, and of what it said the opposite of the reader."""
    if made.lesson:
        data = {"planner": planner, "demonstrations": list(made.demonstrations), **made.lesson}
        yield Finding(kind="read", severity="info", message="A model read the message beside the reader.", data=data)
    for difference in made.differences:
        yield Finding(kind="differs", severity="info", message=difference, data={"planner": planner})


def _reading(state: AgentState, turn: Workspace, understood: Understanding) -> Reading:
    parts, session = turn.parts, state.session
    earlier = parts.folder.log.read(turn.thread)[-_EARLIER:] if turn.kept else []
    return Reading(
        message=answered(state.message[:LONGEST], session, parts.catalog),
        session=session.view(),
        understood=understood,
        catalog=parts.catalog,
        toolbox=parts.toolbox,
        history=tuple(_said(each, share_memory=parts.config.share_memory) for each in earlier),
        seconds=parts.config.budget.model_seconds,
        images=turn.images,
        known=as_preferences(turn.profile) if parts.config.share_memory else (),
    )


def _said(turn: Turn, *, share_memory: bool) -> Said:
    """Return an earlier turn as a model is shown it: the message, and how the reply begins and ends.

    A reply that went by what other sessions told, or whose trace was erased, may repeat it: only its titles are shown.
    """
    if turn.reply.trace.memory.get("other_sessions", 1) and not share_memory:
        return Said(
            one_line(turn.message, _LONGEST), one_line("; ".join(each.title for each in turn.reply.items), _LONGEST)
        )
    lines = turn.reply.text.splitlines()
    told = dict.fromkeys([*lines[:1], *(lines[-1:] if turn.reply.question is not None else ())])
    return Said(one_line(turn.message, _LONGEST), one_line(" ".join(told), _LONGEST))


def _spent(planner: str) -> Finding:
    told = "The user's budget of models for the day is spent, so this was read without one."
    return Finding(kind="model", severity="warning", message=told, data={"planner": planner, "spent": True})


def _fallen_back(why: str, planner: str) -> Finding:
    return Finding(
        kind="model",
        severity="warning",
        message=f"The model was of no help, so this was planned without it: {why}",
        data={"planner": planner},
    )
