"""What the baselines without understanding order the catalogue by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from palate.catalog.columns import FloatArray
from palate.evals.baselines.ordering import Asked
from palate.ranking.popularity import popularity_of
from palate.ranking.preference import PreferenceRanker
from palate.ranking.taste import Taste
from palate.tools.candidates import Candidates
from palate.tools.context import ToolContext
from palate.tools.toolbox import Toolbox

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


def by_chance(catalog: Catalog, asked: Asked) -> FloatArray:
    """One random order a conversation, drawn with the seed."""
    return np.random.default_rng(asked.seed).random(catalog.columns.size)


def by_popularity(catalog: Catalog, asked: Asked) -> FloatArray:  # noqa: ARG001
    """What most people took and liked, whoever asks."""
    return np.asarray(popularity_of(catalog).score, dtype=np.float64)


def by_neighbours(catalog: Catalog, asked: Asked) -> FloatArray:
    """What people like who like what this one likes; of nobody, popularity."""
    taste = Taste(likes=asked.taste.likes, dislikes=asked.taste.dislikes)
    return PreferenceRanker(catalog, linear=False).score(taste)


def by_search(catalog: Catalog, asked: Asked) -> FloatArray:
    """BM25 of the session's words over titles, texts and values."""
    size = catalog.columns.size
    scores = np.full(size, -np.inf)
    context = ToolContext(catalog, candidates=Candidates.everything(size))
    found = Toolbox().get("search").run(context, {"query": " ".join(asked.messages)}).candidates
    if found is not None and "search" in found.scores:
        scores[catalog.positions(found.ids)] = found.scores["search"]
    return scores
