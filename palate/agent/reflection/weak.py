"""Do the words that were looked for have no part in what is shown?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.replies.wording import listed, quoted
from palate.agent.replies.words import say
from palate.agent.state import StepRecord
from palate.tools.result import ToolResult


def weakly_matched(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where some of the words of a search are in none of the items that would be shown."""
    if seen.selection is None or not seen.selection.items:
        return
    for ran in seen.turn.ran[seen.plan.intent]:
        evidence = ran.result.evidence if ran.step.tool == "search" else {}
        words, matched = evidence.get("words"), evidence.get("matched")
        if not isinstance(words, list) or not isinstance(matched, Mapping):
            continue  # An app's own search may tell nothing of it, or anything.
        found = {str(word) for item in seen.selection.ids for word in matched.get(item) or ()}
        lacking = [str(word) for word in words if str(word) not in found]
        if lacking:
            message = say("findings.weak", words=listed(list(map(quoted, lacking)), last="or"))
            yield Finding(kind="weak", severity="info", message=message, data={"words": lacking})
