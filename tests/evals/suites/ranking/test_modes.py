from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest

from palate import Catalog
from palate.evals.baselines.ordering import Asked
from palate.evals.suites.ranking.measures import intra_list_diversity
from palate.evals.suites.ranking.modes import MODES
from palate.ranking.taste import Taste

GOODS = [
    {"id": "a", "title": "Lyra kettle", "kind": "kettle"},
    {"id": "b", "title": "Orion kettle", "kind": "kettle"},
    {"id": "c", "title": "Draco kettle", "kind": "kettle"},
    {"id": "d", "title": "Vega toaster", "kind": "toaster"},
]
TAKEN = {"a": 9, "b": 8, "c": 7, "d": 0}


@pytest.fixture
def goods() -> Iterator[Catalog]:
    log = [{"user": f"u{person}", "item": item} for item, count in TAKEN.items() for person in range(count)]
    with Catalog.build(":memory:", items=GOODS, interactions=log) as catalog:
        yield catalog


def test_unlikeness_is_the_mean_over_pairs(goods: Catalog) -> None:
    # Of the pairs of a, b and d, the first is alike and two are not.
    assert intra_list_diversity(goods, goods.positions(["a", "b", "d"])) == pytest.approx(2 / 3)
    assert math.isnan(intra_list_diversity(goods, goods.positions(["a"])))


@pytest.mark.parametrize(("name", "order"), [("learned-diverse", "bdc"), ("learned-novel", "bdc")])
def test_an_order_is_put_anew_without_what_was_seen(goods: Catalog, name: str, order: str) -> None:
    # Novelty: "c" is worth .8 / log2(3) + .2 * (1 - ln 8 / ln 10) = .52, "d" .8 / log2(4) + .2 = .6, "b" .8 + .01.
    scorer = {each.name: each.scorer for each in MODES}[name]

    scores = scorer(goods, Asked((), Taste(seen=frozenset({"a"})), 0))

    assert "".join(goods.ids(np.argsort(-scores)[:3])) == order
    assert scores[0] == -np.inf
