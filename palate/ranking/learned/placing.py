"""How well an order of candidates places what was taken, with intervals over people."""

from __future__ import annotations

import numpy as np

from palate.ranking.learned.examples import Examples
from palate.ranking.learned.told import Span
from palate.ranking.log import Floats, Ints

AT = 10
"""Places that count."""
NDCG: Floats = 1 / np.log2(np.arange(AT) + 2)
"""What the first place gains, the second, …: of one taken item the ideal order gains 1."""
HIT: Floats = np.ones(AT)
RESAMPLES = 2_000
LEVEL = 0.95


def gained(scores: Floats, found: Examples, gains: Floats) -> Floats:
    """Return for each like the gain of the place of what was taken, the highest score first.

    Equal scores are as likely in any order: the gain is the mean over the places that they share, so an order that
    tells nothing apart is a random one.

    Args:
        scores: of each row of `found`.
        found: likes, of each of which one candidate was taken.
        gains: of the first places; those behind gain nothing.
    """
    like = np.repeat(np.arange(len(found)), found.groups)
    own = scores[found.taken == 1][like]
    before = np.bincount(like, scores > own, len(found)).astype(np.int64)
    equal = np.bincount(like, scores == own, len(found)).astype(np.int64)
    sums = np.concatenate(([0.0], np.cumsum(gains)))
    first, last = np.minimum(before, len(gains)), np.minimum(before + equal, len(gains))
    return np.asarray((sums[last] - sums[first]) / equal)


def over_people(values: Floats, people: Ints) -> Span:
    """Return the mean over likes, of which there is one at least, with its percentile bootstrap interval of 95 %.

    Likes of one person are alike, so people are drawn, each with all of their likes (Field and Welsh, 2007).

    Args:
        values: of each like.
        people: whose it is.
    """
    _, who, counts = np.unique(people, return_inverse=True, return_counts=True)
    size = len(counts)
    draws = np.random.default_rng(0).multinomial(size, np.full(size, 1 / size), RESAMPLES)
    means = (draws @ np.bincount(who, values)) / (draws @ counts)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Span(value=float(values.mean()), low=float(low), high=float(high))
