from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from palate import Catalog
from palate.catalog.columns import FloatArray
from palate.catalog.item import Interaction
from palate.catalog.schema import Log
from palate.errors import BadArgument
from palate.evals.baselines import AGENT
from palate.evals.baselines.ordering import OrderingContestant
from palate.evals.registry import load_contestants, load_suite, over
from palate.evals.suite import Suite
from palate.evals.suites.ranking import contestant
from palate.evals.suites.ranking.models import MODELS
from palate.evals.suites.ranking.people import Protocol, ordered, split
from palate.evals.suites.ranking.suite import Ranking, in_time
from tests.ranking.goods import actions, goods

CARD = Log(consuming=("rating",), liked_from=4.0)


def did(user: str, item: int, time: float, value: float = 5.0) -> Interaction:
    return Interaction(user, str(item), "rating", value, time)


LOG = ordered(
    [
        *(did("a", item, item) for item in (1, 2, 3, 4, 5)),
        did("a", 6, 6, 1.0),
        *(did("b", item, 100 + item) for item in (1, 2, 3, 4, 5, 6)),
        *(did("c", item, item) for item in (1, 2)),
    ]
)


@pytest.mark.parametrize(("made", "name"), [(Ranking(), "ranking"), (in_time(), "ranking-in-time")])
def test_it_is_a_suite(made: Ranking, name: str) -> None:
    assert isinstance(made, Suite)
    assert made.name == name


def test_the_last_like_is_the_target_and_nothing_from_it_on_is_seen() -> None:
    kept, people = split(LOG, CARD, "leave-last")

    assert [(each.user, each.target, each.liked) for each in people] == [("a", "5", 4), ("b", "6", 5)]
    assert [each.item for each in kept if each.user == "a"] == ["1", "2", "3", "4"]
    assert [each.item for each in kept if each.user == "c"] == ["1", "2"]


def test_in_time_models_see_what_came_before_and_people_all_that_they_did() -> None:
    kept, people = split(LOG, CARD, "in-time")

    assert max(each.time or 0 for each in kept) < min(each.before[-1].time or 0 for each in people)
    assert [(each.user, each.target) for each in people] == [("b", "6")]
    assert people[0].before[-1].item == "5"


def test_an_item_that_was_had_before_is_no_target() -> None:
    again = ordered([*(did("a", item, item) for item in (1, 2, 3, 4, 5)), did("a", 1, 9)])

    assert split(again, CARD, "leave-last")[1] == []


@pytest.mark.parametrize("protocol", ["leave-last", "in-time"])
def test_nobody_who_is_asked_about_has_their_target_in_the_catalogue(movielens: Path, protocol: Protocol) -> None:
    data = Ranking(protocol, source=movielens)._opened()

    assert data.people
    for person in data.people:
        assert person.target not in {each.item for each in data.catalog.log_of(person.user)}


@pytest.mark.parametrize("place", [1, 2, 10, 11])
def test_the_place_of_the_target_counts(movielens: Path, place: int) -> None:
    suite = Ranking(source=movielens)
    case = suite.cases()[0]
    data = suite._opened()
    person = data.people[case.data["number"]]

    def scores(catalog: object, asked: object) -> FloatArray:
        found = np.linspace(0.5, 0.0, data.catalog.columns.size)
        had = {each.item for each in person.before}
        target = data.catalog.position(person.target)
        unseen = [at for at, item in enumerate(data.catalog.columns.ids()) if item not in had and at != target]
        found[unseen[: place - 1]] = 2.0
        found[target] = 1.5
        return found

    outcome = suite.run(case, OrderingContestant("known", "", scores), seed=1)

    assert outcome.scores["ndcg10"] == pytest.approx(1 / math.log2(place + 1) if place <= 10 else 0)
    assert outcome.scores["hr10"] == float(place <= 10)


def test_models_whose_library_is_missing_are_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contestant, "find_spec", lambda name: None if name == "implicit" else name)
    suite = Ranking()

    assert list(suite.left_out) == ["als", "als-recency", "bpr", "bpr-recency"]
    assert {"als", "bpr"}.isdisjoint(each.name for each in suite.contestants)
    assert "`als` is left out: the library `implicit` is missing (pip install 'palate[baselines]')." in (
        suite.about.cannot
    )
    with pytest.raises(BadArgument, match=r"`bpr` cannot run here: the library `implicit` is missing"):
        load_contestants(["bpr"], suite)


def test_what_gives_no_order_is_refused(movielens: Path) -> None:
    suite = Ranking(source=movielens)

    with pytest.raises(BadArgument, match="`agent` gives no order of everything"):
        suite.run(suite.cases()[0], AGENT, seed=1)


def test_any_catalogue_with_a_log_can_be_looked_at(tmp_path: Path) -> None:
    db = tmp_path / "shop.db"
    Catalog.build(db, items=goods(), interactions=actions()).close()

    suite = over(Ranking(), db)
    cases = suite.cases(limit=5)

    assert len(cases) == 5
    scores = suite.run(cases[0], MODELS[0], seed=1).scores
    assert scores["hr10"] in (0.0, 1.0)
    with pytest.raises(BadArgument, match="`plans` runs over data of its own"):
        over(load_suite("plans"), db)


def test_an_item_that_was_only_viewed_before_is_a_target_and_its_last_views_are_hidden() -> None:
    early, late = (Interaction("a", "5", "view", None, time) for time in (0.5, 999_990.0))
    told = [*(did("a", item, item) for item in (1, 2, 3, 4)), did("a", 5, 1_000_000), early, late]

    (person,) = split(ordered(told), CARD, "leave-last")[1]

    assert person.target == "5"
    assert [each.item for each in person.before] == ["5", "1", "2", "3", "4"]
    assert person.before[0] == early
