"""The gain of places, and intervals over people."""

from __future__ import annotations

import math

import numpy as np
import pytest

from palate.ranking.learned.examples import Examples
from palate.ranking.learned.placing import HIT, NDCG, gained, over_people

SECOND = 1 / math.log2(3)


def one(taken: int, size: int) -> Examples:
    """Return one like, of `size` candidates, of which the one at `taken` was taken."""
    return Examples(
        np.zeros((size, 1), np.float32),
        (np.arange(size) == taken).astype(np.int64),
        np.array([size]),
        np.array([0]),
        np.array([False]),
    )


def test_each_like_gains_by_the_place_of_what_was_taken() -> None:
    two = Examples(
        np.zeros((5, 1), np.float32),
        np.array([0, 1, 0, 1, 0]),
        np.array([3, 2]),
        np.array([0, 1]),
        np.zeros(2, np.bool_),
    )
    scores = np.array([3.0, 2.0, 1.0, 9.0, 8.0])

    assert gained(scores, two, NDCG).tolist() == pytest.approx([SECOND, 1.0])
    assert gained(scores, two, HIT).tolist() == [1.0, 1.0]


def test_what_comes_after_the_tenth_place_gains_nothing() -> None:
    scores = -np.arange(12.0)

    assert gained(scores, one(9, 12), NDCG).tolist() == pytest.approx([1 / math.log2(11)])
    assert gained(scores, one(10, 12), NDCG).tolist() == [0.0]
    assert gained(scores, one(10, 12), HIT).tolist() == [0.0]


def test_equal_scores_share_their_places() -> None:
    assert gained(np.zeros(2), one(0, 2), NDCG).tolist() == pytest.approx([(1 + SECOND) / 2])
    # The last of twenty is among the first ten in half of all orders.
    assert gained(np.zeros(20), one(19, 20), HIT).tolist() == [0.5]


def test_people_are_drawn_with_all_of_their_likes() -> None:
    # One of two people liked three times, always with a gain of 1, the other once with none: a quarter of the draws
    # has the one alone, a quarter the other.
    span = over_people(np.array([1.0, 1.0, 1.0, 0.0]), np.array([8, 8, 8, 3]))

    assert (span.value, span.low, span.high) == (0.75, 0.0, 1.0)


def test_where_all_gain_alike_nothing_is_in_doubt() -> None:
    span = over_people(np.array([0.5, 0.5, 0.5]), np.array([1, 2, 2]))

    assert (span.value, span.low, span.high) == (0.5, 0.5, 0.5)
