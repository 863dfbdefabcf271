"""Is a candidate near the top one that may not be shown?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from palate.agent.gate.confirmation import OPTIONS
from palate.agent.policies.policy import Confirming
from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.state import StepRecord
from palate.tools.result import ToolResult


def unconfirmed_policies(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where an item policy keeps out what the person is to be asked about."""
    asking = _asking(seen)
    if asking is not None:
        message = f"What would come first is kept out by the policy `{asking.name}` until the person confirms it."
        question = {"said": "", "field": asking.field, "options": OPTIONS, "values": OPTIONS, "policy": asking.name}
        data = {"rule": asking.name, "decision": "ask", **question}
        yield Finding(kind="policy", severity="info", message=message, data=data)


def _asking(seen: Situation) -> Confirming | None:
    """Return the policy to ask for: nothing but what may be asked keeps out an item before the first that can be shown.

    Where nothing put the candidates in order, none comes before another.
    """
    chosen, turn = seen.selection, seen.turn
    if chosen is None or not turn.unasked & chosen.barred.keys():
        return None
    first = chosen.ids[0] if chosen.ids else None
    if not turn.candidates.ids and first is not None:
        return None
    kept_out = {rule: set(ids) for rule, ids in chosen.barred.items()}
    for item in turn.candidates.ids or kept_out[min(turn.unasked & kept_out.keys())]:
        if item == first:
            return None
        rules = {rule for rule, ids in kept_out.items() if item in ids}
        if rules and rules <= turn.unasked and _fits(item, seen):
            return next(
                policy for policy in turn.parts.policies if isinstance(policy, Confirming) and policy.name in rules
            )
    return None


def _fits(item: str, seen: Situation) -> bool:
    catalog = seen.turn.parts.catalog
    position = np.array([catalog.position(item)], dtype=np.int64)
    return bool(len(seen.turn.fitting(seen.plan.intent, seen.held.hard, position)))
