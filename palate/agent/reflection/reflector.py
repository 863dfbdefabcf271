"""What looks at a result: a chain of them runs after each step, and each says what it observes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.state import StepRecord
from palate.tools.result import ToolResult


class Reflector(Protocol):
    """Observes; it decides nothing. Any function with these arguments is one."""

    def __call__(self, step: StepRecord, result: ToolResult, seen: Situation, /) -> Iterable[Finding]:
        """Return what there is to see.

        Args:
            step: The step that ran; `NO_STEP` where a message has no plan to run.
            result: What it gave.
            seen: The plan, what holds for its request, and what could be shown.
        """
        ...


NO_STEP = StepRecord(id="", tool="", args={}, status="ok", summary="")
"""What stands for a step where there is a message and no plan."""
NO_RESULT = ToolResult("ok", "")
"""What it gave."""
