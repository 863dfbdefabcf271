"""An order of one ranker on the scale of another."""

from __future__ import annotations

import numpy as np

from palate.catalog.columns import FloatArray, Positions

_APART = 1e-9
"""What keeps an order among equal values."""


def reordered(values: FloatArray, order: Positions) -> FloatArray:
    """Return values of which those at `order` are the largest that there are, falling in that order.

    Whatever else had as much comes right behind. What is added to values counts beside the new order as much as it
    did beside the old.

    Args:
        values: what one ranker gives.
        order: places among them, each once, in the order of the other.
    """
    moved = values.copy()
    if not len(order):
        return moved
    best = -np.sort(np.partition(-values, len(order) - 1)[: len(order)])
    behind = np.flatnonzero(values >= best[-1])
    behind = behind[np.argsort(-values[behind], kind="stable")]
    apart = _APART * np.arange(len(order) + len(behind))
    moved[behind] = best[-1] - apart[len(order) :]
    moved[order] = best - apart[: len(order)]
    return moved
