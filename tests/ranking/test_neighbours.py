from __future__ import annotations

import math
import random
import sqlite3
from collections import Counter

import numpy as np
import pytest

from palate import Catalog
from palate.ranking import cooccurrence
from palate.ranking.tables.index import LogIndex
from palate.ranking.tables.links import StoredLinks
from tests.ranking.conftest import MakeLog, Row, card, neighbours, record


def weight(together: int, one: int, other: int, people: int) -> float:
    """The formula, written out."""
    cosine = (together - one * other / people) / math.sqrt(one * other)
    return round(cosine * together / (together + 10), 6)


def test_weights_are_the_centred_shrunk_cosine_of_likes(make_log: MakeLog) -> None:
    log = make_log(
        [("a", 1, 5), ("a", 2, 4), ("b", 1, 4), ("b", 2, 5), ("c", 2, 4), ("c", 3, 5), ("d", 4, 5), ("e", 4, 4)]
    )

    LogIndex.build(log, card(log, items=5))

    # 1 is liked by a, b; 2 by a, b, c; 3 by c; five people in all.
    assert neighbours(log) == [
        (1, 2, weight(2, 2, 3, 5)),
        (2, 1, weight(2, 2, 3, 5)),
        (2, 3, weight(1, 3, 1, 5)),
        (3, 2, weight(1, 3, 1, 5)),
    ]


def test_what_is_not_liked_makes_no_neighbours(make_log: MakeLog) -> None:
    log = make_log([("a", 1, 5), ("a", 2, 3), ("b", 1, 5), ("b", 2, 1), ("c", 3, 5)])

    LogIndex.build(log, card(log, items=3))

    assert neighbours(log) == []


def test_a_log_without_values_goes_by_what_was_consumed(make_log: MakeLog) -> None:
    log = make_log([("a", 1, None), ("a", 2, None), ("b", 3, None), ("c", 3, None)])

    LogIndex.build(log, card(log, items=3, liked_from=None))

    assert neighbours(log) == [(1, 2, weight(1, 1, 1, 3)), (2, 1, weight(1, 1, 1, 3))]


def test_liking_something_twice_counts_once(make_log: MakeLog) -> None:
    log = make_log([("a", 1, 5), ("a", 1, 4), ("a", 2, 5), ("b", 3, 5)])

    LogIndex.build(log, card(log, items=3))

    assert neighbours(log) == [(1, 2, weight(1, 1, 1, 2)), (2, 1, weight(1, 1, 1, 2))]


def test_among_many_people_one_alone_makes_no_neighbours(make_log: MakeLog) -> None:
    others: list[Row] = [(f"p{at}", 5, 5.0) for at in range(196)]
    linked: list[Row] = [("a", 1, 5), ("a", 2, 5), ("b", 1, 5), ("b", 2, 5), ("c", 3, 5), ("c", 4, 5)]
    few, many = make_log([*others, *linked]), make_log([*others, *linked, ("d", 5, 5)])

    LogIndex.build(few, card(few, items=5))
    LogIndex.build(many, card(many, items=5))

    assert [(item, neighbour) for item, neighbour, _ in neighbours(few)] == [(1, 2), (2, 1), (3, 4), (4, 3)]
    assert [(item, neighbour) for item, neighbour, _ in neighbours(many)] == [(1, 2), (2, 1)]


def test_an_empty_log_has_no_neighbours(make_log: MakeLog) -> None:
    log = make_log([])

    LogIndex.build(log, card(log, items=3))
    LogIndex.update(log, card(log, items=3), [1, 2])

    assert neighbours(log) == []
    assert log.execute("SELECT * FROM popularity").fetchall() == []


def test_an_item_keeps_its_heaviest_neighbours(make_log: MakeLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cooccurrence, "NEIGHBOURS", 1)
    rows = [("a", 1, 5), ("a", 2, 5), ("b", 1, 5), ("b", 2, 5), ("c", 1, 5), ("c", 3, 5), ("d", 4, 5), ("e", 4, 5)]
    log = make_log([(user, item, float(value)) for user, item, value in rows])

    LogIndex.build(log, card(log, items=4))

    assert [(item, neighbour) for item, neighbour, _ in neighbours(log)] == [(1, 2), (2, 1), (3, 1)]


