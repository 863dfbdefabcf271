"""Building: what is written, what is refused, and that nothing is ever half done."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from palate import Catalog
from palate.catalog.bad_rows import SKIPPING
from palate.catalog.schema import Log, Term
from palate.errors import BadArgument, BadRows, UnknownField, UnknownItem, UnreadableFile

ITEMS = "id,title,genres,price,made\n1,Alien,Horror|Sci-Fi,$5.00,1979\n2,Fargo,Crime,$6.50,1996\n"
LOG = "user,item,rating,timestamp\nann,1,5,100\nann,2,2,200\nbob,1,4,300\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "items.csv").write_text(ITEMS)
    (tmp_path / "log.csv").write_text(LOG)
    return tmp_path


def rows(catalog: Catalog, query: str) -> list[Any]:
    return catalog.connect().execute(query).fetchall()


def test_the_tables_hold_what_the_sources_do(files: Path) -> None:
    with Catalog.build(files / "x.db", items=files / "items.csv", interactions=files / "log.csv") as catalog:
        assert rows(catalog, "SELECT rowid, * FROM items") == [
            (1, "1", "Alien", '["Horror", "Sci-Fi"]', 5, 1979),
            (2, "2", "Fargo", '["Crime"]', 6.5, 1996),
        ]
        assert rows(catalog, 'SELECT * FROM "tags:genres"') == [(1, "Horror"), (1, "Sci-Fi"), (2, "Crime")]
        assert rows(catalog, "SELECT * FROM interactions") == [
            ("ann", 1, "rating", 5, 100),
            ("ann", 2, "rating", 2, 200),
            ("bob", 1, "rating", 4, 300),
        ]
        assert rows(catalog, "SELECT rowid FROM items_fts WHERE items_fts MATCH 'horror'") == [(1,)]
        assert rows(catalog, "SELECT * FROM titles") == [("alien", 1), ("fargo", 2)]
        assert rows(catalog, "SELECT * FROM words") == [("alien", 1), ("fargo", 1)]


def test_the_schema_card_measures_every_field_and_the_log(files: Path) -> None:
    with Catalog.build(files / "x.db", items=files / "items.csv", interactions=files / "log.csv") as catalog:
        schema = catalog.schema

    assert (schema.name, schema.noun, schema.version, schema.items) == ("x", "item", 1, 2)
    assert schema.names == ("id", "title", "genres", "price", "made")
    assert schema.field("genres").terms == (
        Term(value="Crime", count=1),
        Term(value="Horror", count=1),
        Term(value="Sci-Fi", count=1),
    )
    price = schema.field("price")
    assert (price.kind, price.role, price.unit, price.integral) == ("number", "price", "$", False)
    assert (price.present, price.missing, price.distinct) == (2, 0, 2)
    assert (price.minimum, price.median, price.maximum) == (5, 5.75, 6.5)
    assert schema.log == Log(
        interactions=3,
        users=2,
        behaviours={"rating": 3},
        columns={"user": "user", "item": "item", "value": "rating", "time": "timestamp"},
        consuming=("rating",),
        lowest=2,
        highest=5,
        liked_from=4,
        disliked_to=3,
        first=100,
        last=300,
    )


@pytest.mark.parametrize(
    ("values", "thresholds"),
    [
        ([1, 5], (4, 3)),
        ([0.5, 5], (3.75, 2.5)),
        ([1, 10], (7.75, 5.5)),
        ([0, 100], (75, 50)),
        ([0, 1], (0.75, 0.5)),
        ([-1, 1], (0.5, 0)),
        ([1, 1], (None, None)),
        ([1, 4000], (None, None)),
    ],
)
def test_likes_begin_at_three_quarters_of_the_scale(
    tmp_path: Path, values: list[float], thresholds: tuple[float | None, float | None]
) -> None:
    log = [{"user": "u", "item": "1", "rating": value} for value in values]
    with Catalog.build(tmp_path / "x.db", items=[{"id": 1, "title": "A"}], interactions=log) as catalog:
        assert (catalog.schema.log.liked_from, catalog.schema.log.disliked_to) == thresholds


def test_plays_and_quantities_are_no_likes(tmp_path: Path) -> None:
    log = [{"user": "u", "item": "1", "plays": plays} for plays in (1, 5)]
    with Catalog.build(tmp_path / "x.db", items=[{"id": 1, "title": "A"}], interactions=log) as catalog:
        assert (catalog.schema.log.liked_from, catalog.schema.log.consuming) == (None, ("interaction",))


def test_views_do_not_consume(tmp_path: Path) -> None:
    log = [{"user": "u", "item": "1", "event": event} for event in ("view", "purchase", "add_to_cart", "play")]
    with Catalog.build(tmp_path / "x.db", items=[{"id": 1, "title": "A"}], interactions=log) as catalog:
        assert catalog.schema.log.consuming == ("play", "purchase")


def test_every_bad_row_of_every_source_is_in_one_error_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text(
        "id,title,price\n1,Alien,5\n,Nameless,6\n3,,7\n1,Again,8\n5,Five,cheap\n6,Six\n7,Seven,9\n"
    )
    (tmp_path / "log.csv").write_text("user,item,rating\nann,1,5\nann,99,5\nbob,7,9\ncat,5,1\n")

    with pytest.raises(BadRows) as caught:
        Catalog.build(
            tmp_path / "x.db",
            items=tmp_path / "items.csv",
            interactions=tmp_path / "log.csv",
            fields={"rating": "number:1..5"},
        )

    assert str(caught.value).splitlines() == [
        f"7 rows cannot be loaded as they are, so nothing was written: mend the source, or {SKIPPING}.",
        "  items.csv, `id`: expected the item's id; line 3 nothing",
        "  items.csv, `title`: expected the item's title; line 4 nothing",
        "  items.csv, `id`: expected an id that no other item has; line 5 `1` of line 2",
        "  items.csv, `price`: expected a number; line 6 `cheap` (--field price=text keeps it as words)",
        "  items.csv: expected 3 cells; line 7 2 cells (`6,Six`)",
        "  log.csv, `item`: expected the id of an item in this catalogue; line 3 `99`",
        "  log.csv, `rating`: expected a number from 1 to 5; line 4 `9`",
    ]
    assert caught.value.exit_code == 2
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["items.csv", "log.csv"]


def test_bad_rows_can_be_left_out_and_are_counted(tmp_path: Path) -> None:
    items: list[dict[str, Any]] = [
        {"id": 1, "title": "A", "year": 1990},
        {"id": 2, "title": None, "year": 1991},
        {"id": 1, "title": "C"},
    ]
    log = [{"user": "u", "item": item} for item in (1, 2, 3)]

    with Catalog.build(tmp_path / "x.db", items=items, interactions=log, skip_bad=True) as catalog:
        assert rows(catalog, "SELECT id, title FROM items") == [("1", "A")]
        assert rows(catalog, "SELECT user, item FROM interactions") == [("u", 1)]
        assert catalog.skipped == 4


def test_a_cell_that_cannot_be_read_is_left_empty_and_the_item_stays(tmp_path: Path) -> None:
    items = [{"id": number, "title": f"T{number}", "price": number * 1.5, "year": 1990} for number in range(20)]
    for at, price in ((3, "cheap"), (5, "ask"), (7, "n.v."), (9, "x")):
        items[at]["price"] = price

    with Catalog.build(tmp_path / "x.db", items=items, skip_bad=True) as catalog:
        assert (catalog.schema.items, catalog.skipped, catalog.emptied) == (20, 0, 4)
        assert (catalog.item("3").get("price"), catalog.item("3").get("year")) == (None, 1990)
        assert catalog.faults == (
            "items, `price`: expected a number; 4 times: line 4 `cheap`, line 6 `ask`, line 8 `n.v.`, … "
            "(--field price=text keeps it as words)",
        )


def test_a_source_of_bad_rows_only_is_refused_even_when_they_may_be_skipped(tmp_path: Path) -> None:
    with pytest.raises(BadRows) as caught:
        Catalog.build(tmp_path / "x.db", items=[{"id": None, "title": "A"}], skip_bad=True)

    assert str(caught.value) == "The only row could not be loaded, so nothing was written."


@pytest.mark.parametrize("given", [42, "42", 42.0])
def test_ids_are_text_however_they_were_written(tmp_path: Path, given: object) -> None:
    log = [{"user": 7.0, "item": "42"}]
    with Catalog.build(tmp_path / "x.db", items=[{"id": given, "title": 1984}], interactions=log) as catalog:
        assert catalog.item("42").title == "1984"
        assert [entry.item for entry in catalog.log_of("7")] == ["42"]


def test_rows_without_ids_are_known_by_their_numbers(tmp_path: Path) -> None:
    with Catalog.build(tmp_path / "x.db", items=[{"title": "A"}, {"title": "B"}]) as catalog:
        assert [item.title for item in catalog.items(["2", "1"])] == ["B", "A"]


AWKWARD = [
    "cast",
    "order",
    "Unit Price ($)",
    'say "hi"',
    "a.b",
    "[x]",
    "select * from",
    "🎬",
    "שם",
    "'",
    "index",
    "?1",
    "%s",
]


def test_any_column_name_will_do(tmp_path: Path) -> None:
    row = {"id": 1, "title": "A", **dict.fromkeys(AWKWARD, "v")}
    with Catalog.build(tmp_path / "x.db", items=[row, {"id": 2, "title": "B"}]) as catalog:
        assert list(catalog.item("1").fields) == AWKWARD
        assert catalog.upsert([{"id": 2, **dict.fromkeys(AWKWARD, "w")}]) == 1
        assert set(catalog.item("2").fields.values()) == {"w"}


def test_any_text_will_do(tmp_path: Path) -> None:
    items = [
        {"id": 1, "title": "🎬 \u202bשלם", "note": "a\x00b"},
        {"id": 2, "title": "half \ud83d", "note": "'; DROP"},
    ]
    with Catalog.build(tmp_path / "x.db", items=items) as catalog:
        assert [(item.title, item.get("note")) for item in catalog.items(["1", "2"])] == [
            ("🎬 שלם", "ab"),
            ("half \ufffd", "'; DROP"),
        ]


def test_two_hundred_columns_will_do(tmp_path: Path) -> None:
    row = {"id": 1, "title": "A", **{f"x{at}": at for at in range(200)}}
    with Catalog.build(tmp_path / "x.db", items=[row]) as catalog:
        assert catalog.item("1").get("x199") == 199


def test_people_have_a_table_of_their_own(tmp_path: Path) -> None:
    people: list[dict[str, Any]] = [
        {"user_id": 1, "age": "30", "likes": "a|b"},
        {"user_id": 2, "age": None, "likes": ""},
    ]
    with Catalog.build(tmp_path / "x.db", items=[{"id": 1, "title": "A"}], users=people) as catalog:
        assert rows(catalog, "SELECT * FROM users") == [("1", 30, '["a", "b"]'), ("2", None, None)]
        assert catalog.has_user("2")


def test_a_field_that_no_source_has_is_refused(files: Path) -> None:
    with pytest.raises(UnknownField) as caught:
        Catalog.build(files / "x.db", items=files / "items.csv", fields={"pric": "number"})

    assert str(caught.value) == "`pric` is not a column of what was handed in; the closest is `price`."


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("", "`{}` is a folder; write to another path, or move what is there elsewhere first."),
        ("no/x.db", "The folder `{}/no` does not exist; make it, or write `x.db` elsewhere."),
    ],
)
def test_a_place_that_cannot_be_written_is_refused(files: Path, path: str, sentence: str) -> None:
    with pytest.raises(BadArgument) as caught:
        Catalog.build(files / path, items=files / "items.csv")

    assert str(caught.value) == sentence.format(files)


def test_a_file_that_is_no_catalogue_is_not_written_over(files: Path) -> None:
    with pytest.raises(BadArgument) as caught:
        Catalog.build(files / "log.csv", items=files / "items.csv", interactions=files / "log.csv")

    assert str(caught.value) == (
        f"`{files / 'log.csv'}` is there already and is no catalogue of Palate's; write to another path, or "
        "move what is there elsewhere first."
    )
    assert (files / "log.csv").read_text() == LOG


def test_a_log_of_a_header_only_is_refused(files: Path) -> None:
    (files / "log.csv").write_text("user,item\n")

    with pytest.raises(UnreadableFile) as caught:
        Catalog.build(files / "x.db", items=files / "items.csv", interactions=files / "log.csv")

    assert str(caught.value) == "`log.csv` has a header but no rows; expected at least one interaction."


def test_names_that_differ_in_case_only_are_kept_apart(tmp_path: Path) -> None:
    with Catalog.build(tmp_path / "x.db", items=[{"id": 1, "title": "A", "Price": 1, "price": 2, "": "x"}]) as catalog:
        assert catalog.item("1").fields == {"Price": 1, "source_price": 2, "": "x"}


def test_progress_tells_every_stage(files: Path) -> None:
    stages: list[str] = []

    def progress(stage: str, done: int, total: int | None) -> None:
        if stage not in stages:
            stages.append(stage)

    Catalog.build(files / "x.db", items=files / "items.csv", interactions=files / "log.csv", progress=progress).close()

    assert stages[:5] == ["reading items", "writing items", "indexing words", "writing interactions", "measuring"]


def test_a_failing_build_leaves_the_old_file_and_no_other(files: Path) -> None:
    Catalog.build(files / "x.db", items=[{"id": 1, "title": "Old"}]).close()

    with pytest.raises(UnreadableFile):
        Catalog.build(files / "x.db", items=[{"price": 1}])

    with Catalog.open(files / "x.db") as catalog:
        assert catalog.item("1").title == "Old"
    assert sorted(entry.name for entry in files.iterdir()) == ["items.csv", "log.csv", "x.db"]


def test_a_rebuild_is_seen_by_whoever_has_the_catalogue_open(files: Path) -> None:
    with Catalog.build(files / "x.db", items=[{"id": 1, "title": "Old"}]) as open_before:
        open_before.record([{"user": "u", "item": 1}])
        assert (open_before.item("1").title, open_before.version, open_before.columns.size) == ("Old", 2, 1)

        Catalog.build(files / "x.db", items=[{"id": 1, "title": "New"}, {"id": 2, "title": "More"}]).close()

        assert (open_before.item("1").title, open_before.version, open_before.columns.size) == ("New", 3, 2)
        assert open_before.log_of("u") == []
    with Catalog.open(files / "x.db") as catalog:
        assert rows(catalog, "PRAGMA integrity_check") == [("ok",)]


def test_a_rebuild_takes_the_place_of_the_old_file_and_never_writes_into_it(files: Path) -> None:
    Catalog.build(files / "x.db", items=[{"id": 1, "title": "Old"}]).close()
    with (files / "x.db").open("rb") as old:
        before = old.read()
        Catalog.build(files / "x.db", items=[{"id": 1, "title": "New"}]).close()
        old.seek(0)
        assert old.read() == before


def test_a_backup_that_is_put_back_is_seen(files: Path) -> None:
    with Catalog.build(files / "x.db", items=[{"id": 1, "title": "Old"}]) as catalog:
        shutil.copy(files / "x.db", files / "backup.db")
        catalog.upsert([{"id": 2, "title": "New"}])
        assert (catalog.version, catalog.schema.items) == (2, 2)

        (files / "backup.db").replace(files / "x.db")

        assert (catalog.version, catalog.schema.items, catalog.has("2")) == (1, 1, False)


KILLED = """
import os, signal, sys
from palate import Catalog

