"""What one person did before a moment, oldest first: what the features of a ranker look back on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from palate.catalog.catalog import Catalog
from palate.catalog.item import ItemId
from palate.ranking.log import Floats, Ints
from palate.ranking.places import known_positions

LONGEST = 1_000
"""Events that are looked back on, the latest."""
LEAST = 2
"""Events without which there is nothing to look back on."""
HALF_LATER = 20.0
"""So many later events take half of what an event tells of the next one."""


@dataclass(frozen=True)
class Event:
    """Something that a person did with an item."""

    item: ItemId
    worth: float
    """What it tells of the item: 1 that it is liked, -1 that it is disliked, something between that it was taken."""
    time: float | None = None
    """Seconds since 1970."""


@dataclass(frozen=True)
class History:
    """Events in order, as arrays of one length."""

    items: Ints
    """Positions."""
    worths: Floats
    times: Floats
    """NaN where an event has no time."""

    @classmethod
    def of(cls, catalog: Catalog, events: Iterable[Event]) -> History:
        """Return what is known of the catalogue's items among `events`, which are in order."""
        told = list(events)[-LONGEST:]
        places = known_positions(catalog, (event.item for event in told))
        kept = [event for event in told if event.item in places]
        return cls(
            np.array([places[event.item] for event in kept], dtype=np.int64),
            np.array([event.worth for event in kept], dtype=np.float64),
            np.array([np.nan if event.time is None else event.time for event in kept], dtype=np.float64),
        )

    def __len__(self) -> int:
        return len(self.items)

    def last(self, count: int) -> History:
        """Return the latest events."""
        start = max(0, len(self) - count)
        return History(self.items[start:], self.worths[start:], self.times[start:])

    @cached_property
    def liked(self) -> Ints:
        """The positions of what was liked, in order."""
        return self.items[self.worths >= 1]

    @cached_property
    def disliked(self) -> Ints:
        """The positions of what was disliked, in order."""
        return self.items[self.worths < 0]

    @cached_property
    def taken(self) -> Floats:
        """What each event speaks for: its worth where that is not negative."""
        return np.maximum(self.worths, 0.0)

    def recency(self, half: float = HALF_LATER) -> Floats:
        """Return what is left of each event after those that came later, 1 for the latest."""
        later = np.arange(len(self) - 1, -1, -1, dtype=np.float64)
        return np.asarray(0.5 ** (later / half))
