from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from palate import Catalog
from palate.ranking.diversity import Mode, likeness, rearranged

GOODS = [
    {"id": "a", "title": "Lyra kettle", "kind": "kettle", "colors": ["red", "white"]},
    {"id": "b", "title": "Orion kettle", "kind": "kettle", "colors": ["red", "white"]},
    {"id": "c", "title": "Draco kettle", "kind": "kettle", "colors": ["red", "white"]},
    {"id": "d", "title": "Vega toaster", "kind": "toaster", "colors": ["black"]},
]
TAKEN = {"a": 3, "b": 3, "c": 1, "d": 0}
"""How many people took each."""


@pytest.fixture
def goods() -> Iterator[Catalog]:
    log = [{"user": f"u{person}", "item": item} for item, count in TAKEN.items() for person in range(count)]
    with Catalog.build(":memory:", items=GOODS, interactions=log) as catalog:
        yield catalog


def order(catalog: Catalog, ids: str, mode: Mode, novelty: float = 0.0) -> str:
    first = catalog.positions(list(ids))
    return "".join(catalog.ids(rearranged(catalog, first, mode=mode, novelty=novelty)))


def test_accuracy_keeps_the_order(goods: Catalog) -> None:
    assert order(goods, "cabd", "accuracy") == "cabd"


def test_the_one_that_is_different_comes_second_for_diversity(goods: Catalog) -> None:
    # Behind "a", "b" is worth .8 / log2(3) - .2 = .30 and "d", which is unlike it, .8 / log2(5) = .34.
    assert order(goods, "abcd", "diversity") == "adbc"


@pytest.mark.parametrize(
    ("novelty", "first"),
    [
        (0.2, "ad"),  # .8 beside .8 / log2(3) + .2 = .70
        (0.5, "da"),  # .5 beside .5 / log2(3) + .5 = .82
    ],
)
def test_novelty_moves_weight_to_what_fewer_people_took(goods: Catalog, novelty: float, first: str) -> None:
    assert order(goods, "ad", "accuracy", novelty) == first


def test_full_novelty_is_the_order_of_exposure(goods: Catalog) -> None:
    assert order(goods, "abcd", "accuracy", 1.0) == "dcab"


def test_items_of_the_same_values_are_alike_and_those_that_share_none_are_not(goods: Catalog) -> None:
    alike = likeness(goods, goods.positions(["a", "b", "d"]))

    np.testing.assert_allclose(alike, [[1, 1, 0], [1, 1, 0], [0, 0, 1]], atol=1e-12)


def test_where_no_field_tells_likeness_or_nothing_is_there_the_order_stays() -> None:
    with Catalog.build(":memory:", items=[{"id": "a", "title": "Lyra"}, {"id": "b", "title": "Orion"}]) as bare:
        assert order(bare, "ba", "diversity") == "ba"
        assert order(bare, "", "diversity", 0.5) == ""
