"""Could words of the message name several things?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.replies.wording import titled
from palate.agent.replies.words import say
from palate.agent.state import StepRecord
from palate.tools.result import ToolResult

_MOST = 5


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
