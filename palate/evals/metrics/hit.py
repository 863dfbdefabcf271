"""Hit at k."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from palate.catalog.item import ItemId


def hit(ranked: Sequence[ItemId], relevant: Collection[ItemId], *, k: int) -> float:
    r"""1 where any relevant item is among the first `k`, else 0.

    $\mathbb{1}[\{r_1, \dots, r_k\} \cap R \ne \emptyset]$, by item id and never by title.
    """
    return float(any(item in relevant for item in ranked[:k]))