def test_counting_in_many_chunks_changes_nothing(make_log: MakeLog, monkeypatch: pytest.MonkeyPatch) -> None:
    log = make_log(random_log(people=60, items=30, seed=1))
    LogIndex.build(log, card(log, items=30))
    whole = neighbours(log)

    monkeypatch.setattr(cooccurrence, "CHUNK", 50)
    LogIndex.build(log, card(log, items=30))

    assert whole
    assert neighbours(log) == whole


def test_the_latest_likes_of_one_who_likes_everything_count(make_log: MakeLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cooccurrence, "MOST_LIKES", 2)
    log = make_log([("a", 1, 5), ("a", 2, 5), ("a", 3, 5), ("b", 4, 5), ("c", 5, 5)])

    LogIndex.build(log, card(log, items=5))

    assert [(item, neighbour) for item, neighbour, _ in neighbours(log)] == [(2, 3), (3, 2)]


@pytest.mark.parametrize("seed", range(5))
def test_an_update_equals_a_rebuild_in_the_rows_of_what_was_touched(make_log: MakeLog, seed: int) -> None:
    rows = random_log(people=40, items=25, seed=seed)
    late = [row for row in rows[-12:] if row[0] != "p0"]
    log, whole = make_log(rows[:-12]), make_log([*rows[:-12], *late])
    LogIndex.build(log, card(log, items=25))
    record(log, late)
    touched = sorted({item for _, item, _ in late})

    LogIndex.update(log, card(whole, items=25), touched)
    LogIndex.build(whole, card(whole, items=25))

    assert touched
    assert touching(log, touched) == touching(whole, touched)
    assert popularity(log) == popularity(whole)


def test_an_update_keeps_the_rows_of_others_within_bounds(make_log: MakeLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cooccurrence, "NEIGHBOURS", 2)
    monkeypatch.setattr("palate.ranking.tables.neighbours.NEIGHBOURS", 2)
    log = make_log([("a", 1, 5), ("a", 2, 5), ("a", 3, 5), ("b", 5, 5), ("c", 5, 5)])
    LogIndex.build(log, card(log, items=5))
    record(log, [("a", 4, 5), ("b", 5, 4)])

    LogIndex.update(log, card(log, items=5), [4])

    counts = Counter(item for item, _, _ in neighbours(log))
    assert counts == {1: 2, 2: 2, 3: 2, 4: 2}


def test_the_one_withheld_item_of_a_checkerboard_is_found(make_log: MakeLog) -> None:
    """Items and people of two colours; everybody likes their own but for one item that is withheld from one person."""
    rows: list[Row] = [
        (f"p{person}", item + 1, 5.0) for person in range(20) for item in range(20) if person % 2 == item % 2
    ]
    rows.remove(("p4", 9, 5.0))
    log = make_log(rows)
    LogIndex.build(log, card(log, items=20))

    liked = [item - 1 for user, item, _ in rows if user == "p4"]
    sums = np.zeros(20)
    for near in StoredLinks(log, "neighbours", 20).by_item(liked).values():
        sums[near.positions] += near.weights
    sums[liked] = 0

    assert int(sums.argmax()) == 8
    assert np.count_nonzero(sums) == 1


def test_a_catalogue_builds_and_updates_them_by_itself(tiny: Catalog) -> None:
    assert StoredLinks(tiny.connect(), "neighbours", 8).by_item([0])[0].positions.tolist() == [2, 6]

    tiny.record([{"user": user, "item": item, "rating": 5} for user in ("eve", "fay") for item in ("2", "5")])

    assert 4 in StoredLinks(tiny.connect(), "neighbours", 8).by_item([1])[1].positions


def random_log(*, people: int, items: int, seed: int) -> list[Row]:
    chance = random.Random(seed)
    return [
        (f"p{chance.randrange(people)}", chance.randrange(items) + 1, float(chance.randrange(1, 6)))
        for _ in range(people * 6)
    ]


def touching(connection: sqlite3.Connection, touched: list[int]) -> list[tuple[int, int, float]]:
    return [row for row in neighbours(connection) if row[0] in touched or row[1] in touched]


def popularity(connection: sqlite3.Connection) -> list[tuple[int, int, int, float]]:
    return connection.execute("SELECT item, people, liked, round(mean, 9) FROM popularity ORDER BY item").fetchall()