# Whoever runs the tests in the background has it ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)

def progress(stage, done, total):
    if stage == sys.argv[2]:
        os.kill(os.getpid(), int(sys.argv[3]))

Catalog.build(
    sys.argv[1], items=[{"id": 1, "title": "New"}], interactions=[{"user": "u", "item": 1}], progress=progress
).close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize("stage", ["reading items", "indexing words", "measuring"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("before", [True, False])
def test_a_kill_half_way_leaves_the_old_file_or_none(tmp_path: Path, stage: str, how: int, before: bool) -> None:
    path = tmp_path / "x.db"
    if before:
        Catalog.build(path, items=[{"id": 1, "title": "Old"}]).close()

    done = subprocess.run([sys.executable, "-c", KILLED, path, stage, str(int(how))], capture_output=True, check=False)

    assert done.returncode != 0
    assert path.exists() == before
    if before:
        with Catalog.open(path) as catalog:
            assert catalog.item("1").title == "Old"
    Catalog.build(path, items=[{"id": 1, "title": "Next"}]).close()
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.db"]


def test_what_a_dead_process_left_is_removed_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = tmp_path / f".x.db.{dead.pid}-0123abcd.building"
    held = tmp_path / f".x.db.{os.getppid()}-0123abcd.building"
    for path in (left, held):
        path.write_bytes(b"")

    Catalog.build(tmp_path / "x.db", items=[{"id": 1, "title": "A"}]).close()

    assert (left.exists(), held.exists()) == (False, True)


def test_the_file_is_a_plain_database_that_says_what_it_is(files: Path) -> None:
    Catalog.build(files / "x.db", items=files / "items.csv").close()

    connection = sqlite3.connect(files / "x.db")
    assert connection.execute("PRAGMA application_id").fetchone() == (0x50414C54,)
    assert json.loads(connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()[0]) == 1
    connection.close()


@pytest.mark.parametrize("cell", ["9" * 400, 10**400, "1" * 5_000, float("inf"), float("nan"), -(10**30)])
def test_a_number_of_any_size_is_no_reason_to_break(tmp_path: Path, cell: object) -> None:
    items: list[dict[str, object]] = [{"id": str(n), "title": f"F {n}", "released": "1999-12-31"} for n in range(5)]
    items.append({"id": "odd", "title": "Odd", "released": cell})

    with Catalog.build(tmp_path / "films.db", items=items, skip_bad=True) as catalog:
        assert catalog.schema.items >= 5


@pytest.mark.parametrize("cell", [10**400, -(10**400), 10**30])
def test_a_price_of_any_size_is_a_bad_cell_or_a_number(tmp_path: Path, cell: int) -> None:
    items: list[dict[str, object]] = [{"id": str(n), "title": f"F {n}", "price": n * 1.5} for n in range(5)]
    items.append({"id": "odd", "title": "Odd", "price": cell})

    with Catalog.build(tmp_path / "shop.db", items=items, skip_bad=True) as catalog:
        assert catalog.emptied == (0 if cell == 10**30 else 1)
        if cell != 10**30:
            with pytest.raises(BadRows, match="`price`"):
                catalog.upsert([{"id": "odd", "title": "Odd", "price": cell}])


def test_an_unknown_id_of_any_length_is_told_at_once(tmp_path: Path) -> None:
    with Catalog.build(tmp_path / "shop.db", items=[{"id": "1", "title": "One"}]) as catalog:
        with pytest.raises(UnknownItem) as caught:
            catalog.item("x" * 1_000_000)
        assert len(str(caught.value)) < 500


def test_a_table_without_names_is_told_how_its_items_are_called() -> None:
    stones = [{"row": at, "cut": cut, "price": 9} for at, cut in enumerate(("fair", "good", "fair"), 1)]

    with Catalog.build(":memory:", items=stones) as catalog:
        assert [catalog.item(str(at)).title for at in (1, 2, 3)] == ["fair #1", "good #2", "fair #3"]
        assert catalog.findings[0].startswith("No column names an item, so titles are put together: `{cut} #{row}`.")
        catalog.upsert([{"row": 4, "cut": "ideal", "price": 3}])
        assert catalog.item("4").title == "ideal #4"
