"""What an order of all items scores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from palate import Catalog
from palate.evals.outcome import Reached
from palate.evals.suites.ranking.measures import measured

LIKED = {"a": 4, "b": 2, "c": 1, "d": 1}
"""By how many of four people each item is liked."""


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    log = [
        {"user": f"p{person}", "item": item, "rating": 5} for item, people in LIKED.items() for person in range(people)
    ]
    items = [{"id": item, "title": item} for item in LIKED]
    with Catalog.build(tmp_path / "four.db", items=items, interactions=log) as catalog:
        yield catalog


def test_lift_is_how_much_better_known_the_first_items_are_than_what_the_person_had(catalog: Catalog) -> None:
    found = measured("case", np.array([0.9, 0.8, 0.1, 0.7]), catalog, "d", catalog.positions(["b"]), seed=1)

    # Of what comes first a, c and d are liked by 2 people in the mean, and by 2 what they had.
    assert found.scores["lift"] == pytest.approx(0)
    more = measured("case", np.array([0.9, 0.8, 0.1, 0.7]), catalog, "d", catalog.positions(["c"]), seed=1)
    assert more.scores["lift"] == pytest.approx((4 + 2 + 1) / 3 - 1)


def test_the_first_items_are_those_not_had(catalog: Catalog) -> None:
    found = measured("case", np.array([0.9, 0.8, 0.1, 0.7]), catalog, "d", catalog.positions(["a"]), seed=1)

    assert found.reached == {"first": Reached((1, 3, 2), 4)}
    assert found.scores["ndcg10"] == pytest.approx(1 / np.log2(3))


def test_what_is_not_shown_is_found_nowhere(catalog: Catalog) -> None:
    scores = np.array([0.9, -np.inf, -np.inf, -np.inf])

    found = measured("case", scores, catalog, "b", catalog.positions(["d"]), seed=1)

    assert (found.scores["recall"], found.scores["hr10"], found.scores["sampled"]) == (0, 0, 0)
    assert found.reached["first"].parts == (0,)
