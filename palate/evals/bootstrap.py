"""Bootstrap intervals over cases, seeded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

RESAMPLES = 2_000
LEVEL = 0.95
_AT_ONCE = 2_000_000
"""Draws held in memory at a time."""


@dataclass(frozen=True)
class Interval:
    """A mean and where it may lie."""

    value: float
    low: float
    high: float
    cases: int
    """How many it was computed from."""

    @property
    def clear_of_zero(self) -> bool:
        """Whether zero lies outside of it."""
        return self.low > 0 or self.high < 0


def interval(values: Sequence[float] | Floats, *, seed: int = 0) -> Interval:
    r"""Return the mean of a value for each case, with its percentile bootstrap interval of 95 %.

    The cases are drawn anew with replacement `RESAMPLES` times; the interval holds the middle 95 % of the means
    (Efron and Tibshirani, 1993). `nan` marks a case without a value, which is left out first.

    Returns:
        An interval of `nan` where no case has a value.
    """
    known = np.asarray(values, dtype=np.float64)
    known = known[~np.isnan(known)]
    if not len(known):
        return Interval(np.nan, np.nan, np.nan, 0)
    means = _means(known, seed)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    # The mean of equal values may differ from them in the last digit, which must not look like a difference.
    value = float(known.mean())
    return Interval(value, float(min(low, value)), float(max(high, value)), len(known))


def paired(first: Sequence[float] | Floats, second: Sequence[float] | Floats) -> Interval:
    """Return the interval of the mean of `first - second`, case by case; what either lacks is left out.

    Drawing cases, and of each both values, takes out what makes cases hard or easy for both alike.
    """
    return interval(np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64))


def apart(first: Sequence[float] | Floats, second: Sequence[float] | Floats) -> Interval:
    """Return the interval of the mean of `first` less that of `second`, which are of different cases, without `nan`.

    Each is drawn by itself, so what makes one's cases harder than the other's is part of the difference.
    """
    one, two = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if not len(one) or not len(two):
        return Interval(np.nan, np.nan, np.nan, 0)
    low, high = np.quantile(_means(one, 0) - _means(two, 1), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    value = float(one.mean() - two.mean())
    return Interval(value, float(min(low, value)), float(max(high, value)), len(one) + len(two))


def _means(values: Floats, seed: int) -> Floats:
    rng, size = np.random.default_rng(seed), len(values)
    step = max(1, _AT_ONCE // size)
    parts = [
        values[rng.integers(0, size, size=(min(step, RESAMPLES - start), size))].mean(axis=1)
        for start in range(0, RESAMPLES, step)
    ]
    return np.concatenate(parts)
