"""Did the step's tool fail, or could its arguments not be made?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation


def failed_step(seen: Situation) -> Iterator[Finding]:
    """Yield a finding where the last step failed; its data tells whether the plan can do without it."""
    if seen.result.status != "failed":
        return
    needed = seen.result.candidates is not None or seen.plan.kind == "answer"
    yield Finding(
        kind="unresolved" if seen.result.evidence.get("unresolved") else "failed",
        severity="error" if needed else "warning",
        message=f"`{seen.record.tool}` failed: {seen.result.reason or seen.result.summary}",
        data={"tool": seen.record.tool, "reason": seen.result.reason, "needed": needed},
    )
