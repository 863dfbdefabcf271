"""The learned ranker's order put anew for more than accuracy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from palate.catalog.columns import FloatArray
from palate.evals.baselines.ordering import Asked
from palate.evals.suites.ranking.contestant import RankingContestant
from palate.ranking.diversity import FIRST, Mode, rearranged
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


def _anew(catalog: Catalog, asked: Asked, *, mode: Mode, novelty: float) -> FloatArray:
    scores = LearnedRanker(catalog).score(asked.taste)
    scores[catalog.positions([item for item in sorted(asked.taste.seen) if catalog.has(item)])] = -np.inf
    first = best(scores, FIRST)
    first = first[np.isfinite(scores[first])]
    anew = rearranged(catalog, first, mode=mode, novelty=novelty)
    scores[anew] = scores[first].max(initial=-np.inf) + np.arange(len(anew), 0, -1)
    return scores


MODES = (
    RankingContestant("learned-diverse", "the learned ranker, those first that are unlike the ones before", by_diverse),
    RankingContestant("learned-novel", f"the learned ranker with {NOVELTY:g} novelty", by_novel),
)
