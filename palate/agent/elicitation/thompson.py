"""Which of two items comes closer, where a bandit over latent factors says which two."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from palate.agent.elicitation.questioner import Asking, Ground
from palate.agent.elicitation.value import ByValue
from palate.language.asked import PAIR
from palate.ranking.factors import posterior_of


@dataclass(frozen=True)
class Thompson:
    """Asks when `ByValue` does, first which of two items comes closer, then what that would ask.

    Two people are drawn from what is known of this one; each item is the one in play that one of them would like best
    (Christakopoulou et al., 2016; two draws, as for duels, Wu and Liu, 2016). Where little is known they are far apart.
    """

    seed: int = 0
    when: ByValue = field(default_factory=ByValue)

    def choose(self, ground: Ground) -> Asking | None:
        """Return the question; the same for the same ground."""
        asking = self.when.choose(ground)
        if asking is None or PAIR in ground.settled or len(ground.order) < 2:
            return asking
        known = posterior_of(ground.catalog, ground.taste)
        if not len(known.mean):
            return asking
        chance = np.random.default_rng((self.seed, len(ground.order), len(ground.taste.likes)))
        first, second = (known.drawn(chance)[ground.order] for _ in range(2))
        second[first.argmax()] = -np.inf
        items = ground.catalog.items(ground.catalog.ids(ground.order[[first.argmax(), second.argmax()]]))
        return Asking(PAIR, tuple(item.title for item in items), tuple(item.id for item in items), asking.gain)
