"""A live catalogue: items that come and change, interactions that are added, and everything that follows them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palate import Catalog
from palate.catalog.item import Interaction
from palate.errors import BadArgument, BadRows, UnknownField

ITEMS: list[dict[str, Any]] = [
    {"sku": "a", "name": "Red Tent", "tags": "camp|red", "price": "$90.00", "brand": "MSR", "text": "A tent for two."},
    {"sku": "b", "name": "Blue Tent", "tags": "camp", "price": "$50.00", "brand": "MSR", "text": "A tent for one."},
    {"sku": "c", "name": "Stove", "tags": "cook", "price": None, "brand": "Primus", "text": "It burns gas."},
]
LOG: list[dict[str, Any]] = [
    {"user": "u", "item": "a", "rating": 5, "time": 100},
    {"user": "u", "item": "b", "rating": 1, "time": 200},
]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog.build(tmp_path / "shop.db", items=ITEMS, interactions=LOG) as built:
        yield built


def found(catalog: Catalog, words: str) -> list[int]:
    query = "SELECT rowid FROM items_fts WHERE items_fts MATCH ? ORDER BY rowid"
    return [row[0] for row in catalog.connect().execute(query, (words,))]


def test_only_the_columns_given_change(catalog: Catalog) -> None:
    assert catalog.upsert([{"id": "a", "price": 80}, {"id": "c", "brand": None}]) == 2

    assert catalog.item("a").fields == {
        "tags": ["camp", "red"],
        "price": 80,
        "brand": "MSR",
        "text": "A tent for two.",
    }
    assert (catalog.item("c").get("brand"), catalog.item("c").get("text")) == (None, "It burns gas.")
    assert (catalog.version, catalog.schema.items) == (2, 3)


def test_cells_are_read_as_they_were_in_the_source(catalog: Catalog) -> None:
    catalog.upsert([{"sku": "c", "name": "Gas Stove", "price": "$1,020.50", "tags": "cook|gas"}])

    assert catalog.item("c").title == "Gas Stove"
    assert (catalog.item("c").get("price"), catalog.item("c").get("tags")) == (1020.5, ["cook", "gas"])


def test_words_titles_vocabularies_and_measures_follow(catalog: Catalog) -> None:
    catalog.upsert(
        [
            {"id": "a", "name": "Green Tarp", "tags": ["camp"], "text": "No tent."},
            {"id": "d", "name": "Kettle", "tags": ["cook", "tea"], "price": 10, "brand": "Primus"},
        ]
    )

    assert (found(catalog, "red"), found(catalog, "tarp"), found(catalog, "kettle")) == ([], [1], [4])
    assert dict(catalog.vocabulary("tags")) == {"camp": 2, "cook": 2, "tea": 1}
    assert dict(catalog.vocabulary("brand")) == {"MSR": 2, "Primus": 2}
    titles = catalog.connect().execute("SELECT key FROM titles ORDER BY item, key").fetchall()
    assert [key for (key,) in titles] == ["green tarp", "blue tent", "stove", "kettle"]
    words = catalog.connect().execute("SELECT word FROM words ORDER BY word").fetchall()
    assert [word for (word,) in words] == ["blue", "green", "kettle", "stove", "tarp", "tent"]
    price = catalog.schema.field("price")
    assert (price.present, price.missing, price.minimum, price.median, price.maximum) == (3, 1, 10, 50, 90)
    assert catalog.columns.numbers("price").tolist()[3] == 10
    assert [match.id for match in catalog.grounder.titles("kettle")] == ["d"]


def test_a_new_column_is_added_with_its_kind(catalog: Catalog) -> None:
    catalog.upsert(
        [{"id": "a", "in_stock": "yes", "colours": ["red", "white"]}, {"id": "b", "in_stock": "no"}], new_fields=True
    )

    assert (catalog.schema.field("in_stock").kind, catalog.schema.field("colours").kind) == ("flag", "tags")
    assert [item.get("in_stock") for item in catalog.items("abc")] == [True, False, None]
    assert dict(catalog.vocabulary("colours")) == {"red": 1, "white": 1}


def test_a_column_that_is_not_there_is_told_with_the_nearest(catalog: Catalog) -> None:
    with pytest.raises(UnknownField) as caught:
        catalog.upsert([{"id": "a", "pric": 5}])

    assert str(caught.value) == (
        "`pric` is no column of `shop`; the closest is `price`. Rename it, or have it added with `new_fields=True`."
    )
    assert catalog.version == 1


def test_bad_rows_change_nothing(catalog: Catalog) -> None:
    with pytest.raises(BadRows) as caught:
        catalog.upsert(
            [
                {"id": "a", "price": "cheap"},
                {"id": "new"},
                {"name": "No id"},
                {"id": "b", "name": None},
                {"id": "c", "price": 1},
                {"id": "c", "price": 2},
            ]
        )

    assert str(caught.value).splitlines() == [
        "5 rows cannot be loaded as they are, so nothing was written: mend the source, or leave those rows out.",
        "  items, `price`: expected a number in $; line 1 `cheap` (--field price=text keeps it as words)",
        "  items, `name`: expected the item's title; 2 times: line 2 nothing, line 4 nothing",
        "  items, `id`: expected the item's id; line 3 nothing",
        "  items, `id`: expected an id that no other item has; line 6 `c` of line 5",
    ]
    assert (catalog.version, catalog.item("c").get("price")) == (1, None)


def test_rows_without_any_id_are_refused(catalog: Catalog) -> None:
    with pytest.raises(BadArgument) as caught:
        catalog.upsert([{"name": "Kettle"}])

    assert str(caught.value) == "The rows have no `id`; expected one for each, or `sku` as in the source."


def test_rows_of_a_numbered_catalogue_are_numbered_on(tmp_path: Path) -> None:
    with Catalog.build(tmp_path / "x.db", items=[{"title": "A"}, {"title": "B"}]) as catalog:
        assert catalog.upsert([{"title": "C"}, {"title": "D"}]) == 2
        assert catalog.upsert([{"id": "2", "title": "Bb"}]) == 1
        assert [item.title for item in catalog.items(["1", "2", "3", "4"])] == ["A", "Bb", "C", "D"]


def test_a_file_will_do(catalog: Catalog, tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("sku,price\nb,$45.00\n")

    assert catalog.upsert(tmp_path / "new.csv") == 1
    assert catalog.item("b").get("price") == 45


def test_recorded_interactions_are_measured(catalog: Catalog) -> None:
    rows: list[dict[str, Any]] = [{"user": "v", "item": "a", "rating": 3, "time": 300}, {"user": "u", "item": "c"}]

    assert catalog.record(rows) == 2

    log = catalog.schema.log
    assert (log.interactions, log.users, log.behaviours) == (4, 2, {"rating": 4})
    assert (log.lowest, log.highest, log.first, log.last) == (1, 5, 100, 300)
    assert [entry.item for entry in catalog.log_of("v")] == ["a"]
    assert catalog.version == 2


def test_interactions_may_be_objects_as_the_log_gives_them(catalog: Catalog) -> None:
    assert catalog.record([Interaction(user="v", item="a", behaviour="play", time=300)]) == 1

    assert catalog.log_of("v") == [Interaction(user="v", item="a", behaviour="play", value=None, time=300)]


def test_a_first_log_decides_what_its_values_mean(tmp_path: Path) -> None:
    with Catalog.build(tmp_path / "x.db", items=ITEMS) as catalog:
        catalog.record([{"user": "u", "item": "a", "rating": 5}, {"user": "u", "item": "b", "rating": 1}])
        assert catalog.schema.log.liked_from == 4


def test_a_value_outside_the_declared_scale_is_bad_later_too(tmp_path: Path) -> None:
    fields = {"rating": "number:1..5"}
    with Catalog.build(tmp_path / "x.db", items=ITEMS, interactions=LOG, fields=fields) as catalog:
        with pytest.raises(BadRows, match="`rating`: expected a number from 1 to 5; line 1 `6`"):
            catalog.record([{"user": "u", "item": "a", "rating": 6}])
        assert catalog.schema.log.interactions == 2


def test_nothing_is_no_change(catalog: Catalog) -> None:
    assert (catalog.upsert([]), catalog.record([]), catalog.version) == (0, 0, 1)


def test_other_threads_and_other_objects_see_a_change(catalog: Catalog) -> None:
    with Catalog.open(catalog.path) as other, ThreadPoolExecutor(1) as pool:
        assert (other.version, pool.submit(lambda: catalog.version).result()) == (1, 1)

        catalog.upsert([{"id": "d", "name": "Kettle"}])

        assert (other.version, pool.submit(lambda: catalog.version).result()) == (2, 2)
        assert (other.item("d").title, other.schema.items, other.columns.size) == ("Kettle", 4, 4)


RECORD = """
import sys
from palate import Catalog

