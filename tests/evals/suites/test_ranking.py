from __future__ import annotations

from pathlib import Path

from palate.evals.suite import Suite
from palate.evals.suites.ranking import Ranking, later
from palate.evals.suites.sessions.people import Rating, Seeking
from tests.evals.suites.sessions.test_suite import Knowing


def test_it_is_a_suite() -> None:
    assert isinstance(Ranking(), Suite)
    assert Ranking().name == "ranking"


def test_the_target_is_the_first_film_liked_from_the_moment_on() -> None:
    log = [Rating("1", str(item), 5.0 if item != 6 else 2.0, float(item)) for item in range(9)]

    assert later(log, 6.0) == [Seeking("1", "7", 7.0, ("0", "1", "2", "3", "4", "5"), "test")]
    assert later(log, 3.0) == []
    assert later(log, 9.0) == []


def test_nothing_after_the_moment_is_in_the_log(movielens: Path) -> None:
    suite = Ranking(source=movielens)
    data = suite._read()

    assert suite.cases()
    assert max(rating.time for rating in data.log) < min(person.time for person in data.people)


def test_the_place_of_the_target_counts(movielens: Path) -> None:
    suite = Ranking(source=movielens)
    case = suite.cases()[0]

    outcome = suite.run(case, Knowing(case.data["target"], turn=None, place=2), seed=1)

    assert outcome.scores == {"ndcg": 0.5, "hr": 1.0, "ndcg_sampled": 0.5, "hr_sampled": 1.0}
