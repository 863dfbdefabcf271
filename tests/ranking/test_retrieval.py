"""What is retrieved from a past: each way by hand, and each as exact as a look at every event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from palate import Catalog
from palate.ranking.attributes import BITS, Attributes
from palate.ranking.history import History
from palate.ranking.retrieval import ByContent, ByTime, ByValues, Retrieval
from palate.ranking.terms import ByWords, Terms

FILMS: list[dict[str, Any]] = [
    {"id": "a", "title": "A", "genres": ["Horror", "Drama"], "director": "Scott"},
    {"id": "b", "title": "B", "genres": ["Horror"], "director": "Hooper"},
    {"id": "c", "title": "C", "genres": ["Drama"], "director": "Scott"},
    {"id": "d", "title": "D", "genres": ["Comedy"], "director": "Tati"},
    {"id": "e", "title": "E", "genres": ["Comedy"], "director": "Keaton"},
    {"id": "f", "title": "F"},
    {"id": "g", "title": "G", "genres": ["Horror"], "director": "Carpenter"},
]
A, B, C, D, E, F, G = range(7)


@pytest.fixture
def attributes() -> Iterator[Attributes]:
    with Catalog.build(":memory:", items=FILMS) as catalog:
        yield Attributes.of(catalog.columns, catalog.schema)


def past(*items: int) -> History:
    return History(np.array(items, dtype=np.int64), np.ones(len(items)), np.arange(len(items), dtype=np.float64))


def found(way: Retrieval, of: History, *targets: int, k: int = 3) -> list[list[int]]:
    rows: list[list[int]] = way.retrieve(of, np.array(targets, dtype=np.int64), k).events.tolist()
    return rows


def ways(attributes: Attributes) -> list[Retrieval]:
    words = ByWords(Terms.counted([str(film) for film in FILMS]))
    return [ByTime(), ByValues(attributes), ByValues(attributes, "genres"), ByContent(attributes), words]


def test_the_latest_are_the_same_for_every_target() -> None:
    assert found(ByTime(), past(A, B, C, D), A, F) == [[3, 2, 1], [3, 2, 1]]
    assert found(ByTime(), past(A, B), F) == [[1, 0, -1]]


def test_what_shares_a_rarer_value_comes_first_and_then_what_is_later(attributes: Attributes) -> None:
    # Two films are by Scott and two are dramas, three are horror.
    looked_at = past(C, B, G, D, B)

    assert found(ByValues(attributes), looked_at, A, k=4) == [[0, 4, 2, 1]]
    assert found(ByValues(attributes), looked_at, A, k=2) == [[0, 4]]


def test_one_field_can_be_looked_at_alone(attributes: Attributes) -> None:
    assert found(ByValues(attributes, "director"), past(C, B, A), A) == [[2, 0, -1]]
    assert found(ByValues(attributes, "genres"), past(C, B, D), B, E) == [[1, -1, -1], [2, -1, -1]]


def test_the_likeness_is_what_the_rarest_shared_value_tells(attributes: Attributes) -> None:
    retrieved = ByValues(attributes).retrieve(past(B, C), np.array([A]), 3)

    np.testing.assert_allclose(retrieved.likeness, [[np.log1p(7 / 2), np.log1p(7 / 3), 0.0]])


def test_the_fewest_differing_bits_come_first(attributes: Attributes) -> None:
    codes = np.array([0b0000, 0b0001, 0b0111, 0b1111, 0b0011, 0, 0b1000], dtype=np.uint64)
    attributes.__dict__["codes"] = codes  # In place of the cached ones, so that distances can be counted by hand.

    assert found(ByContent(attributes), past(D, C, B, G), A) == [[3, 2, 1]]
    retrieved = ByContent(attributes).retrieve(past(A, D), np.array([A]), 2)
    np.testing.assert_allclose(retrieved.likeness, [[1.0, np.cos(np.pi * 4 / BITS)]])


def test_items_of_equal_content_differ_in_no_bit_and_others_do(attributes: Attributes) -> None:
    with Catalog.build(":memory:", items=[*FILMS, {**FILMS[D], "id": "h", "title": "H"}]) as catalog:
        codes = Attributes.of(catalog.columns, catalog.schema).codes

    assert codes[7] == codes[D]
    assert int(np.bitwise_count(codes[A] ^ codes[C])) < int(np.bitwise_count(codes[A] ^ codes[E]))


def test_what_nothing_is_told_of_is_like_nothing(attributes: Attributes) -> None:
    assert found(ByContent(attributes), past(A, F), F, A) == [[-1, -1, -1], [0, -1, -1]]
    assert found(ByValues(attributes), past(A, F), F) == [[-1, -1, -1]]


def test_of_items_that_have_a_title_alone_nothing_is_alike() -> None:
    with Catalog.build(":memory:", items=[{"id": str(at), "title": f"T{at}"} for at in range(3)]) as catalog:
        untold = Attributes.of(catalog.columns, catalog.schema)

    assert found(ByValues(untold), past(0, 1), 2) == [[-1, -1, -1]]
    assert found(ByContent(untold), past(0, 1), 2) == [[-1, -1, -1]]


def test_without_a_past_nothing_is_found(attributes: Attributes) -> None:
    for way in ways(attributes):
        assert found(way, past(), A, F) == [[-1] * 3] * 2


def test_of_no_targets_nothing_is_found(attributes: Attributes) -> None:
    for way in ways(attributes):
        assert way.retrieve(past(A), np.empty(0, dtype=np.int64), 3).events.shape == (0, 3)


def test_a_long_past_is_searched_as_exactly_as_event_by_event() -> None:
    draw = np.random.default_rng(0)
    goods = [
        {"id": str(at), "title": f"T{at}", "tags": [f"v{v}" for v in draw.integers(0, 30, 3)], "brand": f"b{at % 17}"}
        for at in range(200)
    ]
    with Catalog.build(":memory:", items=goods) as catalog:
        made = Attributes.of(catalog.columns, catalog.schema)
    looked_at = past(*draw.integers(0, 200, 3_000).tolist())
    targets = np.arange(0, 200, 7)

    for way in (ByValues(made), ByContent(made)):
        one_by_one = [_one_by_one(way, looked_at, each, 20) for each in targets.tolist()]
        np.testing.assert_array_equal(way.retrieve(looked_at, targets, 20).events, one_by_one)


def _one_by_one(way: ByValues | ByContent, of: History, target: int, k: int) -> list[int]:
    has, codes = way.attributes.values.has, way.attributes.codes
    keys = []
    for event, item in enumerate(of.items.tolist()):
        if isinstance(way, ByContent):
            keys.append((int(codes[target] ^ codes[item]).bit_count(), -event))
        elif shared := {*has[[target]].indices.tolist()} & {*has[[item]].indices.tolist()}:
            keys.append((min(shared), -event))
    return [-event for _, event in sorted(keys)[:k]]
