"""`rank` with a ranker of the app's own: its order, what it is given, and answers that cannot be used."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from palate import Catalog, Condition
from palate.ranking.taste import Taste, Wish
from palate.tools import rank_preference
from palate.tools.rank import rank
from tests.tools.conftest import run, turn


class ByTable:
    """Scores from a table, 0 for what is not in it."""

    def __init__(self, table: Mapping[str, float]) -> None:
        self.table = table
        self.given: list[Sequence[str]] = []

    def score(self, taste: Taste, candidates: Sequence[str]) -> list[float]:  # noqa: ARG002
        self.given.append(candidates)
        return [self.table.get(item, 0.0) for item in candidates]


class Answering:
    """Gives one answer to everything."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def score(self, taste: Taste, candidates: Sequence[str]) -> Any:  # noqa: ARG002
        return self.answer


class Raising:
    def __init__(self, error: BaseException) -> None:
        self.error = error

    def score(self, taste: Taste, candidates: Sequence[str]) -> list[float]:  # noqa: ARG002
        raise self.error


def test_a_table_of_scores_puts_the_candidates_in_order(tiny: Catalog) -> None:
    ranker = ByTable({"5": 3.0, "2": 2.0, "6": 1.0})

    result = run(rank, turn(tiny, ranker=ranker))

    # Behind these, equals as without it: 1, 4, 8, 7, 3.
    assert result.candidates == ["5", "2", "6", "1", "4", "8", "7", "3"]
    assert result.summary == "8 of 8 ordered by preference"


def test_a_wish_counts_beside_it_as_it_does_beside_the_untrained_ranker(tiny: Catalog) -> None:
    wish = Wish(Condition(field="genres", op="contains", value="Mystery"), 1.0)

    result = run(rank, turn(tiny, ranker=ByTable({"2": 2.0, "6": 1.0}), taste=Taste(wishes=(wish,))))

    assert result.candidates is not None
    assert result.candidates[:3] == ("5", "2", "6")


def test_where_nothing_is_known_of_items_their_places_count_beside_what_is_asked() -> None:
    comedy = Condition(field="genres", op="contains", value="Comedy")
    rows = [{"id": each, "title": f"Film {each}", "genres": ["Comedy", "War"]} for each in "abc"]
    rows[1]["genres"] = ["Comedy"]
    with Catalog.build(":memory:", items=rows) as unlogged:
        context = turn(unlogged, taste=Taste(asked=(comedy,)))
        assert run(rank, context).candidates == ["b", "a", "c"]

        # "c" has 1 and "b" 1 / log2(3), beside which it counts .075 that "b" is nothing but a comedy.
        result = run(rank, replace(context, ranker=ByTable({"c": 2.0, "b": 1.0})))

    assert result.candidates == ["c", "b", "a"]


def test_what_may_not_be_shown_is_not_scored(tiny: Catalog) -> None:
    ranker = ByTable({})

    run(rank, turn(tiny, "1", "2", "3", ranker=ranker, taste=Taste(rejected=frozenset({"2"}))))

    assert [sorted(given) for given in ranker.given] == [["1", "3"]]


def test_of_a_large_pool_it_orders_the_best_by_the_untrained_ranker(
    tiny: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rank_preference, "MOST_SCORED", 3)
    ranker = ByTable({"8": 2.0, "4": 1.0, "6": 9.0})

    result = run(rank, turn(tiny, ranker=ranker))

    assert ranker.given == [["1", "4", "8"]]
    assert result.candidates == ["8", "4", "1", "7", "2", "3", "5", "6"]


def test_other_orders_do_not_ask_it(tiny: Catalog) -> None:
    ranker = ByTable({})

    run(rank, turn(tiny, ranker=ranker), by="popularity")
    run(rank, turn(tiny, "1", ranker=ranker, taste=Taste(rejected=frozenset({"1"}))))

    assert ranker.given == []


@pytest.mark.parametrize(
    ("ranker", "told"),
    [
        (Answering([1.0]), "`Answering` is passed over: its scores are 1; one for each of 8 candidates was expected."),
        (Answering([float("nan")] * 8), "`Answering` is passed over: its scores are not all numbers: one is NaN."),
        (Answering(["high"] * 8), "`Answering` is passed over: its scores are not all numbers."),
        (Raising(RuntimeError("key 123")), "`Raising` is passed over: an error of its own (RuntimeError)."),
        (Raising(SystemExit(1)), "`Raising` is passed over: an error of its own (SystemExit)."),
    ],
)
def test_a_bad_answer_is_told_and_the_catalogues_own_ranker_stands_in(tiny: Catalog, ranker: Any, told: str) -> None:
    taste = Taste(likes={"1": 1.0})
    own = run(rank, turn(tiny, taste=taste))

    result = run(rank, turn(tiny, ranker=ranker, taste=taste))

    assert result.status == "ok"
    assert result.candidates == own.candidates
    assert result.summary == f"8 of 8 ordered by preference. The ranker {told}"


def test_what_it_raised_is_in_the_log_alone(tiny: Catalog) -> None:
    result = run(rank, turn(tiny, ranker=Raising(RuntimeError("key 123"))))

    assert "RuntimeError: key 123" in result.log
    assert "123" not in result.summary


@pytest.fixture
def stuck() -> Iterator[Any]:
    """A ranker that answers only once the test is over."""
    over = threading.Event()

    class Stuck:
        def score(self, taste: Taste, candidates: Sequence[str]) -> list[float]:  # noqa: ARG002
            over.wait()
            return [0.0] * len(candidates)

    yield Stuck()
    over.set()


def test_one_that_takes_too_long_is_left_behind(tiny: Catalog, stuck: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rank_preference, "MOST_SECONDS", 0.01)

    result = run(rank, turn(tiny, ranker=stuck))

    assert result.candidates == run(rank, turn(tiny)).candidates
    assert result.summary.endswith("The ranker `Stuck` is passed over: it took too long, and was left behind.")
