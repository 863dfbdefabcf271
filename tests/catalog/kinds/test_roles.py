"""Which columns of a log have a role, where names say it and where only cells do."""

from __future__ import annotations

import pytest

from palate.catalog.kinds.column import Column
from palate.catalog.kinds.declared import read_declared
from palate.catalog.kinds.roles import ItemKeys, find_roles, is_scale, mentioned
from palate.catalog.sources.frame import Frame
from palate.errors import UnreadableFile

TITLES = ["Alpine Boot", "Rain Jacket", "The Stove"]
ITEMS = ItemKeys(
    {"A-1": 1, "A-2": 2, "A-3": 3},
    [Column(source=name, name=name, kind="title" if name == "title" else "id") for name in ("id", "title", "ean")],
    lambda column: list(TITLES) if column.name == "title" else ["9001", "9002", "9003"],
)
NUMBERED = ItemKeys({str(at): at for at in range(1, 100)}, (), lambda _: [])


def frame(table: str) -> Frame:
    header, *rows = (line.split() for line in table.strip().splitlines())
    cells = {name: [row[at].replace("_", " ") for row in rows] for at, name in enumerate(header)}
    return Frame(origin="log.csv", columns=dict(cells), lines=list(range(2, len(rows) + 2)))


def roles(table: str, items: ItemKeys = ITEMS, fields: dict[str, str] | None = None) -> dict[str, str]:
    return dict(find_roles(frame(table), read_declared(fields), items).items())


def test_cells_tell_every_role_where_no_name_does() -> None:
    table = """
        a    b    c         d  e
        p1   A-1  purchase  5  2023-05-01T10:00:00
        p1   A-2  view      1  2023-05-02T10:00:00
        p2   A-1  view      4  2023-05-03T10:00:00
        p2   A-3  purchase  2  2023-05-04T10:00:00
    """

    assert roles(table) == {"user": "a", "item": "b", "behaviour": "c", "value": "d", "time": "e"}


def test_a_name_that_its_cells_contradict_does_not_decide() -> None:
    table = """
        user  item     code  rating  date        time
        u     unknown  A-1   good    2023-05-01  10:30
        u     other    A-2   bad     2023-05-02  11:30
    """

    assert roles(table) == {"user": "user", "item": "code", "time": "date", "clock": "time"}


def test_a_name_decides_where_cells_would_fit_several_columns() -> None:
    table = """
        user_id  item_id  rating  quantity
        1        7        5       1
        2        8        4       2
        1        9        1       1
    """

    assert roles(table, NUMBERED) == {"user": "user_id", "item": "item_id", "value": "rating"}


@pytest.mark.parametrize(("column", "cells"), [("A-1", "A-2"), ("Alpine_Boot", "stove,_THE"), ("9001", "9003")])
def test_items_are_known_by_id_by_another_id_and_by_title(column: str, cells: str) -> None:
    assert roles(f"user what\nu {column}\nu {cells}")["item"] == "what"


def test_ids_come_before_titles_whatever_the_columns_are_called() -> None:
    assert roles("user item ref\nu Alpine_Boot A-1\nu Rain_Jacket A-2")["item"] == "ref"


def test_what_several_items_are_called_names_none_of_them() -> None:
    alike = ItemKeys({}, [Column(source="title", name="title", kind="title")], lambda _: ["Boot", "boot", "Tent"])

    assert alike.by("title") == {"tent": 3}


def test_equally_likely_columns_are_refused_with_the_way_to_say_which() -> None:
    with pytest.raises(UnreadableFile) as caught:
        roles("user a b\nu 1 2\nu 12 32\nv 22 41\nv 1 2", NUMBERED)

    assert str(caught.value) == (
        "`log.csv` has `a` and `b`, which are equally likely to be the item of an interaction; say which with "
        "--field a=item or --field b=item (`fields=`)."
    )
    assert roles("user a b\nu 1 2\nu 12 32\nv 22 41\nv 1 2", NUMBERED, {"b": "item"})["item"] == "b"


