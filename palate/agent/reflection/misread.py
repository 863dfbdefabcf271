"""May a wish mean something else as well, where what is shown next cannot be put right?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.state import StepRecord
from palate.catalog.conditions import describe
from palate.tools.result import ToolResult


def perhaps_misread(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding for a wish with two readings, before an item is shown that is taken right or wrong."""
    session = seen.state.session
    if not (session.final or seen.understanding.final) or seen.selection is None or not seen.selection.items:
        return
    firm, schema = session.firm(seen.held.hard), seen.turn.parts.catalog.schema
    for entry in seen.held.hard:
        if entry.where is None or entry.otherwise is None or entry.key in firm:
            continue
        both = [describe(where, schema) for where in (entry.where, entry.otherwise)]
        yield Finding(
            kind="misread",
            severity="info",
            message=f"“{both[0]}” may have been said to mean “{both[1]}”.",
            data={"said": "", "field": entry.fields[0], "options": both, "values": both, "keys": [entry.key]},
        )
