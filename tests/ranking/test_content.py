from __future__ import annotations

import math

import numpy as np
import pytest

from palate import Catalog
from palate.ranking.content import Content, models_of
from palate.ranking.similarity import similar_to


@pytest.fixture
def plain(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Four things that only share tags."""
    items = [
        {"id": "a", "title": "A", "tags": ["red", "round"]},
        {"id": "b", "title": "B", "tags": ["red", "square"]},
        {"id": "c", "title": "C", "tags": ["round", "red"]},
        {"id": "d", "title": "D", "tags": ["blue", "square"]},
        {"id": "e", "title": "E", "tags": ["blue", "tall"]},
        {"id": "f", "title": "F", "tags": ["green", "tall"]},
    ]
    return Catalog.build(tmp_path_factory.mktemp("plain") / "plain.db", items=items, fields={"tags": "tags"})


def test_likeness_is_the_share_of_the_weight_that_an_item_has_too(plain: Catalog) -> None:
    scores = Content.of(plain).scores(models_of(plain, {"a": 1.0}))

    red, round_ = math.log(1 + 6 / 3), math.log(1 + 6 / 2)
    np.testing.assert_allclose(scores, [1, red / (red + round_), 1, 0, 0, 0])


def test_a_mixture_weighs_its_models(plain: Catalog) -> None:
    scores = Content.of(plain).scores(models_of(plain, {"a": 2.0, "d": 1.0}))

    red, two = math.log(1 + 6 / 3), math.log(1 + 6 / 2)
    np.testing.assert_allclose(scores[4], two / (2 * red + 2 * two + 2 * two))


def test_only_the_asked_items_are_scored(plain: Catalog) -> None:
    only = np.array([False, True, False, False, False, False])

    scores = Content.of(plain).scores(models_of(plain, {"a": 1.0}), only=only)

    assert np.flatnonzero(scores).tolist() == [1]


def test_of_equal_matches_the_nearer_in_years_comes_first(tmp_path_factory: pytest.TempPathFactory) -> None:
    items = [
        {"id": str(at), "title": f"T{at}", "genre": genre, "year": year}
        for at, (genre, year) in enumerate(
            [("war", 1950), ("war", 1990), ("war", 1955), ("love", 1950), ("love", 1990), ("love", 1970)]
        )
    ]
    with Catalog.build(tmp_path_factory.mktemp("years") / "y.db", items=items, fields={"genre": "category"}) as catalog:
        scores = Content.of(catalog).scores(models_of(catalog, {"0": 1.0}))

    assert scores[0] == 1
    assert scores[0] > scores[2] > scores[1] > 0
    assert scores[3:].tolist() == [0, 0, 0]


def test_shared_values_leave_out_what_most_items_have(tiny: Catalog) -> None:
    fargo, clueless, jaws = tiny.items(["2", "8", "3"])

    assert Content.of(tiny).shared(fargo, clueless) == {"genres": ["Comedy"]}
    assert Content.of(tiny).shared(fargo, jaws) == {}


def test_people_and_content_are_blended(tiny: Catalog) -> None:
    similarity = similar_to(tiny, ["1"])

    content = Content.of(tiny).scores(models_of(tiny, {"1": 1.0}))
    assert content[5] > 0
    np.testing.assert_allclose(similarity.scores[6], 0.6 + 0.4 * content[6])
    np.testing.assert_allclose(similarity.scores[5], 0.4 * content[5])
    assert similarity.scores[0] == 0


def test_without_neighbours_content_speaks_alone(tiny: Catalog) -> None:
    similarity = similar_to(tiny, ["6"])

    content = Content.of(tiny).scores(models_of(tiny, {"6": 1.0}))
    np.testing.assert_allclose(similarity.scores[0], content[0])
    assert similarity.neighbours == {}
