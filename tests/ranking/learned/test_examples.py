"""Which events of a log are learnt from, where views come before orders."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from palate import Catalog
from palate.catalog.item import Interaction
from palate.catalog.schema import Log
from palate.ranking.attributes import Attributes
from palate.ranking.features import features_of
from palate.ranking.knowledge import Knowledge
from palate.ranking.learned import model
from palate.ranking.learned.examples import CONSIDERED, examples, likes_after, moment_of
from palate.ranking.log import arrays_of, read_log
from tests.ranking.goods import actions, goods

SHOP = Log(consuming=("order",), against=("return",))
STEPS = "view a, view b, order a, order b, view c, return d, order d, order a, order c"


def of_one(told: str, card: Log) -> list[tuple[str, int]]:
    """Return item and number of each like of a user who did what is told, one thing every two days."""
    did = [
        Interaction("u", item, kind, None, 2.0 * CONSIDERED * at)
        for at, (kind, item) in enumerate(map(str.split, told.split(", ")))
    ]
    log = arrays_of(did, card)
    names = sorted({each.item for each in did})
    log.items[:] = [names.index(each.item) for each in did]
    likes = likes_after(log, 0.0, np.random.default_rng(0))
    return [(names[log.items[like.at]], int(log.times[like.at] / (2 * CONSIDERED))) for like in likes]


def test_a_view_hides_no_order_and_what_was_taken_before_is_no_like() -> None:
    assert of_one(STEPS, SHOP) == [("a", 2), ("b", 3), ("c", 8)]


def test_where_a_log_has_views_alone_the_first_of_them_is_a_like() -> None:
    assert of_one("view a, view b, view c, view a, view c, view d", Log()) == [("c", 2), ("d", 5)]


def viewed(*, orders_alone: bool = False) -> list[dict[str, Any]]:
    """Return the likes of the goods as orders, each after an early and a late view of its item."""
    rows = []
    for each in actions():
        if each["rating"] == 5:
            told = {key: each[key] for key in ("user", "item")}
            rows.append({**told, "event": "view", "timestamp": each["timestamp"] - 2 * CONSIDERED})
            rows.append({**told, "event": "view", "timestamp": each["timestamp"] - 60})
            rows.append({**told, "event": "order", "timestamp": each["timestamp"]})
    return [row for row in rows if row["event"] == "order" or not orders_alone]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return Catalog.build(tmp_path_factory.mktemp("shop") / "shop.db", items=goods(), interactions=viewed())


def test_a_log_of_views_and_orders_trains_a_ranker(shop: Catalog) -> None:
    (version,) = model.versions(shop.connect())

    orders = sum(row["event"] == "order" for row in viewed())
    assert 0.15 * orders < version["report"]["likes"] < 0.25 * orders
    assert version["report"]["reached"] >= 300
    orders_of = {order["name"]: order["ndcg"]["value"] for order in version["report"]["held_back"]["orders"]}
    assert orders_of["ranker"] > 1.5 * orders_of["random"]


def test_what_was_only_viewed_stays_a_candidate_and_what_was_ordered_does_not(shop: Catalog) -> None:
    log = read_log(shop.connect(), shop.schema.log).in_order()
    attributes = Attributes.of(shop.columns, shop.schema)
    known = Knowledge.fitted(log.only(log.times < moment_of(log)), shop.schema.items, attributes)
    features = features_of(shop.schema, attributes)
    like = likes_after(log, moment_of(log), np.random.default_rng(0))[0]
    before, after = slice(like.start, like.asked), slice(like.asked, like.end)
    had = np.unique(log.items[before][log.taken[before]])
    ordered_later = np.setdiff1d(log.items[after][log.taken[after]], log.items[like.at])

    found = examples(log, [like], known, features, np.random.default_rng(5)).part(0, 1)

    viewed_at = log.times[like.start : like.at][log.items[like.start : like.at] == log.items[like.at]]
    assert (log.times[like.at] - viewed_at).tolist() == [2 * CONSIDERED, 60]
    assert log.times[like.asked] == viewed_at[1]
    assert found.taken.sum() == 1
    assert len(found.rows) == shop.schema.items - len(had) - len(ordered_later)
