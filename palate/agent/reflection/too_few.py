"""Are there fewer items than were asked for?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.replies.wording import listed
from palate.agent.state import StepRecord
from palate.tools.result import ToolResult


def too_few_items(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where something can be shown, but less than wanted, with the conditions that are to blame."""
    if seen.selection is None or not 0 < len(seen.selection.items) < seen.wanted:
        return
    found, shortage = len(seen.selection.items), seen.shortage
    message = f"Only {found} of {seen.wanted} could be found."
    if shortage.blamed:
        without = listed([f"“{words}”" for words in shortage.blamed])
        message += f" Without {without} there would be {shortage.freed:,}."
    data = {"found": found, "wanted": seen.wanted, "blamed": shortage.blamed, "freed": shortage.freed}
    yield Finding(kind="too_few", severity="info", message=message, data=data)
