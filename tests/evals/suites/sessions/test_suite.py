from __future__ import annotations

import pickle
from pathlib import Path

from palate.agent.reply import Recommendation, Reply
from palate.catalog.catalog import Catalog
from palate.evals.baselines import POPULARITY
from palate.evals.case import Case
from palate.evals.contestant import Setup
from palate.evals.suite import Suite
from palate.evals.suites.sessions.suite import Sessions, chatty, chatty_development, development
from tests.evals.suites.conftest import rated


class Knowing:
    """Shows the target in a given turn (in every one for None) and place, and something else before."""

    about = "a double"

    def __init__(self, target: str, *, turn: int | None, place: int = 0) -> None:
        self.name = f"knowing-{turn}-{place}"
        self._target, self._turn, self._place, self._turns = target, turn, place, 0

    def open(self, catalog: Catalog, setup: Setup | None = None) -> Knowing:  # noqa: ARG002
        self._others = [each for each in catalog.ids(range(7)) if each != self._target]
        return self

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:  # noqa: ARG002
        self._turns += 1
        ids = list(self._others)
        if self._turn in (None, self._turns):
            ids.insert(self._place, self._target)
        shown = tuple(Recommendation(id=each, title=each, score=0.0, fields={}, reasons=("so",)) for each in ids)
        return Reply(act="recommend", text="", items=shown)

    def feedback(
        self,
        item: str,
        *,
        user: str | None = None,
        session: str | None = None,
        value: float | None = None,
        seen: bool = False,
    ) -> None: ...

    def commit(self, item: str, *, user: str | None = None, session: str | None = None) -> None: ...

    def close(self) -> None: ...


def first(movielens: Path) -> tuple[Sessions, Case]:
    suite = Sessions(source=movielens)
    return suite, suite.cases()[0]


def test_it_is_a_suite() -> None:
    made = [Sessions(), development(), chatty(), chatty_development()]

    assert all(isinstance(suite, Suite) for suite in made)
    assert [suite.name for suite in made] == [
        "sessions",
        "sessions-development",
        "sessions-chatty",
        "sessions-chatty-development",
    ]


def test_a_hit_counts_the_turn_and_a_failure_six(movielens: Path) -> None:
    suite, case = first(movielens)
    target = case.data["target"]

    found = suite.run(case, Knowing(target, turn=3), seed=1)
    late = suite.run(case, Knowing(target, turn=6), seed=1)

    assert found.scores == {
        "hit": 1.0,
        "turns": 3.0,
        "first": 0.0,
        "typed": 1.0,
        "typed_turns": 1.0,
        "given_away": 0.0,
    }
    assert len(found.turns) == 3
    assert late.scores == {**found.scores, "hit": 0.0, "turns": 6.0}
    assert (late.failed, late.note) == (True, f"never shown: {case.data['title']} ({target})")


def test_the_sixth_item_of_a_reply_does_not_count(movielens: Path) -> None:
    suite, case = first(movielens)

    assert suite.run(case, Knowing(case.data["target"], turn=1, place=4), seed=1).scores["hit"] == 1
    assert suite.run(case, Knowing(case.data["target"], turn=1, place=5), seed=1).scores["hit"] == 0


def test_the_target_is_in_no_log_and_nothing_keeps_it_out(movielens: Path) -> None:
    suite = Sessions(source=movielens)

    for case in suite.cases():
        films = [str(film) for film in rated(int(case.data["user"]))]
        kept = [entry.item for entry in suite._opened().log_of(case.data["user"])]
        assert kept == films[: films.index(case.data["target"])]


def test_no_conversation_names_the_target(movielens: Path) -> None:
    suite = Sessions(source=movielens)

    outcomes = [suite.run(case, POPULARITY, seed=seed) for case in suite.cases(limit=5) for seed in range(3)]

    assert sum(outcome.scores["given_away"] for outcome in outcomes) == 0
    assert any(len(outcome.turns) == 5 for outcome in outcomes)


def test_people_of_development_are_others_than_those_of_test(movielens: Path) -> None:
    one = {case.data["user"] for case in Sessions("development", source=movielens).cases()}
    other = {case.data["user"] for case in Sessions(source=movielens).cases()}

    assert one
    assert other
    assert not one & other


def test_only_films_of_two_genres_are_sought_by_the_chatty(movielens: Path) -> None:
    cases = Sessions(chatty=True, source=movielens).cases()

    assert cases
    assert all(len([fact for fact in case.data["facts"] if fact["slot"] == "genre"]) == 2 for case in cases)


def test_the_same_seed_gives_the_same_outcome_in_another_process(movielens: Path) -> None:
    suite, case = first(movielens)
    suite._opened()
    sent: Sessions = pickle.loads(pickle.dumps(suite))

    here, there = (each.run(case, POPULARITY, seed=4) for each in (suite, sent))

    assert [turn.message for turn in here.turns] == [turn.message for turn in there.turns]
    assert here.scores == there.scores
