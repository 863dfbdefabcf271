"""Are there fewer items than were asked for?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.state import StepRecord
from palate.tools.result import ToolResult


def too_few_items(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where something can be shown, but less than wanted."""
    if seen.selection is not None and 0 < len(seen.selection.items) < seen.wanted:
        found = len(seen.selection.items)
        yield Finding(
            kind="too_few",
            severity="info",
            message=f"Only {found} of {seen.wanted} could be found.",
            data={"found": found, "wanted": seen.wanted},
        )
