"""A planner that plays back plans, for tests and for embedders who plan by themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from palate.planners.plan import Plan
from palate.planners.planner import PlanningContext

Script = Callable[[PlanningContext], Sequence[Plan]]


class ScriptedPlanner:
    """Returns the next of the given answers each time it is asked, and keeps what it was asked in `contexts`."""

    name = "scripted"

    def __init__(self, *answers: Sequence[Plan] | Script) -> None:
        self.contexts: list[PlanningContext] = []
        self._answers = answers

    def plan(self, context: PlanningContext) -> Sequence[Plan]:
        """Return the next answer; the last one again when there are no more, and no plan when there never was one."""
        self.contexts.append(context)
        if not self._answers:
            return ()
        answer = self._answers[min(len(self.contexts), len(self._answers)) - 1]
        return answer(context) if callable(answer) else answer
