"""`rank` for diversity and novelty: what is put anew, what stays, and that it is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from palate import Catalog, Condition
from palate.tools.filter import filter_items
from palate.tools.rank import rank
from tests.tools.conftest import run, then, turn

GOODS = [
    {"id": "a", "title": "Lyra kettle", "kind": "kettle", "price": 10, "color": "red"},
    {"id": "b", "title": "Orion kettle", "kind": "kettle", "price": 20, "color": "red"},
    {"id": "c", "title": "Draco kettle", "kind": "kettle", "price": 30, "color": "red"},
    {"id": "d", "title": "Vega toaster", "kind": "toaster", "price": 40, "color": None},
]


@pytest.fixture
def goods() -> Iterator[Catalog]:
    taken = {"a": 4, "b": 3, "c": 2, "d": 1}
    log = [{"user": f"u{person}", "item": item} for item, count in taken.items() for person in range(count)]
    with Catalog.build(":memory:", items=GOODS, interactions=log) as catalog:
        yield catalog


@pytest.mark.parametrize(
    ("args", "ids", "said"),
    [
        ({}, "abcd", "4 of 4 ordered by preference"),
        ({"mode": "accuracy"}, "abcd", "4 of 4 ordered by preference"),
        ({"mode": "diversity"}, "adbc", "4 of 4 ordered by preference, the first 100 again for diversity"),
        ({"novelty": 1}, "dcba", "4 of 4 ordered by preference, the first 100 again for novelty 1"),
        (
            {"mode": "diversity", "novelty": 0.1, "limit": 2},
            "ad",
            "4 of 4 ordered by preference, the first 100 again for diversity and for novelty 0.1",
        ),
        ({"mode": "diversity", "by": "popularity"}, "abcd", "4 of 4 ordered by popularity"),
        ({"mode": "diversity", "order": [{"field": "price"}]}, "dcba", "4 of 4 ordered by price, preference"),
    ],
)
def test_the_best_are_put_anew_unless_an_order_was_asked_for(
    goods: Catalog, args: dict[str, Any], ids: str, said: str
) -> None:
    result = run(rank, turn(goods), **args)

    assert result.candidates == list(ids)
    assert result.summary == said


def test_what_the_agent_is_made_for_counts_where_a_step_says_nothing(goods: Catalog) -> None:
    context = turn(goods, mode="diversity")

    assert run(rank, context).candidates == list("adbc")
    assert run(rank, context, mode="accuracy").candidates == list("abcd")
    assert run(rank, turn(goods, novelty=1.0)).candidates == list("dcba")
    assert run(rank, turn(goods, novelty=1.0), novelty=0).candidates == list("abcd")


def test_what_is_kept_for_want_of_a_value_stays_last(goods: Catalog) -> None:
    context = turn(goods, mode="diversity", novelty=1.0)
    found = run(filter_items, context, where=[Condition(field="color", op="!=", value="blue").model_dump()])
    assert found.candidates is not None
    assert context.catalog.ids(found.candidates.unsure) == ["d"]

    assert run(rank, then(context, found)).candidates == list("cbad")


def test_scores_go_with_their_items(goods: Catalog) -> None:
    plain, anew = run(rank, turn(goods)).candidates, run(rank, turn(goods), mode="diversity").candidates
    assert plain is not None
    assert anew is not None

    assert dict(zip(anew.ids, anew.scores["score"], strict=True)) == dict(
        zip(plain.ids, plain.scores["score"], strict=True)
    )
