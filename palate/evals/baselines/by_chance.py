"""A question drawn by lot, to compare choosers with."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from palate.agent.elicitation.questioner import Asking, Ground
from palate.agent.elicitation.value import ByValue, divided


@dataclass(frozen=True)
class ByChance:
    """Asks when `ByValue` does, about any field that would divide the items in play, whatever that is worth."""

    seed: int = 0
    when: ByValue = field(default_factory=ByValue)

    def choose(self, ground: Ground) -> Asking | None:
        """Return a question drawn from those that may be asked; the same for the same ground."""
        asking, fields = self.when.choose(ground), sorted(divided(ground), key=lambda each: each.field.name)
        if asking is None or not fields:
            return asking
        chance = random.Random(f"{self.seed} {sorted(ground.settled)} {len(ground.order)}")  # noqa: S311
        drawn = chance.choice(fields)
        return Asking(drawn.field.name, drawn.options)
