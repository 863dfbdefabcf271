from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from palate.catalog.columns import Columns
from palate.catalog.conditions import Condition
from palate.catalog.schema import Kind
from palate.errors import UnknownField
from tests.catalog.handmade import Handmade, handmade

ROWS: list[dict[str, Any]] = [
    {"id": "a", "title": "A", "pages": 300, "tags": ["red", "new"], "brand": "Acme", "made": "2001-05-02", "hit": True},
    {"id": "b", "title": "B", "pages": None, "tags": ["Red"], "brand": "ACME", "made": None, "hit": None},
    {"id": "c", "title": "C", "pages": 12.5, "tags": [], "brand": None, "made": "1999", "hit": False},
    {"id": "d", "title": "D", "pages": 300, "tags": ["new"], "brand": "Acme", "made": "2001-05-02", "hit": True},
]
KINDS: dict[str, Kind] = {"pages": "number", "tags": "tags", "brand": "category", "made": "date", "hit": "flag"}


@pytest.fixture
def four(tmp_path: Any) -> Iterator[Handmade]:
    made = handmade(str(tmp_path / "four.db"), ROWS, KINDS)
    yield made
    made.close()


def test_numbers_dates_and_flags_are_floats_with_nan_for_missing(four: Handmade) -> None:
    columns = four.columns

    np.testing.assert_array_equal(columns.numbers("pages"), [300, math.nan, 12.5, 300])
    np.testing.assert_array_equal(columns.numbers("hit"), [1, math.nan, 0, 1])
    np.testing.assert_array_equal(columns.numbers("made"), [730_607, math.nan, 729_755, 730_607])


def test_codes_point_into_the_values(four: Handmade) -> None:
    columns = four.columns

    assert columns.values("brand") == ("Acme", "ACME")
    assert columns.codes("brand").tolist() == [0, 1, -1, 0]
    assert columns.values("made") == ("1999", "2001-05-02")
    assert columns.codes("made").tolist() == [1, -1, 0, 1]


@pytest.mark.parametrize("field", ["pages", "tags", "brand", "made", "hit", "title"])
def test_missing(four: Handmade, field: str) -> None:
    expected = [row[field] in (None, []) for row in ROWS]

    assert four.columns.missing(field).tolist() == expected


def test_postings_and_spellings_fold_letter_case(four: Handmade) -> None:
    assert four.columns.postings("tags", "RED").tolist() == [0, 1]
    assert four.columns.postings("brand", "acme").tolist() == [0, 1, 3]
    assert four.columns.postings("tags", "blue").tolist() == []
    assert four.columns.spellings("tags", "red") == ("Red", "red")


def test_values_are_counted_within_a_pool(four: Handmade) -> None:
    pool = np.array([1, 3], dtype=np.int64)

    assert list(four.columns.value_counts("tags").items()) == [("new", 2), ("Red", 1), ("red", 1)]
    assert four.columns.value_counts("tags", pool) == {"Red": 1, "new": 1}
    assert four.columns.value_counts("brand") == {"Acme": 2, "ACME": 1}
    assert four.columns.value_counts("brand", pool) == {"ACME": 1, "Acme": 1}
    assert dict(four.columns.vocabulary("tags")) == {"new": 2, "Red": 1, "red": 1}


def test_a_selection_stays_within_its_pool(four: Handmade) -> None:
    new = Condition(field="tags", op="contains", value="new")
    pool = np.array([1, 3], dtype=np.int64)

    assert four.columns.select([new]).tolist() == [0, 3]
    assert four.columns.select([new], pool).tolist() == [3]
    assert four.columns.select([]).tolist() == [0, 1, 2, 3]
    assert four.columns.select([], pool).tolist() == [1, 3]


def test_ids_follow_the_order_of_positions(four: Handmade) -> None:
    assert four.columns.ids([3, 0]) == ["d", "a"]
    assert four.columns.ids() == ["a", "b", "c", "d"]


def test_items_that_arrived_later_are_not_of_this_version(four: Handmade) -> None:
    earlier = Columns(four.connect, four.schema.model_copy(update={"items": 2}))

    assert earlier.numbers("pages").size == 2
    assert earlier.values("made") == ("2001-05-02",)
    assert earlier.postings("tags", "new").tolist() == [0]
    assert earlier.missing("tags").tolist() == [False, False]


def test_an_unknown_field_is_refused(four: Handmade) -> None:
    with pytest.raises(UnknownField, match="the closest is `brand`"):
        four.columns.codes("brands")


def test_many_threads_build_one_column(four: Handmade) -> None:
    def build(_: int) -> int:
        built = id(four.columns.numbers("pages"))
        four.close()
        return built

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(build, range(32)))) == 1
