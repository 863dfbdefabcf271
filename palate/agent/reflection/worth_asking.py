"""Would a question pay before something is shown?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from palate.agent.elicitation.questioner import Asking, Ground, Questioner
from palate.agent.elicitation.settled import settled
from palate.agent.elicitation.value import ByValue
from palate.agent.outside import PartFailed, outside, stood_in
from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.state import StepRecord
from palate.agent.workspace import Workspace
from palate.errors import BadArgument
from palate.language.asked import PAIR
from palate.tools.candidates import within
from palate.tools.result import ToolResult

_OWN = ByValue()


def worth_asking(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where what an answer would add is worth more than showing what there is."""
    if seen.selection is None or not seen.selection.items or not seen.allowance.may_ask:
        return
    ground, turn = _ground(seen), seen.turn
    asking = None
    try:
        asking = _chosen(turn.parts.questioner, ground, turn)
    except PartFailed as error:
        yield stood_in("questioner", error)
        asking = _OWN.choose(ground)
    if asking is not None:
        yield Finding(
            kind="open",
            severity="info",
            message=f"An answer about `{asking.field}` is worth {asking.gain:.2f}, which is more than showing now is.",
            data={
                "said": "",
                "field": asking.field,
                "options": asking.options,
                "values": asking.items or asking.options,
            },
        )


def _chosen(questioner: Questioner, ground: Ground, turn: Workspace) -> Asking | None:
    def choose() -> Asking | None:
        asking: Any = questioner.choose(ground)
        if asking is not None and not isinstance(asking, Asking):
            raise BadArgument(f"It chose `{asking!r:.60}`; an `Asking` was expected, or None.")
        return asking

    return outside(choose, questioner, turn)


def _ground(seen: Situation) -> Ground:
    turn, session = seen.turn, seen.state.session
    order = turn.candidates.order
    if any(entry.text is not None for entry in seen.held.preferences):
        # Words order what there is; what lacks them is in play as well.
        wheres = [entry.where for entry in seen.held.hard if entry.where is not None]
        others = turn.parts.catalog.columns.select(wheres)
        order = np.concatenate([order, others[~within(others, np.sort(order))]])
    for barred in turn.barred[seen.plan.intent].values():
        order = order[~within(order, barred)]
    spoken = {name for entry in seen.held.preferences for name in entry.fields}
    spoken |= {PAIR} if seen.held.like else set()
    return Ground(
        turn.parts.catalog,
        order,
        shown=seen.wanted,
        settled=spoken | set(settled(session, [seen.held], insists=seen.understanding.insists)),
        final=session.elicited.takes_first or seen.understanding.final,
        tells=session.elicited.tells,
        taste=turn.tastes[seen.plan.intent],
    )
