"""Without a model where a message can be read whole, with one where a word of it found no place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from palate.planners.plan import Plan
from palate.planners.planner import Drafted, PlanningContext, Reading, ReadingPlanner


@dataclass(frozen=True)
class AssistedPlanner:
    """Asks another planner only about what the reading without a model leaves open.

    Most messages need no model, which is faster, costs nothing, and is surer than a small model.
    """

    asked: ReadingPlanner
    name: str = field(default="assisted", init=False)

    def draft(self, reading: Reading) -> Drafted | None:
        """Have a message read and planned that has words without a place; None where there are none.

        Raises:
            ModelError: the model gave nothing that can be used.
            PlanError: its plan cannot be run.
        """
        return None if reading.understood.is_whole else self.asked.draft(reading)

    def plan(self, context: PlanningContext) -> Sequence[Plan]:
        """Return what was drafted, with what holds from before."""
        return self.asked.plan(context)
