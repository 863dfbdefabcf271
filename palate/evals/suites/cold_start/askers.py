"""Who is compared: each gives every item a score for how much it is worth asking about next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from palate.catalog.columns import FloatArray
from palate.evals.baselines.ordering import Asked, OrderingContestant
from palate.evals.baselines.scorers import by_chance
from palate.ranking.factors import posterior_of
from palate.ranking.log import TAKEN
from palate.ranking.popularity import popularity_of

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

SHOWN = 10
"""How many items the value of a question looks at."""
_MOST = 300
"""Items that most people took, which alone are worth a question by value, and likeliest items that it may bring up."""


def by_thompson(catalog: Catalog, asked: Asked) -> FloatArray:
    """Return what each item would be to somebody who is drawn from what is known of the person."""
    chance = np.random.default_rng((asked.seed, len(asked.messages)))
    return posterior_of(catalog, asked.taste).drawn(chance)


def by_expectation(catalog: Catalog, asked: Asked) -> FloatArray:
    """Return what each item is expected to be to the person: nothing is asked to learn."""
    return posterior_of(catalog, asked.taste).scores


def by_value(catalog: Catalog, asked: Asked) -> FloatArray:
    """Return by how much an answer about each item is expected to raise what the best `SHOWN` items are worth.

    As for questions about fields: over the answers, how likely each is times the best that could be shown after it,
    less the best that can be shown now. "Not seen" changes nothing.
    """
    known, popularity = posterior_of(catalog, asked.taste), popularity_of(catalog)
    about = np.argsort(-popularity.people, kind="stable")[:_MOST]
    play = np.argsort(-known.scores, kind="stable")[:_MOST]
    rows, now, expected = known.factors.loadings[about], known.scores[play, None], known.scores[about]
    variances = np.einsum("if,fg,ig->i", rows, known.covariance, rows) + known.factors.noises[about]
    moves = known.factors.loadings[play] @ known.covariance @ rows.T / variances
    liked = popularity.liked[about]
    worths = np.full(len(known.scores), -np.inf)
    worths[about] = sum(
        people * (_best(now + moves * (answer - expected)) - _best(now))
        for answer, people in ((1.0, liked), (TAKEN, popularity.people[about] - liked))
    ) / max(catalog.schema.log.users, 1)
    return worths


def by_likes(catalog: Catalog, asked: Asked) -> FloatArray:  # noqa: ARG001
    """Return how many people like each item."""
    return popularity_of(catalog).liked.astype(np.float64)


def _best(scores: FloatArray) -> FloatArray:
    shown = min(SHOWN, len(scores))
    return np.asarray(np.partition(scores, -shown, axis=0)[-shown:].sum(axis=0))


ASKERS = (
    OrderingContestant("thompson", "asks what somebody would like who is drawn from what is known", by_thompson),
    OrderingContestant("greedy", "asks what is most likely liked", by_expectation),
    OrderingContestant("value-of-information", "asks what is expected to raise the first ten most", by_value),
    OrderingContestant("popular", "asks what most people like", by_likes),
    OrderingContestant("random", "asks about any item", by_chance),
)
