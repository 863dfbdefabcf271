"""One person at one moment: what generators and features are computed from, each thing once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np

from palate.ranking.history import History
from palate.ranking.knowledge import Knowledge
from palate.ranking.links import Linked
from palate.ranking.log import Floats, Ints

T = TypeVar("T")


@dataclass
class Moment:
    """What is known of items, and what a person did until now."""

    known: Knowledge
    history: History
    recent: Floats
    """Share of each item in what all people did lately."""
    candidates: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64), init=False)
    """The items that features are of, once `choose` was called."""
    _held: dict[str, object] = field(default_factory=dict, init=False)
    _of_candidates: dict[str, object] = field(default_factory=dict, init=False)

    def choose(self, candidates: Ints) -> None:
        """Say what the features are of."""
        self.candidates = candidates
        self._of_candidates.clear()

    def once(self, name: str, make: Callable[[], T], *, of_candidates: bool = False) -> T:
        """Return what `make` returned when it was first called for `name`, for these candidates if it is of them."""
        kept = self._of_candidates if of_candidates else self._held
        if name not in kept:
            kept[name] = make()
        return kept[name]  # type: ignore[return-value]

    @cached_property
    def linear(self) -> Floats:
        """What the linear model adds up for every item: later events more, all events alike, the latest ten alone."""
        taken, history = self.history.taken, self.history
        latest = np.where(np.arange(len(history)) >= len(history) - 10, taken, 0.0)
        rows = self.known.linear(np.unique(history.items))
        return rows.summed(history.items, np.stack([taken * history.recency(), taken, latest]), self.known.size)

    @cached_property
    def beside(self) -> Linked:
        """What is taken beside the latest events."""
        return self.known.sequence(self.history.last(10).items)

    @cached_property
    def near(self) -> Linked:
        """The neighbours of what was liked last."""
        return self.known.near(self.history.liked[-30:])
