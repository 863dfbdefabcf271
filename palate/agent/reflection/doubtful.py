"""Were words of the message near something in the catalogue, but not near enough to be used?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.replies.words import say
from palate.agent.state import StepRecord
from palate.tools.result import ToolResult


def doubtful_words(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding for each guess that was not confident enough to be made silently.

    Who takes the first thing is told anyway what was understood, and is asked what is wrong with it.
    """
    if seen.state.session.final or seen.understanding.final:
        return
    for guess in seen.understanding.doubtful:
        if guess.id is not None and not seen.turn.parts.catalog.has(guess.id):
            continue
        yield Finding(
            kind="doubtful",
            severity="warning",
            message=say("findings.doubtful", said=guess.said, meaning=guess.used),
            data={
                "said": guess.said,
                "field": guess.field,
                "options": [guess.used],
                "values": [guess.id or guess.used],
                "confidence": guess.confidence,
            },
        )