def test_all_missing_roles_are_told_at_once() -> None:
    with pytest.raises(UnreadableFile) as caught:
        roles("x y\nfoo bar")

    assert str(caught.value) == (
        "`log.csv` has no column for the user and the item of an interaction: its columns are `x`, `y`. Expected some "
        "such as `user_id` and `item_id`; say which with --field COLUMN=user and --field COLUMN=item (`fields=`)."
    )


def test_the_number_of_the_event_is_neither_user_nor_item() -> None:
    table = "id who thing\n1 10 20\n2 10 21\n3 11 21\n4 11 22\n5 12 20\n6 12 22"

    assert roles(table, ItemKeys({str(at): at for at in (1, 2, 3, 4, 5, 6, 20, 21, 22)}, (), lambda _: [])) == {
        "user": "who",
        "item": "thing",
    }


def test_what_belongs_to_the_item_or_recurs_with_it_is_no_user() -> None:
    table = """
        item brand channel who
        A-1  Hike  web     p1
        A-2  Rain  web     p1
        A-3  Cook  web     p1
        A-1  Hike  app     p2
        A-2  Rain  web     p2
        A-3  Cook  web     p3
        A-1  Hike  web     p3
        A-1  Hike  web     p4
        A-2  Rain  web     p4
    """

    assert roles(table)["user"] == "who"


def test_a_receipt_is_no_user() -> None:
    table = """
        bon card sku  day
        1   K1   A-1  2023-05-01
        1   K1   A-2  2023-05-01
        2   K2   A-1  2023-05-02
        2   K2   A-3  2023-05-02
        3   K1   A-3  2023-05-03
        3   K1   A-1  2023-05-03
        4   K2   A-2  2023-05-04
        4   K2   A-1  2023-05-04
    """

    assert roles(table)["user"] == "card"


def test_date_and_time_of_day_are_declared_alike() -> None:
    table = "user item x y\nu A-1 01.02.2023 10:30\nu A-2 03.02.2023 11:30"

    assert roles(table, fields={"x": "time", "y": "time"}) == {
        "user": "user",
        "item": "item",
        "time": "x",
        "clock": "y",
    }


@pytest.mark.parametrize(
    ("cells", "scale"),
    [
        ("1 5 3 4 5", True),
        ("3,5 4,0 1,0 5,0", True),
        ("0.5 4.5 5 3", True),
        ("10 7 8 1", True),
        ("4/5 2/5", True),
        ("1 1 1 2 1 5", False),  # quantities
        ("12 3 41 5", False),  # plays
        ("4.99 1.50 5 3", False),  # amounts
        ("5 5 5", False),
        ("1 4 2 3", False),
    ],
)
def test_a_scale_is_told_from_counts_and_amounts(cells: str, scale: bool) -> None:
    assert is_scale(cells.split()) is scale


def test_before_items_are_known_a_log_mentions_those_of_its_likeliest_column() -> None:
    assert mentioned(frame("user sku rating\nu A-1 5"), {}) == [{"A-1"}]
    assert mentioned(frame("user x y rating\nu A-1 b 5"), {}) == [{"A-1"}, {"b"}]
    assert mentioned(frame("user sku y\nu A-1 b"), read_declared({"y": "item"})) == [{"b"}]


def test_a_column_whose_name_has_no_letters_says_no_role() -> None:
    assert roles("# user item\n1 u A-1\n2 u A-2") == {"user": "user", "item": "item"}


def test_a_usual_name_for_users_does_not_decide_where_most_cells_are_empty() -> None:
    columns = {
        "member": ["m1", "", "", ""],
        "visitor_id": ["v1", "v2", "v1", "v3"],
        "item": ["A-1", "A-2", "A-3", "A-1"],
    }
    log = Frame(origin="log.csv", columns=dict(columns), lines=[2, 3, 4, 5])

    assert find_roles(log, {}, ITEMS)["user"] == "visitor_id"
