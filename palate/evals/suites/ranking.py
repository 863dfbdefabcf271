"""Rankings alone, without a word said: the log is cut at one moment, and the next liked film is looked for."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from palate.agent.config import AgentConfig
from palate.agent.policies import ItemPolicy, NotSeen
from palate.catalog.columns import FloatArray
from palate.evals.among import Among
from palate.evals.baselines import NEIGHBOURS, POPULARITY, RANDOM
from palate.evals.baselines.ordering import Asked, OrderingContestant
from palate.evals.case import Case
from palate.evals.contestant import Contestant, Setup
from palate.evals.metric import Metric
from palate.evals.metrics import hit, ndcg
from palate.evals.outcome import Conversation, Outcome
from palate.evals.suite import About
from palate.evals.suites.one_turn import pool_of
from palate.evals.suites.sessions.data import SessionsData
from palate.evals.suites.sessions.people import LEAST_LIKED, LIKED, Rating, Seeking, ratings_of
from palate.evals.suites.sessions.suite import Sessions
from palate.ranking.preference import PreferenceRanker
from palate.ranking.taste import Taste

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

K = 10
SHARE = 0.5
"""How much of the whole log lies before the moment: of MovieLens-100K, where most people stay for a day, about the half
leaves the most people with something on both sides."""


def by_linear(catalog: Catalog, asked: Asked) -> FloatArray:
    """What the linear model makes of likes alone; neighbours where the catalogue has none."""
    return PreferenceRanker(catalog).score(Taste(likes=asked.taste.likes))


def by_preference(catalog: Catalog, asked: Asked) -> FloatArray:
    """What the agent ranks by."""
    return PreferenceRanker(catalog).score(asked.taste)


@dataclass
class Ranking(Sessions):
    """People who rated films before and after the moment at which the log of everybody is cut."""

    @property
    def name(self) -> str:
        """Always `ranking`."""
        return "ranking"

    @property
    def about(self) -> About:
        """What the figures may be read as."""
        return About(
            measures=(
                "How high the first film that a person likes after a moment stands in orders of what everybody did "
                "before it: over everything, and among 19 films that they never rated (the field's sampled protocol)."
            ),
            cannot=(
                "Fewer than a fifth of the people are there on both sides of the moment, so intervals are wide; the "
                "sampled figures flatter what favours the popular, and are there to be set beside those of others."
            ),
            ceiling="1 for all, which no order can reach: what is liked next is not determined by what was liked.",
        )

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """NDCG and hits over everything, and the same among sampled negatives."""
        return (
            Metric(f"ndcg@{K}", "ndcg", f"1 / log2(place + 1) of the target among the first {K} of all films, else 0"),
            Metric(f"hr@{K}", "hr", f"share of people whose target is among the first {K} of all films"),
            Metric(f"ndcg@{K} of 20", "ndcg_sampled", "the same among the target and 19 films never rated", worst=0.0),
            Metric(f"hr@{K} of 20", "hr_sampled", "the same among the target and 19 films never rated", worst=0.0),
        )

    @property
    def contestants(self) -> tuple[Contestant, ...]:
        """The models that there are."""
        return (
            OrderingContestant("preference", "what the agent ranks by", by_preference),
            OrderingContestant("linear", "the linear model over likes alone", by_linear),
            NEIGHBOURS,
            POPULARITY,
            RANDOM,
        )

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:
        """Look at the first ten over everything, and at those among the sampled."""
        catalog, target, user = self._opened(), str(case.data["target"]), str(case.data["user"])
        pool = pool_of(catalog, user, target, random.Random(seed))  # noqa: S311
        whole = _ordered(contestant, catalog, user, seed, (NotSeen(),))
        sampled = _ordered(contestant, catalog, user, seed, (NotSeen(), Among(pool)))
        orders = [[item["id"] for item in talk.turns[0].reply["items"]] for talk in (whole, sampled)]
        scores = {
            "ndcg": ndcg(orders[0], {target: 1.0}, k=K),
            "hr": hit(orders[0], {target}, k=K),
            "ndcg_sampled": ndcg(orders[1], {target: 1.0}, k=K),
            "hr_sampled": hit(orders[1], {target}, k=K),
        }
        return Outcome(case.id, scores, whole.turns, failed=not scores["hr"])

    def _can(self, case: Case) -> bool:  # noqa: ARG002
        return True

    def _read(self) -> SessionsData:
        if self._data is None:
            films = SessionsData.found(source=self.source).films
            ratings = ratings_of(films.interactions)
            moment = sorted(each.time for each in ratings)[int(SHARE * len(ratings))]
            before = tuple(each for each in ratings if each.time < moment)
            self._data = SessionsData(films, tuple(later(ratings, moment)), before)
        return self._data


def later(ratings: Sequence[Rating], moment: float) -> list[Seeking]:
    """Return who liked enough before `moment`, with the first film that they liked from then on.

    Args:
        ratings: the log, in the order of people, then of time.
        moment: when it is cut.
    """
    found = []
    for user, lines in groupby(ratings, key=lambda each: each.user):
        liked = [each for each in lines if each.value >= LIKED]
        before = tuple(each.item for each in liked if each.time < moment)
        target = next((each for each in liked if each.time >= moment), None)
        if target is not None and len(before) >= LEAST_LIKED:
            found.append(Seeking(user, target.item, target.time, before, "test"))
    return found


def _ordered(
    contestant: Contestant, catalog: Catalog, user: str, seed: int, policies: Sequence[ItemPolicy]
) -> Conversation:
    with closing(contestant.open(catalog, Setup(config=AgentConfig(k=K), policies=policies, seed=seed))) as talker:
        talk = Conversation(talker, user=user)
        talk.say("Recommend me something")
    return talk
