"""The models that are compared: each gives every item a score for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from palate.catalog.columns import FloatArray
from palate.evals.baselines import NEIGHBOURS, POPULARITY, RANDOM
from palate.evals.baselines.ordering import Asked, OrderingContestant
from palate.ranking.content import Content, models_of
from palate.ranking.generators import GENERATORS
from palate.ranking.history import History
from palate.ranking.knowledge import Knowledge
from palate.ranking.learned.ranker import LearnedRanker
from palate.ranking.moment import Moment
from palate.ranking.popularity import popularity_of
from palate.ranking.preference import PreferenceRanker

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


def by_agent(catalog: Catalog, asked: Asked) -> FloatArray:
    """What the agent ranks by: the trained ranker, where the catalogue has one."""
    return LearnedRanker(catalog).score(asked.taste)


def by_untrained(catalog: Catalog, asked: Asked) -> FloatArray:
    """What the agent ranks by without a trained ranker."""
    return PreferenceRanker(catalog).score(asked.taste)


def by_linear(catalog: Catalog, asked: Asked) -> FloatArray:
    """The linear model over everything that was taken, all of it counting alike."""
    return _generated("linear whole", catalog, asked)


def by_linear_recency(catalog: Catalog, asked: Asked) -> FloatArray:
    """The linear model, later events counting more."""
    return _generated("linear", catalog, asked)


def by_sequence(catalog: Catalog, asked: Asked) -> FloatArray:
    """What is taken beside the latest events."""
    return _generated("sequence", catalog, asked)


def by_recent_popularity(catalog: Catalog, asked: Asked) -> FloatArray:  # noqa: ARG001
    """What everybody takes lately."""
    return popularity_of(catalog).recent


def by_content(catalog: Catalog, asked: Asked) -> FloatArray:
    """Likeness in what the catalogue says of items to what was liked."""
    likes = {item: weight for item, weight in asked.taste.likes.items() if catalog.has(item)}
    if not likes:
        return np.zeros(catalog.columns.size)
    return Content.of(catalog).scores(models_of(catalog, likes))


def _generated(name: str, catalog: Catalog, asked: Asked) -> FloatArray:
    history = History.of(catalog, asked.taste.history)
    known = Knowledge.stored(catalog, catalog.columns)
    generator = next(each for each in GENERATORS if each.name == name)
    return generator.scores(Moment(known, history, known.popularity.recent))


MODELS = (
    OrderingContestant("learned", "what the agent ranks by once a ranker is trained", by_agent),
    OrderingContestant("untrained", "what the agent ranks by where nothing is trained", by_untrained),
    OrderingContestant("linear-recency", "EASE, later events counting more", by_linear_recency),
    OrderingContestant("linear", "EASE over all that was taken", by_linear),
    OrderingContestant("sequence", "what people take beside the latest events", by_sequence),
    NEIGHBOURS,
    OrderingContestant("content", "likeness to what was liked", by_content),
    OrderingContestant("recent-popularity", "what everybody takes lately", by_recent_popularity),
    POPULARITY,
    RANDOM,
)
