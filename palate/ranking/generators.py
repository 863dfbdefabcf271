"""Candidate generators: each gives every item a score for a person, and its best go into the pool that is ranked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from palate.ranking.log import Floats, Ints
from palate.ranking.moment import Moment

Family = Literal["together", "sequence", "content", "popularity", "person"]
"""What a score or feature tells of: what is liked together, what is taken beside what, what items are, how many like
them, who asks."""
EACH = 100
"""Items that one generator puts forward."""


@dataclass(frozen=True)
class Generator:
    """A way to find items for a person."""

    name: str
    about: str
    family: Family
    score: Callable[[Moment], Floats]
    """Gives every item of the catalogue a score; one of 0 or less is not put forward."""

    def scores(self, moment: Moment) -> Floats:
        """Return the score of every item."""
        return moment.once(self.name, lambda: self.score(moment))


def _recent(moment: Moment) -> Floats:
    return np.asarray(moment.linear[0])


def _whole(moment: Moment) -> Floats:
    return np.asarray(moment.linear[1])


def _beside(moment: Moment) -> Floats:
    return moment.beside.summed(moment.history.last(10).recency(3.0), moment.known.size)


def _near(moment: Moment) -> Floats:
    return moment.near.strongest(moment.known.size)


def _trending(moment: Moment) -> Floats:
    return moment.recent


def _popular(moment: Moment) -> Floats:
    return moment.known.popularity.liked.astype(np.float64)


GENERATORS: tuple[Generator, ...] = (
    Generator("linear", "the linear model over what was taken, later events counting more", "together", _recent),
    Generator("linear whole", "the linear model over all that was taken", "together", _whole),
    Generator("sequence", "what people take beside the latest ten", "sequence", _beside),
    Generator("near", "the nearest neighbour of what was liked", "together", _near),
    Generator("trending", "what everybody takes lately", "popularity", _trending),
    Generator("popular", "what most people liked", "popularity", _popular),
)


def candidates(moment: Moment, pool: Ints) -> Ints:
    """Return, in order of position, what the generators put forward out of `pool`."""
    found = [np.empty(0, dtype=np.int64)]
    for generator in GENERATORS:
        scores = generator.scores(moment)[pool]
        best = np.argpartition(-scores, EACH - 1)[:EACH] if len(scores) > EACH else np.arange(len(scores))
        found.append(pool[best[scores[best] > 0]])
    return np.unique(np.concatenate(found))
