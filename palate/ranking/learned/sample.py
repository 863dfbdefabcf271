"""What a ranker is fitted to of a large log: bounded by counts, so that the same log gives the same ranker anywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from palate.ranking.history import LONGEST
from palate.ranking.log import LogArrays

MOST_EVENTS = 1_000_000
"""Events of a log; of a larger one users are drawn, with their latest `LONGEST` events each."""
MOST_LIKES = 4_000
"""Likes that are learnt from; 6,000 of MovieLens-100K made no better order of those that were held back."""
MOST_SCORES = 1_000_000_000
"""Items that are scored over all likes: above 250,000 items there are fewer likes."""


@dataclass(frozen=True)
class Part:
    """The part of a log that a ranker is fitted to."""

    log: LogArrays
    """The entries that have a time, user by user, oldest first."""
    share: float
    """Of the users of the whole log."""


def sampled(log: LogArrays, draw: np.random.Generator) -> Part:
    """Return a log, or a sample of a large one."""
    if len(log) <= MOST_EVENTS:
        return Part(log.in_order(), 1.0)
    sizes = np.minimum(np.bincount(log.users), LONGEST)
    order = draw.permutation(len(sizes))
    chosen = np.zeros(len(sizes), dtype=np.bool_)
    chosen[order[np.cumsum(sizes[order]) <= MOST_EVENTS]] = True
    kept = log.only(chosen[log.users]).in_order()
    kept = kept.only(np.searchsorted(kept.users, kept.users, side="right") - np.arange(len(kept)) <= LONGEST)
    return Part(replace(kept, users=np.unique(kept.users, return_inverse=True)[1]), float(chosen.mean()))


def most_likes(items: int) -> int:
    """Return how many likes are learnt from where a catalogue has so many items."""
    return min(MOST_LIKES, MOST_SCORES // items)
