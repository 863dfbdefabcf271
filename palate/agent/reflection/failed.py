"""Did the step's tool fail, or could its arguments not be made?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.state import StepRecord
from palate.tools.result import ToolResult


def failed_step(step: StepRecord, result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where the last step failed; its data tells whether the plan can do without it."""
    if result.status != "failed":
        return
    needed = result.candidates is not None or seen.plan.kind == "answer"
    yield Finding(
        kind="unresolved" if result.evidence.get("unresolved") else "failed",
        severity="error" if needed else "warning",
        message=f"`{step.tool}` failed: {result.reason or result.summary}",
        data={"tool": step.tool, "step": step.id, "reason": result.reason, "needed": needed},
    )
