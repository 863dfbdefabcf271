"""Having a planner that reads messages itself read this one; whatever goes wrong, the turn goes on without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

import numpy as np

from palate.agent.budgets import asking, is_short, is_spent
from palate.agent.gate.calls import ruled_out
from palate.agent.gate.confirmation import unasked
from palate.agent.messages import LONGEST
from palate.agent.outside import GRACE, PartFailed, outside
from palate.agent.reflection.finding import Finding
from palate.agent.state import AgentState
from palate.agent.storage.turns import Turn
from palate.agent.workspace import Workspace
from palate.catalog.printable import one_line
from palate.errors import BadArgument, OverBudget
from palate.language.understanding import Understanding
from palate.memory.expiry import is_over
from palate.memory.profile import as_preferences
from palate.planners.planner import Drafted, Reading, ReadingPlanner, Said
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions

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
    if not isinstance(planner, ReadingPlanner) or not (state.message.strip() or turn.images):
        return understood, ()
    if is_spent(turn):
        return understood, (_spent(planner.name),)
    before = turn.reading
    with asking(turn):
        try:
            if before is None:
                reading = _reading(state, turn, understood, _withheld(state, turn, understood))
            else:
                reading = replace(before, finding=finding)
            made = outside(lambda: _checked(planner.draft(reading)), planner, turn, seconds=reading.seconds + GRACE)
        except PartFailed as error:
            if isinstance(error.__cause__, OverBudget) and is_short(turn):
                return understood, (_spent(planner.name),)
            return understood, (_fallen_back(str(error), planner.name, again=before is not None),)
    if made is None:
        unseen = _fallen_back("it was not asked, and the images were not looked at.", planner.name, again=False)
        return understood, (unseen,) * bool(turn.images)
    turn.reading, turn.withheld = replace(reading, first=made), reading.withheld
    found, differences = reading.applied(made.frames)
    return found, tuple(_told(made, differences, planner.name))


def _checked(made: object) -> Drafted | None:
    if made is not None and not isinstance(made, Drafted):
        raise BadArgument(f"It drafted `{made!r:.60}`; a `Drafted` was expected, or None.")
    return made


def _told(made: Drafted, differences: Sequence[str], planner: str) -> Iterator[Finding]:
    """Note how a model read the message, and which of its entries were changed or left out."""
    if made.lesson:
        data = {"planner": planner, "demonstrations": list(made.demonstrations), **made.lesson}
        yield Finding(kind="read", severity="info", message="A model read the message beside the reader.", data=data)
    for difference in (*made.differences, *differences):
        yield Finding(kind="differs", severity="info", message=difference, data={"planner": planner})


def _reading(state: AgentState, turn: Workspace, understood: Understanding, withheld: Positions) -> Reading:
    parts, session = turn.parts, state.session
    earlier = parts.folder.log.read(turn.thread)[-_EARLIER:] if turn.kept else []
    return Reading(
        message=session.left_open.heard(state.message[:LONGEST], parts.catalog),
        session=session.view(),
        understood=understood,
        catalog=parts.catalog,
        toolbox=parts.toolbox,
        history=tuple(_said(each, share_memory=parts.config.share_memory) for each in _unbroken(earlier, turn)),
        seconds=parts.config.budget.model_seconds,
        images=turn.images,
        known=as_preferences(turn.profile) if parts.config.share_memory else (),
        withheld=withheld,
    )


def _unbroken(earlier: Sequence[Turn], turn: Workspace) -> Sequence[Turn]:
    """Return the last of some turns, from where the session was idle for too long on."""
    times = [*(each.time for each in earlier), turn.time]
    ended = [at for at, pair in enumerate(pairwise(times), 1) if is_over(*pair, turn.parts.config.idle)]
    return earlier[max(ended, default=0) :]


def _withheld(state: AgentState, turn: Workspace, understood: Understanding) -> Positions:
    """Return what policies bar whatever a person likes or has seen, but for items whose titles the message has.

    A model is trusted about meaning; that a question is about such an item takes the person's own words.
    """
    policies = [each for each in turn.parts.policies if each.name not in unasked(turn.parts.policies, state.session)]
    out = ruled_out(policies, turn.setting(understood, Taste()), lifted=state.session.elicited.confirmed)
    found = np.unique(np.concatenate([np.empty(0, np.int64), *out.positions.values()]))
    spans = turn.parts.catalog.grounder.title_spans(turn.parts.catalog.grounder.words(state.message[:LONGEST]))
    named = turn.parts.catalog.positions([match.id for span in spans for match in span.matches])
    return np.setdiff1d(found, named)


def _said(turn: Turn, *, share_memory: bool) -> Said:
    """Return an earlier turn as a model is shown it: the message, and the reply without the items that it lists.

    A reply that went by what other sessions told, or whose trace was erased, may repeat it: only its titles are shown.
    """
    if turn.reply.trace.memory.get("other_sessions", 1) and not share_memory:
        return Said(
            one_line(turn.message, _LONGEST), one_line("; ".join(each.title for each in turn.reply.items), _LONGEST)
        )
    lines = turn.reply.text.splitlines()
    before = takewhile(lambda line: not (turn.reply.items and line.startswith("1. ")), lines)
    told = dict.fromkeys([*before, *(lines[-1:] if turn.reply.question is not None else ())])
    return Said(one_line(turn.message, _LONGEST), one_line(" ".join(told), _LONGEST))


def _spent(planner: str) -> Finding:
    told = "The user's budget of models for the day is spent, so this was read without one."
    return Finding(kind="model", severity="warning", message=told, data={"planner": planner, "spent": True})


def _fallen_back(why: str, planner: str, *, again: bool) -> Finding:
    if again:
        return Finding(kind="plan", severity="info", message=f"The first reading stands: {why}")
    return Finding(
        kind="model",
        severity="warning",
        message=f"The model was of no help, so this was planned without it: {why}",
        data={"planner": planner},
    )
