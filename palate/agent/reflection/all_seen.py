"""Is everything that fits known to the person already?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.policies import NotSeen
from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.state import StepRecord
from palate.tools.result import ToolResult


def all_seen(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where items meet every condition, and the person has consumed each that may be shown."""
    if seen.fruitless and seen.shortage.rule == NotSeen.name:
        yield Finding(kind="seen", severity="info", message="Everything here that fits has been seen already.")
