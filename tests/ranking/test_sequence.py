from __future__ import annotations

import sqlite3

import numpy as np

from palate.catalog.schema import Log, Schema
from palate.ranking.links import entries, heaviest, stacked
from palate.ranking.log import read_log
from palate.ranking.sequence import SHRINKAGE, beside
from palate.ranking.tables.index import LogIndex
from palate.ranking.tables.links import StoredLinks
from tests.ranking.conftest import MakeLog, Row


def timed(make_log: MakeLog, rows: list[Row]) -> sqlite3.Connection:
    """Make a log whose events follow each other by a second."""
    log = make_log(rows)
    log.execute("UPDATE interactions SET time = rowid")
    return log


def card(connection: sqlite3.Connection, items: int) -> Schema:
    count = connection.execute("SELECT COUNT(*) FROM interactions").fetchone()[0]
    return Schema(name="log", version=1, items=items, fields=(), log=Log(interactions=count, first=1.0))


def test_what_stands_next_to_an_item_weighs_more_than_what_stands_apart(make_log: MakeLog) -> None:
    log = timed(make_log, [("a", 1, 5), ("a", 2, 5), ("a", 3, 5), ("b", 4, 5)])

    weights = stacked(beside(read_log(log, Log(liked_from=4.0)), 4), 4).toarray()

    each = 1 / (1 + SHRINKAGE)
    expected = np.zeros((4, 4))
    expected[0, 1] = expected[1, 0] = expected[1, 2] = expected[2, 1] = each
    expected[0, 2] = expected[2, 0] = each / 2
    np.testing.assert_allclose(weights, expected, atol=1e-6)


def test_events_of_two_people_are_not_beside_each_other(make_log: MakeLog) -> None:
    log = timed(make_log, [("a", 1, 5), ("b", 2, 5), ("a", 3, 5), ("b", 4, 5)])

    weights = stacked(beside(read_log(log, Log()), 4), 4).toarray()

    assert {(int(one), int(other)) for one, other in np.argwhere(weights)} == {(0, 2), (2, 0), (1, 3), (3, 1)}


def test_a_log_without_times_has_no_sequence(make_log: MakeLog) -> None:
    log = make_log([("a", 1, 5), ("a", 2, 5)])

    assert stacked(beside(read_log(log, Log()), 2), 2).nnz == 0


def test_the_table_says_what_is_held_in_memory(make_log: MakeLog) -> None:
    rows: list[Row] = [(user, item, 5) for user in "abc" for item in (3, 1, 4, 2)]
    log = timed(make_log, rows)
    LogIndex.build(log, card(log, 4))

    asked = np.array([2, 0, 2])
    stored = StoredLinks(log, "sequence", 4).of(asked)
    in_memory = entries(stacked(beside(read_log(log, Log()), 4), 4), asked)

    by = np.array([1.0, 2.0, 4.0])
    np.testing.assert_allclose(stored.summed(by, 4), in_memory.summed(by, 4))
    np.testing.assert_allclose(stored.strongest(4), in_memory.strongest(4))
    assert stored.summed(by, 4).any()


def test_links_to_items_of_a_later_version_are_left_out(make_log: MakeLog) -> None:
    log = timed(make_log, [("a", 1, 5), ("a", 3, 5)])
    LogIndex.build(log, card(log, 3))

    assert len(StoredLinks(log, "sequence", 3).of(np.array([0])).items) == 1
    assert len(StoredLinks(log, "sequence", 2).of(np.array([0])).items) == 0


def test_a_log_that_grows_enough_renews_the_table(make_log: MakeLog) -> None:
    log = timed(make_log, [("a", item, 5) for item in range(1, 101)])
    LogIndex.build(log, card(log, 101))
    count = "SELECT COUNT(*) FROM sequence WHERE item = 101"

    log.execute("INSERT INTO interactions VALUES ('a', 101, 'rating', 5, 200)")
    LogIndex.update(log, card(log, 101), {101})
    assert log.execute(count).fetchone()[0] == 0

    log.executemany("INSERT INTO interactions VALUES ('a', ?, 'rating', 5, ?)", [(1, 201), (2, 202), (3, 203)])
    LogIndex.update(log, card(log, 101), {1, 2, 3})
    assert log.execute(count).fetchone()[0] > 0


def test_the_heaviest_links_of_each_item_stay() -> None:
    from scipy.sparse import csr_array

    matrix = csr_array(
        np.array([[0.0, 3.0, 1.0, 0.0], [2.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 4.0], [5.0, 0.0, 0.0, 0.0]])
    )

    kept = [[0, 5, 0, 0], [5, 0, 0, 0], [0, 0, 0, 4], [5, 0, 0, 0]]
    np.testing.assert_array_equal(stacked(heaviest(matrix, 1), 4).toarray(), kept)
