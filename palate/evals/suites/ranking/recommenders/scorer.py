"""A fitted recommender as contestants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from palate.catalog.columns import FloatArray
from palate.evals.baselines.ordering import Asked
from palate.evals.suites.ranking.contestant import RankingContestant
from palate.evals.suites.ranking.recommenders.recommender import Fit, Recommender
from palate.evals.suites.ranking.recommenders.training import Training
from palate.ranking.history import History

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


@dataclass(frozen=True)
class Fitted:
    """Scores by a recommender that is fitted once a catalogue."""

    training: Training
    recency: bool
    """Later events of a person count more."""

    def __call__(self, catalog: Catalog, asked: Asked) -> FloatArray:
        """Return the score of every item."""
        model: Recommender = self.training.of(catalog).model
        told = History.of(catalog, asked.taste.history)
        by = told.taken * told.recency() if self.recency else told.taken
        return model.scores(History(told.items, by, told.times))


def fitted(name: str, about: str, fit: Fit, *, needs: str) -> tuple[RankingContestant, RankingContestant]:
    """Return a recommender twice: all that a person took counting alike, and later events counting more."""
    training = Training(name, fit)
    return (
        RankingContestant(name, about, Fitted(training, recency=False), training.seconds, needs),
        RankingContestant(
            f"{name}-recency",
            f"{about}, later events counting more",
            Fitted(training, recency=True),
            training.seconds,
            needs,
        ),
    )
