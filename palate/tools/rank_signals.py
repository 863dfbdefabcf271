"""What `rank` orders by: signals over the pool, and their sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from palate.errors import ToolError
from palate.ranking.learned.ranker import Reordered
from palate.ranking.popularity import Popularity, popularity_of
from palate.ranking.preference import Reading
from palate.ranking.weights import Weights
from palate.tools.candidates import Positions
from palate.tools.context import ToolContext
from palate.tools.ordering import Floats, scaled
from palate.tools.rank_preference import prefer

By = Literal["popularity", "similarity", "preference"]

EARLIER = {"similarity": 0.8, "search": 0.6}
"""How much the scores of earlier steps, the best being 1, add to the preference (whose own weights are in
`palate.ranking.weights`): what was asked for now counts for more than any one habit."""
TIE = 0.1
"""How much popularity adds to similarity: it decides between items that are about equally alike."""


@dataclass(frozen=True)
class Ranking:
    """The signals of one call of `rank`, over its pool."""

    total: Floats
    """What orders them."""
    scores: Mapping[str, Floats]
    reading: Reading | Reordered | None = None
    """The taste, where preference orders them."""
    note: str = ""
    """Why the ranker that should have ordered them did not."""
    log: str = ""
    """What it raised, in full."""


def make_ranking(context: ToolContext, pool: Positions, by: By) -> Ranking:
    """Compute what `by` asks for, over `pool`.

    Raises:
        ToolError: `similarity` without an earlier step that compared items.
    """
    popularity = popularity_of(context.catalog)
    if by == "popularity":
        total = popularity.score[pool]
        return Ranking(total, {"popularity": total, "score": total})
    if by == "similarity":
        return _by_similarity(context, pool, popularity)
    preferred = prefer(context, pool)
    total = preferred.scores
    for name, weight in EARLIER.items():
        if name in context.candidates.scores:
            total = total + weight * scaled(context.candidates.score(name, pool))
    scores = {"preference": preferred.scores, "score": total}
    return Ranking(total, scores, preferred.reading, preferred.note, preferred.log)


def _by_similarity(context: ToolContext, pool: Positions, popularity: Popularity) -> Ranking:
    if "similarity" not in context.candidates.scores:
        raise ToolError("nothing was compared yet; call `similar` first, or rank by preference.")
    similarity = context.candidates.score("similarity", pool)
    total = similarity + TIE * popularity.score[pool]
    for wish in context.taste.wishes:  # "Like Alien, but calmer"
        total = total + Weights().wishes * wish.weight * context.catalog.columns.mask(wish.where)[pool]
    return Ranking(total, {"similarity": similarity, "score": total})
