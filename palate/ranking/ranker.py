"""A ranker of one's own: what orders candidates in the place of the catalogue's, as an object or by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast

import numpy as np

from palate.catalog.catalog import Catalog
from palate.catalog.columns import FloatArray
from palate.catalog.installed import made
from palate.catalog.item import ItemId
from palate.errors import BadArgument
from palate.ranking.taste import Taste

GROUP = "palate.rankers"
"""The entry-point group under which an installed package offers what makes a ranker of a catalogue."""
MOST_SCORED = 1_000
"""Candidates that one call of `score` is given at the most: some hundred times what a reply shows."""


class Ranker(Protocol):
    """Orders candidates for a taste."""

    def score(self, taste: Taste, candidates: Sequence[ItemId]) -> Sequence[float] | FloatArray:
        """Return a number for each candidate, in their order; higher is better.

        Only the order of the numbers counts: the untrained ranker says how far apart items are, so that wishes and
        requests count beside it as ever. Of equals that one comes first which stands first in `candidates`.

        Args:
            taste: what is known of the person; do not change it.
            candidates: what may be shown, `MOST_SCORED` ids at most, the best by the untrained ranker first; of a
                larger pool what is not among these comes behind.
        """
        ...


def make_ranker(given: str | Ranker, catalog: Catalog) -> Ranker:
    """Return a ranker as it is given, or what the entry point of that name makes of the catalogue.

    Raises:
        BadArgument: it is none, there is none of that name, or it cannot be loaded or made.
    """
    if isinstance(given, str):
        return _checked(made(given, GROUP, catalog, what="ranker"), f"what the ranker `{given}` makes of the catalogue")
    if isinstance(given, type):
        raise BadArgument(f"`ranker` is the class `{given.__name__}`; write `{given.__name__}(…)`.")
    return _checked(given, "`ranker`")


def read_scores(answer: object, count: int) -> FloatArray:
    """Return what a ranker answered as numbers.

    Raises:
        BadArgument: it is not `count` numbers.
    """
    scores = np.asarray(answer)
    if scores.shape != (count,):
        shape = " x ".join(map(str, scores.shape)) or "no list"
        raise BadArgument(f"its scores are {shape}; one for each of {count} candidates was expected.")
    if scores.dtype.kind not in "iuf":
        raise BadArgument("its scores are not all numbers.")
    if np.isnan(scores).any():
        raise BadArgument("its scores are not all numbers: one is NaN.")
    return scores.astype(np.float64)


def _checked(given: object, what: str) -> Ranker:
    if not callable(getattr(given, "score", None)):
        raise BadArgument(f"{what} is `{given!r:.60}`; an object with `score(taste, candidates)` was expected.")
    return cast(Ranker, given)
