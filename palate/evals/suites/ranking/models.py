"""The models that are compared: each gives every item a score for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from palate.catalog.columns import BoolArray, FloatArray
from palate.evals.baselines import NEIGHBOURS, POPULARITY, RANDOM
from palate.evals.baselines.ordering import Asked
from palate.evals.suites.ranking.contestant import RankingContestant
from palate.evals.suites.ranking.modes import MODES
from palate.evals.suites.ranking.recommenders.als import fit_als
from palate.evals.suites.ranking.recommenders.bpr import fit_bpr
from palate.evals.suites.ranking.recommenders.scorer import fitted
from palate.evals.suites.ranking.recommenders.slim import fit_slim
from palate.evals.suites.ranking.recommenders.training import Training
from palate.ranking.content import Content, models_of
from palate.ranking.generators import EACH, GENERATORS
from palate.ranking.history import History
from palate.ranking.knowledge import Knowledge
from palate.ranking.learned.model import versions
from palate.ranking.learned.ranker import LearnedRanker
from palate.ranking.learned.told import read_report
from palate.ranking.linear import fitted as fit_linear
from palate.ranking.links import stacked
from palate.ranking.log import LogArrays
from palate.ranking.moment import Moment
from palate.ranking.places import known_positions
from palate.ranking.popularity import popularity_of
from palate.ranking.preference import PreferenceRanker
from palate.ranking.sequence import beside
from palate.ranking.tables.linear import linear_of

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


def by_agent(catalog: Catalog, asked: Asked) -> FloatArray:
    """What the agent ranks by: the trained ranker, where the catalogue has one, over what may be shown."""
    shown = np.full(catalog.columns.size, -np.inf)
    pool = np.flatnonzero(_unseen(catalog, asked))
    shown[pool] = LearnedRanker(catalog).score(asked.taste, pool)
    return shown


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


def by_generators(catalog: Catalog, asked: Asked) -> FloatArray:
    """What the generators put forward of what the person has not had, each item by its best place in any of them.

    Of equals the one whose generator is listed first comes first; what none of them puts forward is not shown.
    """
    moment = _moment(catalog, asked)
    pool, best = np.flatnonzero(_unseen(catalog, asked)), np.full(moment.known.size, np.inf)
    for at, generator in enumerate(GENERATORS):
        scores = generator.scores(moment)[pool]
        order = np.argsort(-scores, kind="stable")[:EACH]
        chosen = pool[order[scores[order] > 0]]
        best[chosen] = np.minimum(best[chosen], np.arange(len(chosen)) + at / len(GENERATORS))
    return -best


def _unseen(catalog: Catalog, asked: Asked) -> BoolArray:
    """Return of each item whether the person has not had it."""
    unseen = np.ones(catalog.columns.size, dtype=np.bool_)
    unseen[list(known_positions(catalog, asked.taste.seen).values())] = False
    return unseen


def _generated(name: str, catalog: Catalog, asked: Asked) -> FloatArray:
    generator = next(each for each in GENERATORS if each.name == name)
    return generator.scores(_moment(catalog, asked))


def _moment(catalog: Catalog, asked: Asked) -> Moment:
    known = Knowledge.stored(catalog, catalog.columns)
    return Moment(known, History.of(catalog, asked.taste.history), known.popularity.recent)


def trained_ranker(catalog: Catalog) -> float | None:
    """Return how long the ranker in use was trained; None where there is none."""
    used = next((each for each in versions(catalog.connect()) if each["used"]), None)
    return None if used is None else sum(read_report(used["version"], used["report"]).seconds.values())


def _linear(log: LogArrays, size: int, seed: int) -> None:  # noqa: ARG001
    fit_linear(log)


def _sequence(log: LogArrays, size: int, seed: int) -> None:  # noqa: ARG001
    stacked(beside(log, size), size)


LINEAR, SEQUENCE = Training("linear", _linear), Training("sequence", _sequence)
"""A catalogue has them already: they are fitted once more for the time that it takes."""


def linear_seconds(catalog: Catalog) -> float | None:
    """Return how long the linear model takes; None where the catalogue has none."""
    known = linear_of(catalog.connect(), (), catalog.columns)
    return None if known is None else LINEAR.seconds(catalog)


MODELS = (
    RankingContestant("learned", "what the agent ranks by once a ranker is trained", by_agent, trained_ranker),
    RankingContestant("untrained", "what the agent ranks by where nothing is trained", by_untrained),
    RankingContestant(
        "generators", "what the learned ranker puts in order, each item by its best place", by_generators
    ),
    RankingContestant("linear-recency", "EASE, later events counting more", by_linear_recency, linear_seconds),
    RankingContestant("linear", "EASE over all that was taken", by_linear, linear_seconds),
    *MODES,
    *fitted("slim", "SLIM over all that was taken", fit_slim, needs="fastslim"),
    *fitted("als", "implicit ALS over all that was taken", fit_als, needs="implicit"),
    *fitted("bpr", "BPR matrix factorisation over all that was taken", fit_bpr, needs="implicit"),
    RankingContestant("sequence", "what people take beside the latest events", by_sequence, SEQUENCE.seconds),
    RankingContestant(**vars(NEIGHBOURS)),
    RankingContestant("content", "likeness to what was liked", by_content),
    RankingContestant("recent-popularity", "what everybody takes lately", by_recent_popularity),
    RankingContestant(**vars(POPULARITY)),
    RankingContestant(**vars(RANDOM)),
)
