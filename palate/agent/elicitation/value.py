"""A question is worth what its answer is expected to add to the chance that what is shown next is taken."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from palate.agent.elicitation.answers import answers
from palate.agent.elicitation.pair import pair
from palate.agent.elicitation.questioner import Answers, Asking, Floats, Ground
from palate.language.asked import OPEN, PAIR


@dataclass(frozen=True)
class ByValue:
    """Asks what is worth the most, where that is worth more than showing.

    Showing something teaches as much as a question does with people who say what is wrong with it, and may be right
    besides. A question pays where a first item that is wrong cannot be made good, and with people who give no reasons.
    """

    cares: float = 0.15
    """How often a person has a wish about a field that they have not spoken of."""
    adds: float = 0.65
    """How often a person who is asked openly has something to add."""
    spoils: float = 0.1
    """How often what is added rules out all that would be shown: nobody should take that unasked."""
    sides: float = 0.15
    """How often a person who is asked which of two items comes closer can say so, and is right by it."""
    turn: float = 0.01
    """What a turn costs, as a part of the chance that what is shown is taken."""

    def choose(self, ground: Ground) -> Asking | None:
        """Return the question that is worth the most; None where showing is, or the person had nothing to add."""
        if OPEN in ground.settled or not len(ground.order) or not (ground.final or self._may_pay(ground)):
            return None
        gains = {told.field.name: (told, gain(told.shares.values(), ground)) for told in divided(ground)}
        asked = [Asking(name, told.options, gain=self.cares * worth) for name, (told, worth) in gains.items()]
        if gains or ground.final:
            worths = [worth for _, worth in gains.values()] or [0.0]
            asked.append(Asking(OPEN, gain=self.adds * max(float(np.mean(worths)), self.spoils * ground.final)))
        two = pair(ground) if self.sides and PAIR not in ground.settled else None
        if two is not None:
            asked.append(Asking(PAIR, two.titles, two.items, self.sides * gain(two.shares, ground)))
        best = max(asked, key=lambda each: (each.gain, each.field), default=None)
        return best if best is not None and self._pays(best.gain, ground) else None

    def _may_pay(self, ground: Ground) -> bool:
        """Tell whether even the best of questions might pay, before any is looked at."""
        return len(ground.order) > ground.shown and self._pays(
            max(self.cares, self.adds, self.sides) * (1.0 - ground.accepted), ground
        )

    def _pays(self, worth: float, ground: Ground) -> bool:
        """Tell whether to ask and then show takes more than to show, and to show again with what was learnt by it."""
        if ground.final:
            return worth > self.turn
        learnt = ground.tells * (ground.accepted + worth)
        return worth > (1.0 - ground.accepted) * learnt + self.turn


def divided(ground: Ground) -> list[Answers]:
    """Return what may be answered about each field that would divide the items in play."""
    return [told for field in ground.fields if (told := answers(field, ground)) is not None]


def gain(shares: Collection[Floats], ground: Ground) -> float:
    """Return by how much an answer is expected to raise the chance that what is shown is taken.

    Each of the answers has a share of the chances.
    """
    after = sum(_best(share, ground) for share in shares)
    rest = np.maximum(0.0, ground.chances - np.sum(list(shares), axis=0))
    return after + _best(rest, ground) - ground.accepted


def _best(chances: Floats, ground: Ground) -> float:
    """Return the chance that goes with as many items as are shown."""
    if len(chances) <= ground.shown:
        return float(chances.sum())
    return float(np.partition(chances, -ground.shown)[-ground.shown :].sum())
