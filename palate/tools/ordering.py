"""Putting positions in order by score: the best of a million in milliseconds, equals by position."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from palate.tools.candidates import MOST_RANKED, Positions

Floats = npt.NDArray[np.float64]


def best(scores: Floats, most: int = MOST_RANKED) -> Positions:
    """Return the indexes of the `most` highest scores, highest first, equals by index."""
    chosen = np.arange(len(scores)) if len(scores) <= most else _highest(scores, most)
    return chosen[np.lexsort((chosen, -scores[chosen]))]


def best_by(keys: Sequence[Floats], indexes: Positions, most: int = MOST_RANKED) -> Positions:
    """Return the `most` of `indexes` that come first by the first key, equals by the next, and at last by index."""
    if most <= 0 or not len(indexes):
        return indexes[:0]
    if len(indexes) > most:
        # Only what reaches the first key's `most`-th value can be among the first.
        first = keys[0][indexes]
        indexes = indexes[first >= np.partition(first, len(first) - most)[len(first) - most]]
    order = np.lexsort((indexes, *(-key[indexes] for key in reversed(keys))))
    return indexes[order[:most]]


def _highest(scores: Floats, most: int) -> Positions:
    least = np.partition(scores, len(scores) - most)[len(scores) - most]
    above = np.flatnonzero(scores > least)
    equal = np.flatnonzero(scores == least)[: most - len(above)]
    return np.concatenate((above, equal))


def scaled(scores: Floats) -> Floats:
    """Return scores of 0 and more divided by the highest, so that it is 1."""
    highest = float(scores.max(initial=0.0))
    return scores / highest if highest > 0 else scores
