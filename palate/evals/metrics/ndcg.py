"""Normalised discounted cumulative gain."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from palate.catalog.item import ItemId


def ndcg(ranked: Sequence[ItemId], relevant: Mapping[ItemId, float], *, k: int) -> float:
    r"""Normalised discounted cumulative gain at `k`.

    $\sum_{i \le k} g(r_i) / \log_2(i + 1)$ over its value for the ideal order (Järvelin and Kekäläinen, 2002),
    with gain $g$ as given in `relevant` and 0 elsewhere.

    Returns:
        A value in [0, 1]; `nan` where no item has a gain, so that a mean can skip it.
    """
    ideal = _discounted(sorted(relevant.values(), reverse=True)[:k])
    if ideal <= 0:
        return math.nan
    return _discounted(relevant.get(item, 0.0) for item in ranked[:k]) / ideal


def _discounted(gains: Iterable[float]) -> float:
    return math.fsum(gain / math.log2(place + 1) for place, gain in enumerate(gains, start=1))
