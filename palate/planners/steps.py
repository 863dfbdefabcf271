"""Steps of a plan while it is being made."""

from __future__ import annotations

from typing import Any

from palate.planners.plan import Step


class Steps:
    """Numbers steps in the order in which they are added."""

    def __init__(self) -> None:
        self.made: list[Step] = []

    def add(self, tool: str, args: dict[str, Any], *, why: str = "", out: bool = False) -> str:
        """Add a call of a tool; return the step's id, for later steps to refer to."""
        step = Step(id=f"step{len(self.made) + 1}", tool=tool, args=args, why=why, out=out)
        self.made.append(step)
        return step.id
