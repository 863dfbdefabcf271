"""The learned ranker's order put anew for more than accuracy, and how unlike each other the first items are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from palate.catalog.columns import FloatArray, Positions
from palate.evals.baselines.ordering import Asked, OrderingContestant
from palate.ranking.diversity import FIRST, Mode, likeness, rearranged
from palate.ranking.learned.ranker import LearnedRanker
from palate.tools.ordering import best

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

NOVELTY = 0.2
"""How much novelty `learned-novel` has."""


def by_diverse(catalog: Catalog, asked: Asked) -> FloatArray:
    """The learned ranker's order, those first that are unlike the ones before them."""
    return _anew(catalog, asked, mode="diversity", novelty=0.0)


def by_novel(catalog: Catalog, asked: Asked) -> FloatArray:
    """The learned ranker's order, less exposed items gaining."""
    return _anew(catalog, asked, mode="accuracy", novelty=NOVELTY)


def intra_list_diversity(catalog: Catalog, shown: Positions) -> float:
    r"""Mean unlikeness of two items of a list.

    $\frac{2}{n (n - 1)} \sum_{i < j} (1 - s_{ij})$ with $s$ the `likeness` of the items at positions `shown` (Smyth and
    McClave, 2001).

    Returns:
        A value in [0, 1]; `nan` of fewer than two items.
    """
    pairs = np.triu_indices(len(shown), k=1)
    return float(np.mean(1 - likeness(catalog, shown)[pairs])) if len(shown) > 1 else float("nan")


def _anew(catalog: Catalog, asked: Asked, *, mode: Mode, novelty: float) -> FloatArray:
    scores = LearnedRanker(catalog).score(asked.taste)
    scores[catalog.positions([item for item in sorted(asked.taste.seen) if catalog.has(item)])] = -np.inf
    first = best(scores, FIRST)
    first = first[np.isfinite(scores[first])]
    anew = rearranged(catalog, first, mode=mode, novelty=novelty)
    scores[anew] = scores[first].max(initial=-np.inf) + np.arange(len(anew), 0, -1)
    return scores


MODES = (
    OrderingContestant(
        "learned-diverse", "the learned ranker, those first that are unlike the ones before", by_diverse
    ),
    OrderingContestant("learned-novel", f"the learned ranker with {NOVELTY:g} novelty", by_novel),
)
