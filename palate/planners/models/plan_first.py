"""One call of a model reads a message; what it says is assembled, resolved and planned as what the reader says is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from palate.llm.model import Model
from palate.planners.demos.pool import Demonstrations
from palate.planners.models.asked import Asked
from palate.planners.models.breaker import Breaker
from palate.planners.models.card import instructions
from palate.planners.models.prompt import all_messages, turn
from palate.planners.offline import OfflinePlanner
from palate.planners.plan import Plan
from palate.planners.planner import Drafted, PlanningContext, Reading


@dataclass(frozen=True)
class PlanFirstPlanner:
    """Asks a model once a message, and once more where its JSON cannot be read."""

    model: Model
    demonstrations: Demonstrations = field(default_factory=Demonstrations)
    unsure: bool = False
    """Whether it is asked only where its answer could change what is understood."""
    breaker: Breaker = field(default_factory=Breaker)

    @property
    def name(self) -> str:
        """`assisted` or `plan-first`."""
        return "assisted" if self.unsure else "plan-first"

    def draft(self, reading: Reading) -> Drafted | None:
        """Have a message read; None where the model is left alone, or need not be asked.

        Raises:
            ModelError: the model gave nothing that can be used.
        """
        asked = Asked.of(reading)
        if self.breaker.is_open or (self.unsure and not asked.is_open):
            return None
        shown = self.demonstrations.of(asked.masked)
        first = instructions(reading.catalog, reading.toolbox)
        with self.breaker.watching(self.model.name):
            answer = asked.ask(self.model, all_messages(first, shown, turn(asked.shown, reading.session)))
        made = asked.drafted(answer)
        return replace(made, demonstrations=tuple(each.id for each in shown))

    def plan(self, context: PlanningContext) -> Sequence[Plan]:
        """Plan what was understood: a model reads, and plans nothing."""
        return OfflinePlanner(self.name if context.drafted else "offline").plan(context)
