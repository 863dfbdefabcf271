from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import numpy as np
import pytest

from palate import Catalog
from palate.catalog.columns import Columns
from palate.catalog.schema import Schema
from palate.ranking import linear
from palate.ranking.linear import RIDGE, LinearRows
from palate.ranking.preference import PreferenceRanker
from palate.ranking.tables.index import LogIndex
from palate.ranking.tables.linear import linear_of
from palate.ranking.taste import Taste
from palate.ranking.weights import LINEAR
from tests.ranking.conftest import MakeLog, Row, card, record


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("palate.ranking.tables.index.LEAST_PEOPLE", 4)


def rows_of(connection: sqlite3.Connection, positions: Sequence[int], size: int) -> LinearRows | None:
    return linear_of(connection, positions, Columns(lambda: connection, card(connection, items=size)))


def matrix(connection: sqlite3.Connection, items: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return the whole model, zero where it knows nothing."""
    found = np.zeros((items, items))
    rows = rows_of(connection, range(items), items)
    if rows is not None:
        for position, row in rows.rows.items():
            found[position, rows.positions] = rows.weights[row]
    return found


def test_the_weights_are_those_of_the_closed_form(make_log: MakeLog) -> None:
    log = make_log([("a", 1, 5), ("a", 2, 4), ("b", 1, 4), ("b", 2, 5), ("c", 2, 3), ("c", 4, 5), ("d", 4, 5)])

    LogIndex.build(log, card(log, items=4))

    # Nobody touched item 3; c took 2 without liking it.
    taken = np.array([[1, 1, 0], [1, 1, 0], [0, 0.5, 1], [0, 0, 1]])
    inverse = np.linalg.inv(taken.T @ taken + RIDGE * np.eye(3))
    expected = np.zeros((4, 4))
    expected[np.ix_([0, 1, 3], [0, 1, 3])] = -inverse / np.diag(inverse)
    np.fill_diagonal(expected, 0)
    np.testing.assert_allclose(matrix(log, 4), expected, rtol=2e-3, atol=1e-6)


def test_the_one_withheld_item_of_a_checkerboard_is_found(make_log: MakeLog) -> None:
    rows: list[Row] = [
        (f"p{person}", item + 1, 5.0) for person in range(20) for item in range(20) if person % 2 == item % 2
    ]
    rows.remove(("p4", 9, 5.0))
    log = make_log(rows)
    LogIndex.build(log, card(log, items=20))

    liked = [item - 1 for user, item, _ in rows if user == "p4"]
    sums = matrix(log, 20)[liked].sum(axis=0)
    sums[liked] = 0

    assert int(sums.argmax()) == 8


@pytest.mark.parametrize(("people", "simulated"), [(5, None), (4, "by a model")], ids=str)
def test_there_is_no_model_of_few_people_or_a_simulated_log(
    make_log: MakeLog, monkeypatch: pytest.MonkeyPatch, people: int, simulated: str | None
) -> None:
    monkeypatch.setattr("palate.ranking.tables.index.LEAST_PEOPLE", people)
    log = make_log([(user, item, 5.0) for user in "abcd" for item in range(1, 5)])
    schema = card(log, items=4)

    LogIndex.build(log, schema.model_copy(update={"log": schema.log.model_copy(update={"simulated": simulated})}))

    assert rows_of(log, [0], 4) is None


def test_of_many_items_it_knows_those_that_most_people_took(make_log: MakeLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear, "MOST_ITEMS", 2)
    log = make_log([("a", 1, 5.0), ("a", 2, 5.0), ("b", 2, 5.0), ("b", 4, 5.0), ("c", 4, 5.0), ("d", 3, 5.0)])

    LogIndex.build(log, card(log, items=4))

    rows = rows_of(log, range(4), 4)
    assert rows is not None
    assert (rows.positions.tolist(), list(rows.rows)) == ([1, 3], [1, 3])


def test_rows_that_were_read_are_those_of_the_model_that_was_made_anew(make_log: MakeLog) -> None:
    log = make_log([(user, item, 5.0) for user in "abcd" for item in range(1, 4)])
    LogIndex.build(log, card(log, items=4))
    columns = Columns(lambda: log, card(log, items=4))
    before = linear_of(log, [0], columns)

    record(log, [("a", 4, 5.0), ("b", 4, 5.0)])
    LogIndex.build(log, card(log, items=4))
    after = linear_of(log, [0, 1], columns)

    assert before is not None
    assert after is not None
    np.testing.assert_array_equal(after.weights[after.rows[0]], matrix(log, 4)[0])
    assert len(before.positions) == 3


def test_a_log_that_grows_enough_renews_the_model(make_log: MakeLog) -> None:
    rows: list[Row] = [(user, item, 5.0) for user in "abcd" for item in range(1, 26)]
    log = make_log(rows)
    LogIndex.build(log, counted(log, 100))
    before = matrix(log, 30)

    record(log, [("a", 26, 5.0), ("b", 26, 5.0)])
    LogIndex.update(log, counted(log, 102), [26])
    np.testing.assert_array_equal(matrix(log, 30), before)

    record(log, [("c", 26, 5.0)])
    LogIndex.update(log, counted(log, 103), [26])
    assert matrix(log, 30)[0, 25] > 0


def test_a_catalogue_with_a_model_ranks_by_it_and_explains_the_sum(make_catalog: Catalog) -> None:
    ranker = PreferenceRanker(make_catalog)
    taste = Taste(likes={"0": 1.0, "2": 0.5}, dislikes={"1": 1.0}, seen=frozenset({"0", "2", "4"}))
    scores = ranker.score(taste)

    # Everybody likes the items of their own colour: 6 and 8 are of that of what was liked, 3 and 5 are not.
    assert min(scores[[6, 8]]) > max(scores[[3, 5]])
    for position in range(10):
        (made,) = ranker.read(taste).contributions([position])
        total = sum(made.liked.values()) + made.others - sum(made.disliked.values()) + made.content + made.popularity
        np.testing.assert_allclose([made.score, total], scores[position])


def test_what_was_merely_seen_speaks_less_as_it_fades(make_catalog: Catalog) -> None:
    ranker = PreferenceRanker(make_catalog)
    seen = frozenset({"0", "1"})

    fresh, faded = (ranker.score(Taste(likes={"2": 1.0}, seen=seen, fading=fading)) for fading in ({}, {"0": 0.25}))

    # 6 is of the colour of 0, which was seen last once and long ago then; 7 is of the colour of 1.
    assert faded[6] - faded[7] < fresh[6] - fresh[7]


def test_only_what_people_like_together_is_named(make_catalog: Catalog) -> None:
    taste = Taste(likes={"0": 1.0, "1": 1.0})

    (made,) = PreferenceRanker(make_catalog).read(taste).contributions([6])

    assert list(made.liked) == ["0"]
    assert made.liked["0"] > 0


def test_the_model_can_be_left_out(make_catalog: Catalog) -> None:
    taste = Taste(likes={"0": 1.0}, seen=frozenset({"0", "1"}))
    neighbours = PreferenceRanker(make_catalog, linear=False).read(taste)
    model = PreferenceRanker(make_catalog).read(taste)

    assert not neighbours.together.linear
    assert model.together.linear
    assert model.weights == LINEAR


@pytest.fixture
def make_catalog(tmp_path_factory: pytest.TempPathFactory, small: None) -> Catalog:
    """Ten items and people of two colours; everybody likes those of their own, but for one each."""
    log = [
        {"user": f"p{person}", "item": str(item), "rating": 5}
        for person in range(20)
        for item in range(10)
        if person % 2 == item % 2 and item // 2 != person // 2 % 5
    ]
    items = [{"id": str(item), "title": f"Title {item}", "colour": "red" if item % 2 else "blue"} for item in range(10)]
    return Catalog.build(tmp_path_factory.mktemp("linear") / "board.db", items=items, interactions=log)


def counted(connection: sqlite3.Connection, interactions: int) -> Schema:
    """Return the card of a log of thirty items that says how long it is."""
    schema = card(connection, items=30)
    return schema.model_copy(update={"log": schema.log.model_copy(update={"interactions": interactions})})
