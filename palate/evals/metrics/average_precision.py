"""Average precision."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from palate.catalog.item import ItemId


def average_precision(ranked: Sequence[ItemId], relevant: Collection[ItemId], *, k: int | None = None) -> float:
    r"""Mean, over the relevant items, of the precision at the place where each is found.

    $\frac{1}{|R|} \sum_{i \le k} \mathbb{1}[r_i \in R] \cdot P@i$; one that is not found adds 0.

    Returns:
        A value in [0, 1]; `nan` where `relevant` is empty.
    """
    wanted = set(relevant)
    if not wanted:
        return math.nan
    found, total = 0, 0.0
    for place, item in enumerate(ranked[:k], start=1):
        if item in wanted:
            found += 1
            total += found / place
    return total / len(wanted)
