"""Precision at k."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from palate.catalog.item import ItemId


def precision(ranked: Sequence[ItemId], relevant: Collection[ItemId], *, k: int) -> float:
    r"""Share of the first `k` places that hold a relevant item.

    $|\{r_1, \dots, r_k\} \cap R| / k$; places that a short list leaves empty count as misses.
    """
    return len(set(relevant).intersection(ranked[:k])) / k
