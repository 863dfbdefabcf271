"""A model that sees what its reading leaves of the catalogue, and may read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from palate.catalog.catalog import Catalog
from palate.language.understanding import Understanding
from palate.llm.model import Message, Model
from palate.planners.models.answer import Answer
from palate.planners.models.asked import Asked
from palate.planners.models.breaker import Breaker
from palate.planners.models.card import instructions
from palate.planners.models.data import data
from palate.planners.models.prompt import all_messages, turn
from palate.planners.offline import OfflinePlanner
from palate.planners.plan import Plan
from palate.planners.planner import Drafted, PlanningContext, Reading

MOST_CALLS = 3
_TOLD = 3
"""Items of what is left that a model is told of."""


@dataclass(frozen=True)
class StepwisePlanner:
    """Asks a model until it says the same twice, each time with what came of its answer; for comparison."""

    model: Model
    name: str = field(default="stepwise", init=False)
    breaker: Breaker = field(default_factory=Breaker)

    def draft(self, reading: Reading) -> Drafted | None:
        """Have a message read, step by step; None where the model is left alone.

        Raises:
            ModelError: the model gave nothing that can be used.
        """
        if self.breaker.is_open:
            return None
        asked = Asked.of(reading)
        first, last = instructions(reading.catalog, reading.toolbox), [turn(asked.shown, reading.session)]
        said: Answer | None = None
        for _ in range(MOST_CALLS):
            with self.breaker.watching(self.model.name):
                answer = asked.ask(self.model, all_messages(first, (), *last))
            made = asked.drafted(answer)
            if answer == said or not asked.has_time:
                break
            said = answer
            observed = (
                f"Result: {_observed(made.understanding, reading.catalog)} Write it again, the same if it is right."
            )
            last += [Message(role="assistant", content=answer.dumped()), Message(role="user", content=observed)]
        return made

    def plan(self, context: PlanningContext) -> Sequence[Plan]:
        """Plan what was understood: a model reads, and plans nothing."""
        return OfflinePlanner(self.name if context.drafted else "offline").plan(context)


def _observed(understood: Understanding, catalog: Catalog) -> str:
    """Tell what is left of a catalogue by what a message wants."""
    entries = [entry for intent in understood.intents for entry in intent.preferences]
    left = catalog.columns.select([entry.where for entry in entries if entry.where is not None])
    some = [data(item.title) for item in catalog.items(catalog.ids(left[:_TOLD]))]
    return f"{len(left)} of {catalog.columns.size} left{': ' if some else ''}{', '.join(some)}."
