"""Having a planner that reads messages itself read this one; whatever goes wrong, the turn goes on without it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from palate.agent.budgets import limits_left
from palate.agent.doubt import answered
from palate.agent.messages import LONGEST
from palate.agent.outside import GRACE, PartFailed, outside
from palate.agent.reflection.finding import Finding
from palate.agent.state import AgentState
from palate.agent.storage.turns import Turn
from palate.agent.workspace import Workspace
from palate.catalog.printable import one_line
from palate.errors import BadArgument
from palate.language.understanding import Understanding
from palate.llm.budget import spending
from palate.llm.traced import tracing
from palate.planners.planner import Drafted, Reading, ReadingPlanner, Said

_EARLIER = 3
"""Turns of the conversation that a model is shown."""
_LONGEST = 240


def drafted(
    state: AgentState, turn: Workspace, understood: Understanding, *, finding: str = ""
) -> tuple[Understanding, tuple[Finding, ...]]:
    """Return what the message means, by the planner where it reads messages, and what went wrong with that.

    A message that it read before is read again, with the finding that came of that.
    """
    planner = turn.parts.planner
    if not isinstance(planner, ReadingPlanner) or not state.message.strip():
        return understood, ()
    started, before = time.monotonic(), turn.reading
    with tracing() as calls, spending(limits_left(turn)):
        try:
            reading = replace(before, finding=finding) if before else _reading(state, turn, understood)
            made = outside(lambda: _checked(planner.draft(reading)), planner, turn, seconds=reading.seconds + GRACE)
        except PartFailed as error:
            return understood, (_fallen_back(str(error), planner.name, again=before is not None),)
        finally:
            turn.calls = (*turn.calls, *calls)
            turn.deadline += time.monotonic() - started
    if made is None:
        return understood, ()
    turn.reading = replace(reading, first=made)
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
    return Reading(
        message=answered(state.message[:LONGEST], session, parts.catalog),
        session=session.view(),
        understood=understood,
        catalog=parts.catalog,
        toolbox=parts.toolbox,
        history=tuple(_said(each) for each in parts.folder.log.read(turn.thread)[-_EARLIER:]) if turn.kept else (),
        seconds=parts.config.budget.model_seconds,
    )


def _said(turn: Turn) -> Said:
    """Return an earlier turn as a model is shown it: the message, and how the reply begins and ends."""
    lines = turn.reply.text.splitlines()
    told = dict.fromkeys([*lines[:1], *(lines[-1:] if turn.reply.question is not None else ())])
    return Said(one_line(turn.message, _LONGEST), one_line(" ".join(told), _LONGEST))


def _fallen_back(why: str, planner: str, *, again: bool) -> Finding:
    if again:
        return Finding(kind="plan", severity="info", message=f"The first reading stands: {why}")
    return Finding(
        kind="model",
        severity="warning",
        message=f"The model was of no help, so this was planned without it: {why}",
        data={"planner": planner},
    )
