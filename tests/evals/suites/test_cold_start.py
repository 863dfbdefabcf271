from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from palate import Catalog
from palate.catalog.columns import FloatArray
from palate.errors import BadArgument
from palate.evals.baselines import AGENT
from palate.evals.baselines.ordering import Asked, OrderingContestant
from palate.evals.suites.cold_start.askers import ASKERS, by_thompson, by_value
from palate.evals.suites.cold_start.people import strangers
from palate.evals.suites.cold_start.suite import AFTER, ColdStart, development
from palate.evals.suites.sessions.people import Rating
from palate.ranking.factors import Factors
from palate.ranking.taste import Taste

ITEMS = [str(number) for number in range(20)]


def rated(user: str) -> list[Rating]:
    """Likes of even items, and dislikes of the others."""
    return [Rating(user, item, 5.0 if int(item) % 2 == 0 else 3.0, 0.0) for item in ITEMS]


def test_people_answer_about_one_half_of_the_items_what_they_rated_there() -> None:
    person = strangers([each for user in range(20) for each in rated(str(user))], ITEMS)[0]

    assert len(person.askable) == 10
    assert {item: person.asked(item) for item in ITEMS} == {
        item: "not seen" if item not in person.askable else "liked" if int(item) % 2 == 0 else "disliked"
        for item in ITEMS
    }
    assert person.liked == {item for item in ITEMS if int(item) % 2 == 0} - person.askable


def test_test_people_are_no_development_people() -> None:
    found = strangers([each for user in range(20) for each in rated(str(user))], ITEMS)

    assert [each.split for each in found] == ["test"] * 6 + ["development"] * 3
    assert len({each.user for each in found}) == 9


def test_the_log_of_all_who_are_asked_is_hidden(movielens: Path) -> None:
    test, other = ColdStart(source=movielens)._opened(), ColdStart("development", source=movielens)._opened()

    assert test.people
    assert other.people
    assert test.catalog.schema.log.users == 30 - len(test.people) - len(other.people)
    assert [each.user for each in (*test.people, *other.people) if test.catalog.log_of(each.user)] == []
    assert test.fingerprint != other.fingerprint
    assert development().name == "cold-start-development"


@pytest.mark.parametrize("asker", ASKERS, ids=lambda each: each.name)
def test_nothing_is_asked_twice_nor_of_the_half_that_is_put_in_order(
    movielens: Path, asker: OrderingContestant
) -> None:
    suite = ColdStart(source=movielens)
    case, person = suite.cases()[0], suite._opened().people[0]
    asked: list[tuple[str, ...]] = []

    def watched(catalog: Catalog, seen: Asked) -> FloatArray:
        asked.append(seen.messages)
        return asker.scorer(catalog, seen)

    outcome = suite.run(case, OrderingContestant("watched", "", watched), seed=1)

    assert [len(each) for each in asked] == list(range(AFTER[0]))
    assert len(set(asked[-1])) == len(asked[-1])
    assert person.askable.issuperset(asked[-1])
    assert outcome == suite.run(case, asker, seed=1)


def test_the_order_is_looked_at_after_each_number_of_questions(movielens: Path) -> None:
    suite = ColdStart(source=movielens)
    case, person = suite.cases()[0], suite._opened().people[0]

    def knowing(catalog: Catalog, asked: Asked) -> FloatArray:
        scores = np.zeros(catalog.columns.size)
        scores[catalog.positions(person.answers)] = 1.0
        return scores

    scores = suite.run(case, OrderingContestant("knowing", "", knowing), seed=1).scores

    assert set(scores) == {metric.score for metric in suite.metrics}
    assert scores["answered"] == min(len(person.answers), AFTER[0])
    # Everybody likes films of one genre alone, and these come first once a few are known.
    assert scores["ndcg10"] > scores["ndcg0"]


def test_thompson_draws_anew_for_each_question_and_as_its_seed_says(tiny: Catalog) -> None:
    first, again, other, next_one = (
        by_thompson(tiny, Asked(told, Taste(), seed)).tolist()
        for told, seed in (((), 1), ((), 1), ((), 2), (("1",), 1))
    )

    assert first == again
    assert first not in (other, next_one)


def test_a_question_is_worth_what_its_answers_add(tiny: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    # One factor moves Alien alone by 1, with noise 1, and nothing but Fargo (0.25) is expected to be liked.
    loadings = np.array([[1.0], *[[0.0]] * 7])
    factors = Factors(np.array([0.0, 0.25, *[0.0] * 6]), loadings, np.ones(8))
    monkeypatch.setattr("palate.evals.suites.cold_start.askers.SHOWN", 1)
    monkeypatch.setattr(Factors, "of", lambda _: factors)

    worths = by_value(tiny, Asked((), Taste(), 0))

    # Of four people two like Alien and one has it without: a like makes it 1 / (1 + 1) = 0.5, the other answer 0.25.
    assert worths.tolist() == [pytest.approx(2 / 4 * 0.25), *[0.0] * 7]


def test_what_gives_no_order_is_refused(movielens: Path) -> None:
    suite = ColdStart(source=movielens)

    with pytest.raises(BadArgument, match="`agent` gives no order of everything"):
        suite.run(suite.cases()[0], AGENT, seed=1)
