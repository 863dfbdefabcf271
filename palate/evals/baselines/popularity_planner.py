"""A planner that understands as another does and ranks by popularity: what the ranking adds is measured against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from palate.planners.offline import OfflinePlanner
from palate.planners.plan import Plan, Step
from palate.planners.planner import Planner, PlanningContext


@dataclass(frozen=True)
class PopularityPlanner:
    """Leaves filters and searches as they are, drops `similar`, and ranks by popularity.

    An order that the person asked for ("the shortest") is part of the understanding and stays.
    """

    inner: Planner = field(default_factory=OfflinePlanner)
    name: str = "popularity"

    def plan(self, context: PlanningContext) -> Sequence[Plan]:
        """Return the inner planner's plans without their taste."""
        return [_without_taste(plan) for plan in self.inner.plan(context)]


def _without_taste(plan: Plan) -> Plan:
    steps = tuple(_by_popularity(step) for step in plan.steps if step.tool != "similar")
    return plan.model_copy(update={"steps": steps, "planner": f"{plan.planner}, by popularity"})


def _by_popularity(step: Step) -> Step:
    return step.model_copy(update={"args": {**step.args, "by": "popularity"}}) if step.tool == "rank" else step
