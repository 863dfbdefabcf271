"""Is nothing left that may be shown?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.relaxing import softest
from palate.agent.reflection.situation import Situation
from palate.agent.state import StepRecord
from palate.tools.result import ToolResult


def nothing_left(step: StepRecord, result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where a plan that recommends has no candidate left."""
    if seen.plan.kind != "recommend" or result.status == "failed" or result.candidates is None or result.candidates:
        return
    yield _empty(f"`{step.tool}` left nothing of {result.before}.", seen)


def none_showable(_step: StepRecord, result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where every candidate was left out by a condition or a rule."""
    if seen.selection is not None and not seen.selection.items and result.status != "failed" and seen.turn.candidates:
        rules = {rule: len(ids) for rule, ids in seen.selection.barred.items()}
        yield _empty(f"None of {seen.turn.candidates.total} candidates may be shown.", seen, rules=rules)


def _empty(message: str, seen: Situation, **data: object) -> Finding:
    """Return a finding with what may be given up about it, or else what is to blame."""
    wishes = softest(seen)
    blamed = () if wishes else seen.shortage.blamed
    return Finding(
        kind="empty", severity="warning", message=message, data={"softest": wishes, "blamed": blamed, **data}
    )
