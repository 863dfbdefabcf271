"""Do two things that were asked for exclude each other, whatever the catalogue has?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.state import StepRecord
from palate.catalog.conditions import describe
from palate.memory.ledger import excludes
from palate.tools.result import ToolResult


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
