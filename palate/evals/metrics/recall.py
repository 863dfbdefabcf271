"""Recall at k."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from palate.catalog.item import ItemId


def recall(ranked: Sequence[ItemId], relevant: Collection[ItemId], *, k: int) -> float:
    r"""Share of the relevant items that are among the first `k`.

    $|\{r_1, \dots, r_k\} \cap R| / |R|$.

    Returns:
        A value in [0, 1]; `nan` where `relevant` is empty, so that a mean can skip it.
    """
    wanted = set(relevant)
    return len(wanted.intersection(ranked[:k])) / len(wanted) if wanted else math.nan
