"""What the models read of a log: for any of its events, what lies before it."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from palate.ranking.learned.examples import Lately
from palate.ranking.log import Floats, Ints, LogArrays

LIKED, TAKEN, DISLIKED = 1, 2, 3
"""Kinds of events in a history; 0 stands where there is none."""
MOMENTS = 100
"""Moments of a log at which it is counted what was taken lately."""


def told(items: Ints, worths: Floats) -> Ints:
    """Return events as windows have them: positions plus 1, and kinds; one that is none comes last."""
    kinds = np.select([worths >= 1, worths < 0], [LIKED, DISLIKED], TAKEN)
    return np.pad(np.stack([items + 1, kinds]), ((0, 0), (0, 1)))


def windows(events: Ints, starts: Ints, ends: Ints, width: int) -> Ints:
    """Return the latest events before each of `ends`, a row each with the latest at its end, and 0 where there is none.

    Args:
        events: as `told` returns them, person by person.
        starts: where the events begin that are seen at each end.
        ends: the first event that is not seen.
        width: how many events are seen.
    """
    at = ends[:, None] - width + np.arange(width)
    return events[:, np.where(at >= starts[:, None], at, -1)]


def fame(shares: Floats) -> Floats:
    """Return on a scale of logarithms what share each item has in what is taken lately; 0 is about the mean."""
    return np.log(shares * shares.shape[-1] + 0.1)


class Inputs:
    """A log as `LogArrays.in_order` returns it."""

    def __init__(self, log: LogArrays, size: int) -> None:
        self.log, self.size, self.starts = log, size, np.searchsorted(log.users, log.users)
        self.events = told(log.items, log.worths)
        self._moments = np.unique(np.quantile(log.times if len(log) else [0.0], np.linspace(0, 1, MOMENTS)))
        lately = Lately(log, size)
        self._fame = fame(np.stack([lately.at(moment) for moment in self._moments.tolist()]))

    @cached_property
    def likes(self) -> Ints:
        """The first likes of items by people who did something before, the oldest like first."""
        firsts = self.log.firsts
        at = firsts[self.log.liked[firsts] & (firsts > self.starts[firsts])]
        return at[np.lexsort((at, self.log.times[at]))]

    def before(self, at: Ints, width: int) -> Ints:
        """Return the windows that end before some events."""
        return windows(self.events, self.starts[at], at, width)

    def fame(self, at: Ints, items: Ints) -> Floats:
        """Return that of `items`, a row an event, at the last of the moments that is not after the event."""
        row = np.searchsorted(self._moments, self.log.times[at], side="right") - 1
        return self._fame[row[:, None], items]
