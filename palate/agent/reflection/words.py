"""What was understood of a message: slips, what may be several things, guesses, and what excludes itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.replies.wording import titled
from palate.agent.replies.words import say
from palate.agent.state import StepRecord
from palate.catalog.conditions import describe
from palate.memory.ledger import excludes
from palate.tools.result import ToolResult

_MOST = 5
"""Things of which words that may be several are said to be one."""


def snapped_values(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding for each value, title or word that was understood though it was written otherwise."""
    for snap in seen.understanding.snapped:
        yield Finding(
            kind="snapped",
            severity="info",
            message=f"“{snap.said}” was taken for {snap.used}.",
            data={"said": snap.said, "used": snap.used, "field": snap.field, "confidence": snap.confidence},
        )


def ambiguous_words(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding for each title or value that the message leaves open."""
    catalog = seen.turn.parts.catalog
    for words in seen.understanding.ambiguous:
        values = [value for value in words.options if words.field != "title" or catalog.has(value)][:_MOST]
        titles = catalog.items(values) if words.field == "title" else ()
        options = [titled(item, catalog.schema) for item in titles] or values
        yield Finding(
            kind="ambiguous",
            severity="warning",
            message=say("findings.ambiguous", said=words.said, options=say("wording.or_each").join(options)),
            data={"said": words.said, "field": words.field, "options": options, "values": values},
        )


def doubtful_words(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding for each guess that was not confident enough to be made silently.

    Who takes the first thing is told anyway what was understood, and is asked what is wrong with it.
    """
    if seen.state.session.elicited.takes_first or seen.understanding.final:
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


def contradictory_wishes(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding for the first two conditions on one field that nothing could meet both of.

    "Before 1980" and "after 1990" is a slip or a change of mind: it is asked which of them holds, and no wish is given
    up over it.
    """
    if not seen.fruitless:
        return
    schema = seen.turn.parts.catalog.schema
    for pair in combinations(seen.held.hard, 2):
        if excludes(*pair):
            words = [describe(entry.where, schema) for entry in pair if entry.where is not None]
            yield Finding(
                kind="contradictory",
                severity="warning",
                message=f"Nothing can be both “{words[0]}” and “{words[1]}”.",
                data={"blamed": words, "keys": [entry.key for entry in pair], "field": pair[0].fields[0]},
            )
            return
