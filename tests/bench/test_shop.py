"""The synthetic shop's log has views and orders of a few tastes."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bench.shop import TASTES, shop_log
from bench.training import shop
from palate import Catalog

BRANDS = np.arange(400) % 20


def test_every_order_follows_a_view_of_its_item() -> None:
    log = shop_log(BRANDS, 6_000)
    viewed: set[tuple[int, int]] = set()

    for user, item, ordered in zip(log.users.tolist(), log.items.tolist(), log.ordered.tolist(), strict=True):
        assert not ordered or (user, item) in viewed
        viewed.add((user, item))

    assert abs(len(log.users) - 6_000) < 300
    assert 0.1 < log.ordered.mean() < 0.25
    assert (np.diff(log.times) >= 0).all()


def test_a_user_has_few_tastes_and_the_same_size_is_the_same_log() -> None:
    log, again = shop_log(BRANDS, 6_000), shop_log(BRANDS, 6_000)

    assert max(len(np.unique(BRANDS[log.items[log.users == user]])) for user in range(20)) <= TASTES
    assert np.array_equal(log.items, again.items)


def test_a_log_is_written_into_a_catalogue_once(tmp_path: Path) -> None:
    path = shop(60, 500, progress=lambda *_: None, cache=tmp_path)
    made = path.stat().st_mtime_ns

    with Catalog.open(shop(60, 500, progress=lambda *_: None, cache=tmp_path)) as catalog:
        log = catalog.schema.log

    assert path.stat().st_mtime_ns == made
    assert set(log.behaviours) == {"view", "order"}
    assert (log.consuming, log.interactions) == (("order",), sum(log.behaviours.values()))
    assert abs(log.interactions - 500) < 50
