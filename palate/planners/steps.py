"""Steps of a plan while it is being made."""

from __future__ import annotations

from typing import Any

from palate.language.understanding import ItemValue
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

    def look_up(self, bound: ItemValue) -> dict[str, Any]:
        """Add the look-up of another item's value; return the condition that refers to it."""
        step = self.add("lookup", {"select": [bound.field], "items": [bound.item]}, why=bound.quote)
        return {"field": bound.field, "op": bound.op, "value": {"from": f"{step}.rows[0].{bound.field}"}}
