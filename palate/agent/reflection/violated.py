"""Does a candidate near the top break a hard condition?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.state import StepRecord
from palate.tools.result import ToolResult


def violated_conditions(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where items had to be left out because they break what was asked."""
    if seen.selection is not None and seen.selection.violating:
        count = len(seen.selection.violating)
        was = "was" if count == 1 else "were"
        yield Finding(
            kind="violated",
            severity="error",
            message=f"{count} of the best candidates broke a hard condition and {was} left out.",
            data={"items": seen.selection.violating},
        )