with Catalog.open(sys.argv[1]) as catalog:
    for number in range(10):
        catalog.record([{"user": sys.argv[2], "item": "a", "rating": 4, "time": number}])
"""


def test_writers_of_several_processes_and_threads_all_succeed(catalog: Catalog) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", RECORD, catalog.path, f"process{n}"]) for n in range(2)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: catalog.record([{"user": f"thread{n}", "item": "b", "rating": 2}]), range(20)))

    assert [writer.wait() for writer in writers] == [0, 0]
    log = catalog.schema.log
    assert (log.interactions, log.users, catalog.version) == (42, 23, 41)


cells = st.fixed_dictionaries(
    {"id": st.sampled_from("abcdef"), "name": st.sampled_from(["Red Tent", "The Stove", "Tea, A (1999)"])},
    optional={
        "tags": st.lists(st.sampled_from(["x", "y", "z"]), max_size=3, unique=True),
        "price": st.none() | st.integers(0, 5),
        "brand": st.none() | st.sampled_from(["MSR", "Primus"]),
        "text": st.none() | st.sampled_from(["gas", "tent"]),
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(cells, max_size=4, unique_by=lambda row: str(row["id"])), max_size=3))
def test_a_changed_catalogue_is_what_a_rebuild_would_be(tmp_path: Path, batches: list[list[dict[str, Any]]]) -> None:
    start = [{"id": "a", "name": "Alien", "tags": ["x"], "price": 3, "brand": "MSR", "text": "gas"}]
    rows = {row["id"]: dict(row) for row in start}
    with Catalog.build(tmp_path / "changed.db", items=start, fields=KINDS) as changed:
        for batch in batches:
            changed.upsert(batch)
            for row in batch:
                rows.setdefault(row["id"], {}).update(row)
        with Catalog.build(tmp_path / "built.db", items=rows.values(), fields=KINDS) as built:
            assert everything(changed) == everything(built)


KINDS = {"tags": "tags", "price": "number", "brand": "category", "text": "text"}


def everything(catalog: Catalog) -> dict[str, Any]:
    def rows(query: str) -> list[Any]:
        return sorted(catalog.connect().execute(query).fetchall(), key=repr)

    return {
        "items": rows("SELECT rowid, id, title, tags, price, brand, text FROM items"),
        "tags": rows('SELECT * FROM "tags:tags"'),
        "titles": rows("SELECT * FROM titles"),
        "words": rows("SELECT * FROM words"),
        "trigrams": rows("SELECT word FROM words_fts WHERE words_fts MATCH 'ten'"),
        "terms": rows("SELECT * FROM terms"),
        "fts": rows("SELECT rowid, title, text FROM items_fts"),
        "found": rows("SELECT rowid FROM items_fts WHERE items_fts MATCH 'tent OR gas OR x'"),
        "fields": {
            field.name: field.model_dump(exclude={"role", "unit", "examples"}) for field in catalog.schema.fields
        },
    }
