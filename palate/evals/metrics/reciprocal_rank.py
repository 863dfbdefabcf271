"""Reciprocal rank."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from palate.catalog.item import ItemId


def reciprocal_rank(ranked: Sequence[ItemId], relevant: Collection[ItemId], *, k: int | None = None) -> float:
    r"""One over the place of the first relevant item, 0 where none is among the first `k`.

    $1 / \min\{i : r_i \in R\}$; its mean over cases is the MRR.
    """
    for place, item in enumerate(ranked[:k], start=1):
        if item in relevant:
            return 1.0 / place
    return 0.0
