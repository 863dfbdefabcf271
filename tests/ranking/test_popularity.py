from __future__ import annotations

import math

import numpy as np

from palate import Catalog
from palate.ranking.popularity import popularity_of, read_popularity
from palate.ranking.tables.index import LogIndex
from tests.ranking.conftest import MakeLog, card


def test_it_counts_people_and_likes_and_means(tiny: Catalog) -> None:
    popularity = popularity_of(tiny)

    assert popularity.people.tolist() == [3, 1, 1, 3, 0, 0, 2, 2]
    assert popularity.liked.tolist() == [2, 1, 1, 2, 0, 0, 2, 2]
    np.testing.assert_allclose(popularity.mean, [4, 4, 4, 10 / 3, np.nan, np.nan, 4.5, 5])


def test_the_score_is_the_shrunk_mean_times_the_log_of_people(tiny: Catalog) -> None:
    popularity = popularity_of(tiny)

    overall = 49 / 12
    shrunk = (3 * 4 + 10 * overall) / 13
    assert math.isclose(popularity.score[0], (shrunk - 1) / 4 * math.log(4) / math.log(4))
    assert popularity.score[4] == 0


def test_without_values_it_is_how_many_people(make_log: MakeLog) -> None:
    log = make_log([("a", 1, None), ("b", 1, None), ("b", 1, None), ("c", 1, None), ("a", 2, None)])
    schema = card(log, items=3, liked_from=None)
    LogIndex.build(log, schema)

    popularity = read_popularity(log, schema)

    np.testing.assert_allclose(popularity.score, [1, math.log(2) / math.log(4), 0])


def test_what_was_only_looked_at_is_not_popular(shop: Catalog) -> None:
    popularity = popularity_of(shop)
    bought = shop.connect().execute(
        "SELECT COUNT(DISTINCT user || ' ' || item) FROM interactions WHERE behaviour = 'purchase'"
    )

    assert shop.schema.log.consuming == ("purchase",)
    assert popularity.people.sum() == bought.fetchone()[0]


def test_it_follows_the_log(tiny: Catalog) -> None:
    before = popularity_of(tiny)

    tiny.record([{"user": user, "item": "6", "rating": 5} for user in ("ann", "bob", "eve")])

    assert before.people[5] == 0
    assert popularity_of(tiny).people[5] == 3
