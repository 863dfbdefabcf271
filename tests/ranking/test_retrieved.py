"""What is measured of the retrieved events, and which liked item speaks for a candidate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from palate import Catalog
from palate.ranking.attributes import Attributes
from palate.ranking.history import HALF_LATER, LONGEST, History
from palate.ranking.knowledge import Knowledge
from palate.ranking.log import LogArrays, read_log
from palate.ranking.moment import Moment
from palate.ranking.retrieved import Pair, liked_alike, shared_liked, shared_worth

FILMS: list[dict[str, Any]] = [
    {"id": "a", "title": "A", "director": "Scott", "genres": ["Horror", "Drama"]},
    {"id": "b", "title": "B", "director": "Scott", "genres": ["Comedy"]},
    {"id": "c", "title": "C", "director": "Tati", "genres": ["Horror"]},
    {"id": "d", "title": "D", "director": "Keaton", "genres": ["Comedy", "Horror"]},
    {"id": "e", "title": "E", "director": "Murnau", "genres": ["Horror"]},
    {"id": "f", "title": "F"},
    {"id": "g", "title": "G"},
    {"id": "h", "title": "H"},
]
A, B, C, D, E, F = range(6)


@pytest.fixture
def known() -> Iterator[Knowledge]:
    with Catalog.build(":memory:", items=FILMS) as catalog:
        attributes = Attributes.of(catalog.columns, catalog.schema)
        log: LogArrays = read_log(catalog.connect(), catalog.schema.log)
        yield Knowledge.fitted(log, len(FILMS), attributes)


def moment(known: Knowledge, *events: tuple[int, float, float], candidates: list[int]) -> Moment:
    items, worths, times = zip(*events, strict=True) if events else ((), (), ())
    past = History(
        np.array(items, dtype=np.int64), np.array(worths, dtype=np.float64), np.array(times, dtype=np.float64)
    )
    made = Moment(known, past, np.zeros(len(FILMS)))
    made.choose(np.array(candidates))
    return made


def test_the_share_of_likes_is_of_what_shares_a_value(known: Knowledge) -> None:
    at = moment(known, (B, 1.0, 0.0), (C, -1.0, 10.0), (D, 0.5, 19.0), (F, 1.0, 20.0), candidates=[A, E, F])

    np.testing.assert_allclose(shared_liked(at), [1 / 3, 0.0, np.nan])


def test_a_rare_shared_value_and_a_late_event_count_more(known: Knowledge) -> None:
    at = moment(known, (B, 1.0, 0.0), (C, -1.0, 1.0), candidates=[A, F])

    # Of Scott there are two films of eight, of horror four: exp(ln(1 + N / n)) is 5 and 3.
    earlier = 5 * 0.5 ** (1 / HALF_LATER)
    np.testing.assert_allclose(shared_worth(at), [(earlier - 3) / (earlier + 3), np.nan])


def test_other_candidates_of_the_same_moment_are_measured_anew(known: Knowledge) -> None:
    at = moment(known, (B, 1.0, 0.0), candidates=[A])
    np.testing.assert_array_equal(shared_liked(at), [1.0])

    at.choose(np.array([C]))
    np.testing.assert_array_equal(shared_liked(at), [np.nan])


def test_without_a_past_nothing_is_told(known: Knowledge) -> None:
    for measure in (shared_liked, shared_worth):
        assert np.isnan(measure(moment(known, candidates=[A, F]))).all()


def test_what_lies_further_back_than_other_features_look_is_found(known: Knowledge) -> None:
    at = moment(known, (B, 1.0, 0.0), *[(F, 0.5, 1.0)] * LONGEST, candidates=[A])

    assert len(at.history) == LONGEST
    np.testing.assert_array_equal(shared_liked(at), [1.0])


def test_a_liked_item_speaks_by_the_rarest_value_that_it_shares(known: Knowledge) -> None:
    at = moment(known, (C, 1.0, 0.0), (B, 1.0, 1.0), (D, -1.0, 2.0), candidates=[A])
    fields = known.attributes.values.fields

    (pairs,) = liked_alike(at, [A])

    # B is by the director of A, C as much a horror film.
    names = [known.attributes.values.names[fields[pair.value]] for pair in pairs]
    assert [(pair.item, name) for pair, name in zip(pairs, names, strict=True)] == [(B, "director"), (C, "genres")]


def test_what_was_disliked_later_speaks_for_nothing(known: Knowledge) -> None:
    assert liked_alike(moment(known, (B, 1.0, 0.0), (B, -1.0, 1.0), candidates=[A]), [A]) == [[]]
    (pairs,) = liked_alike(moment(known, (B, -1.0, 0.0), (B, 1.0, 1.0), candidates=[A]), [A])
    assert [type(pair) for pair in pairs] == [Pair]
