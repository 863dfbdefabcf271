"""Were words taken for something near them?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.state import StepRecord
from palate.tools.result import ToolResult


def snapped_values(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding for each value, title or word that was understood though it was written otherwise."""
    for snap in seen.understanding.snapped:
        yield Finding(
            kind="snapped",
            severity="info",
            message=f"“{snap.said}” was taken for {snap.used}.",
            data={"said": snap.said, "used": snap.used, "field": snap.field, "confidence": snap.confidence},
        )
