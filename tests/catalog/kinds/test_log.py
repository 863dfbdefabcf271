"""Interactions under the many names of their columns."""

from __future__ import annotations

from typing import Any

import pytest

from palate.catalog.kinds.declared import read_declared
from palate.catalog.kinds.log import LogColumns, log_columns, read_log
from palate.catalog.kinds.names import behaviour_tells
from palate.catalog.kinds.roles import ItemKeys
from palate.catalog.sources.frame import BadRow, Frame
from palate.errors import UnreadableFile

ROWIDS = {"a": 1, "b": 2}


def frame(**columns: list[Any]) -> Frame:
    size = len(next(iter(columns.values())))
    return Frame(origin="log.csv", columns=columns, lines=list(range(2, size + 2)))


def columns_of(source: Frame, fields: dict[str, str] | None = None, own: str = "") -> LogColumns:
    return log_columns(source, read_declared(fields), ItemKeys({}, (), lambda _: []), own)


def rows(fields: dict[str, str] | None = None, **columns: list[Any]) -> list[Any]:
    source = frame(**columns)
    return read_log(source, columns_of(source, fields), ROWIDS).rows


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            {"userId": ["u"], "movieId": ["a"], "rating": ["4.5"], "timestamp": ["1000000000"]},
            [("u", 1, "rating", 4.5, 1_000_000_000)],
        ),
        (
            {"customer": ["u"], "sku": ["b"], "event": ["Purchase"], "ts": ["1600000000000"]},
            [("u", 2, "purchase", None, 1_600_000_000)],
        ),
        ({"user": [7], "item": ["a"], "date": ["2001-09-09T01:46:40"]}, [("7", 1, "interaction", None, 1_000_000_000)]),
        ({"visitorid": ["u"], "itemid": ["a"], "quantity": [3]}, [("u", 1, "interaction", 3, None)]),
        ({"reviewer_id": ["u"], "asin": ["a"], "overall": [5.0], "when": [12]}, [("u", 1, "rating", 5, 12)]),
    ],
)
def test_columns_are_known_by_their_names(columns: dict[str, list[Any]], expected: list[Any]) -> None:
    assert rows(None, **columns) == expected


def test_what_is_declared_comes_first() -> None:
    fields = {"who": "user", "thing": "item", "stars": "value:1..5", "rating": "skip"}

    assert rows(fields, who=["u"], thing=["a"], stars=["2"], rating=["9"]) == [("u", 1, "rating", 2, None)]


def test_every_row_that_cannot_be_read_is_listed() -> None:
    source = frame(
        user=["u", "", "u", "u", "u"],
        item=["z", "a", "a", "a", "b"],
        rating=[1, 1, "x", 9, 1],
        time=[1, 1, 1, 1, "soon"],
    )

    log = read_log(source, columns_of(source, {"rating": "value:1..5"}), ROWIDS)

    assert log.rows == []
    assert log.bad == [
        BadRow("log.csv", 2, "item", "`z`", "the id of an item in this catalogue"),
        BadRow("log.csv", 3, "user", "nothing", "the id of a person"),
        BadRow("log.csv", 4, "rating", "`x`", "a number from 1 to 5"),
        BadRow("log.csv", 5, "rating", "`9`", "a number from 1 to 5"),
        BadRow("log.csv", 6, "time", "`soon`", "a time, such as 1999-12-31T12:00:00 or seconds since 1970"),
    ]


def test_values_that_count_do_not_grade() -> None:
    assert columns_of(frame(user=["u"], item=["a"], rating=[1])).graded
    assert not columns_of(frame(user=["u"], item=["a"], plays=[1])).graded


def test_a_log_without_people_is_refused_in_one_sentence() -> None:
    with pytest.raises(UnreadableFile) as caught:
        columns_of(frame(item=["a"], rating=[1]))

    assert str(caught.value) == (
        "`log.csv` has no column for the user of an interaction: its columns are `item`, `rating`. Expected one such "
        "as `user_id`; say which with --field COLUMN=user (`fields=`)."
    )


@pytest.mark.parametrize(
    ("behaviour", "tells"),
    [
        ("Purchase", "positive"),
        ("thumbs up", "positive"),
        ("page_view", "passive"),
        ("dislike", "negative"),
        ("Refunded", "negative"),
        ("thumbs_down", "negative"),
        ("not interested", "negative"),
        ("zap", None),
    ],
)
def test_what_a_behaviour_tells(behaviour: str, tells: str | None) -> None:
    assert behaviour_tells(behaviour) == tells


def test_the_items_own_name_for_their_ids_is_the_item_of_the_log() -> None:
    source = Frame("log", {"user": ["a"], "product": ["x"], "SKU": ["s1"]}, [1])

    assert columns_of(source, own="sku").roles["item"] == "SKU"
    assert columns_of(source, own="id").roles["item"] == "product"


def test_yes_and_no_are_values() -> None:
    source = Frame("log", {"user": ["a", "b", "c"], "item": ["i1", "i2", "i1"], "liked": ["yes", "no", ""]}, [1, 2, 3])

    log = read_log(source, columns_of(source), {"i1": 1, "i2": 2})

    assert [row[3] for row in log.rows] == [1.0, 0.0, None]


def test_a_column_of_behaviours_is_known_by_its_cells() -> None:
    cells = ["purchase", "return", "zap", "view"]
    source = Frame("log", {"user": list("abcd"), "item": ["1"] * 4, "place": list("wxyz"), "what": cells}, [1, 2, 3, 4])

    assert columns_of(source).roles["behaviour"] == "what"
