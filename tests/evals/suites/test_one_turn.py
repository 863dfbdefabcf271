from __future__ import annotations

import math
import random
from pathlib import Path

import pytest

from palate.evals.baselines import POPULARITY, RANDOM
from palate.evals.case import Case
from palate.evals.suite import Suite
from palate.evals.suites.one_turn import OneTurn, development, pool_of
from tests.evals.suites.sessions.test_suite import Knowing


def first(movielens: Path) -> tuple[OneTurn, Case]:
    suite = OneTurn(source=movielens)
    return suite, suite.cases()[0]


def test_it_is_a_suite() -> None:
    assert isinstance(OneTurn(), Suite)
    assert [OneTurn().name, development().name] == ["one-turn", "one-turn-development"]


@pytest.mark.parametrize(("place", "recall", "ndcg"), [(0, 1.0, 1.0), (2, 1.0, 0.5), (6, 0.0, 1 / 3)])
def test_the_place_of_the_target_counts(movielens: Path, place: int, recall: float, ndcg: float) -> None:
    suite, case = first(movielens)

    outcome = suite.run(case, Knowing(case.data["target"], turn=None, place=place), seed=1)

    assert outcome.scores["recall"] == recall
    assert math.isclose(outcome.scores["ndcg"], ndcg)


def test_a_random_order_of_the_twenty_is_at_chance(movielens: Path) -> None:
    suite = OneTurn(source=movielens)

    scores = [suite.run(case, RANDOM, seed=seed).scores["ndcg"] for case in suite.cases() for seed in range(20)]

    chance = sum(1 / math.log2(place + 1) for place in range(1, 21)) / 20
    assert abs(sum(scores) / len(scores) - chance) < 0.04


def test_the_pool_is_the_target_and_what_the_person_never_touched(movielens: Path) -> None:
    suite, case = first(movielens)
    catalog, user, target = suite._opened(), case.data["user"], case.data["target"]

    pool = pool_of(catalog, user, target, random.Random(1))

    assert len(pool) == 20
    assert target in pool
    assert not pool & {entry.item for entry in catalog.log_of(user)}


def test_a_request_does_not_name_the_target(movielens: Path) -> None:
    suite = OneTurn(source=movielens)

    assert all(suite.run(case, POPULARITY, seed=2).scores["given_away"] == 0 for case in suite.cases())
