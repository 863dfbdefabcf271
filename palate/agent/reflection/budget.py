"""Has the turn run out of seconds or steps?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.state import StepRecord
from palate.tools.result import ToolResult


def out_of_budget(_step: StepRecord, result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where the plan has steps left and the turn may not run them."""
    unfinished = seen.state.step < len(seen.plan.steps) or result.status == "failed"
    if not unfinished:
        return
    budget = seen.turn.parts.config.budget
    ran = len(seen.state.records)
    if seen.turn.left() <= 0:
        yield Finding(kind="budget", severity="warning", message=f"The turn's {budget.seconds:g} seconds are over.")
    elif ran >= budget.steps:
        yield Finding(kind="budget", severity="warning", message=f"The turn's {budget.steps} steps have been run.")
