"""Fitting: what a larger number may do to a score."""

from __future__ import annotations

import numpy as np
import pytest

from palate.ranking.features import Feature
from palate.ranking.learned.examples import Examples
from palate.ranking.learned.fit import Fitted, fit

LIKES, EACH = 240, 12
FEATURES = (
    Feature("up", "", "content", lambda _: 0.0, monotone=1),
    Feature("down", "", "content", lambda _: 0.0, monotone=-1),
    Feature("free", "", "content", lambda _: 0.0),
)


def noise() -> Examples:
    """Return likes of chance, in which what is taken follows each number up and down."""
    draw = np.random.default_rng(5)
    rows = draw.random((LIKES * EACH, 3)).astype(np.float32)
    worth = np.sin(9 * rows).sum(axis=1).reshape(LIKES, EACH)
    taken = np.zeros((LIKES, EACH), dtype=np.int64)
    taken[np.arange(LIKES), worth.argmax(axis=1)] = 1
    return Examples(rows, taken.ravel(), np.full(LIKES, EACH), np.arange(LIKES), np.zeros(LIKES, np.bool_))


@pytest.fixture(scope="module")
def fitted() -> Fitted:
    return fit(noise(), FEATURES, seed=3)


def falls(fitted: Fitted, at: int, sign: int) -> bool:
    """Tell whether the score falls anywhere as the number at `at` rises (or, for -1, as it goes down)."""
    rows = np.repeat(noise().rows[:50], 40, axis=0)
    rows[:, at] = np.tile(np.linspace(0, 1, 40), 50)
    scores = np.asarray(fitted.booster.predict(rows, num_threads=1)).reshape(50, 40)
    return bool((sign * np.diff(scores, axis=1) < -1e-9).any())


def test_a_score_never_falls_as_a_number_rises_that_may_not_count_against(fitted: Fitted) -> None:
    assert fitted.booster.feature_importance("gain").min() > 0
    assert not falls(fitted, 0, 1)
    assert not falls(fitted, 1, -1)
    # What is left free follows the ups and downs.
    assert falls(fitted, 2, 1)
    assert falls(fitted, 2, -1)


def test_the_curve_goes_on_after_the_round_that_is_kept(fitted: Fitted) -> None:
    assert len(fitted.curve) >= fitted.rounds
    assert fitted.curve[fitted.rounds - 1] == max(fitted.curve)
