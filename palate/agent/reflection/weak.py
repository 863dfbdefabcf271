"""Do the words that were looked for have no part in what is shown?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.replies.wording import listed
from palate.agent.state import StepRecord
from palate.tools.result import ToolResult


def weakly_matched(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where some of the words of a search are in none of the items that would be shown."""
    if seen.selection is None or not seen.selection.items:
        return
    for ran in seen.turn.ran[seen.plan.intent]:
        words = ran.result.evidence.get("words", ()) if ran.step.tool == "search" else ()
        matched = ran.result.evidence.get("matched", {})
        found = {word for item in seen.selection.ids for word in matched.get(item, ())}
        lacking = [word for word in words if word not in found]
        if lacking:
            said = listed([f"“{word}”" for word in lacking], last="or")
            message = f"None of these mentions {said}."
            yield Finding(kind="weak", severity="info", message=message, data={"words": lacking})
