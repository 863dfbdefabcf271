"""What could be shown: items that break a condition, too few of them, words that none of them has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from palate.agent.policies import NotSeen
from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.replies.wording import listed, quoted
from palate.agent.replies.words import say
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
        # A model may have looked for other words than the user's; those are not told.
        asked = seen.state.message.casefold() if seen.turn.reading is not None else None
        lacking = [
            str(word) for word in words if str(word) not in found and (not asked or str(word).casefold() in asked)
        ]
        if lacking:
            message = say("findings.weak", words=listed(list(map(quoted, lacking)), last="or"))
            yield Finding(kind="weak", severity="info", message=message, data={"words": lacking})


def equally_good(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where more items share the score at the cut than are shown, and a model left words unread.

    Only such words could still tell the items apart, so nothing else is worth reading the message again.
    """
    candidates, selection, words = seen.turn.candidates, seen.selection, seen.understanding.unknown
    scores = candidates.scores.get("score")
    if scores is None or not words or seen.turn.reading is None or seen.intent.order:
        return
    if selection is None or not selection.items or selection.added:
        return
    equal = int(np.sum(scores == scores[candidates.ids.index(selection.ids[-1])]))
    if equal > seen.wanted:
        left = listed([quoted(each) for each in words])
        message = f"{equal} items fit equally well, and nothing was made of {left}."
        yield Finding(kind="equal", severity="info", message=message, data={"equal": equal, "words": list(words)})


def all_seen(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where items meet every condition, and the person has consumed each that may be shown."""
    if seen.fruitless and seen.shortage.rule == NotSeen.name:
        yield Finding(kind="seen", severity="info", message="Everything here that fits has been seen already.")
