"""Reading a catalogue: items, positions, vocabularies, the log; from many threads; and what is no catalogue."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from palate import Catalog
from palate.catalog.item import Interaction, Item
from palate.errors import BadArgument, CallerError, NotACatalog, UnknownField, UnknownItem

ITEMS: list[dict[str, Any]] = [
    {"id": "a", "title": "Alien", "genres": ["Horror", "Sci-Fi"], "year": 1979, "seen": True, "out": "1979-05-25"},
    {"id": "b", "title": "Fargo", "genres": ["Crime"], "year": 1996, "seen": False, "out": None},
    {"id": "c", "title": "Brazil", "genres": ["Sci-Fi"], "year": None, "seen": None, "out": "1985-02-20"},
]
LOG: list[dict[str, Any]] = [
    {"user": "u", "item": "b", "rating": 2, "time": 200},
    {"user": "u", "item": "a", "rating": 5, "time": 100},
    {"user": "v", "item": "a", "rating": 4, "time": 300},
]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return Catalog.build(tmp_path_factory.mktemp("c") / "films.db", items=ITEMS, interactions=LOG)


def test_an_item_has_its_fields_in_the_sources_order(catalog: Catalog) -> None:
    assert catalog.item("a") == Item(
        id="a",
        title="Alien",
        fields={"genres": ["Horror", "Sci-Fi"], "year": 1979, "seen": True, "out": "1979-05-25"},
    )
    assert catalog.item("c").fields == {"genres": ["Sci-Fi"], "year": None, "seen": None, "out": "1985-02-20"}


def test_items_come_in_the_order_asked_for_as_often_as_asked_for(catalog: Catalog) -> None:
    assert [item.id for item in catalog.items(["c", "a", "c"])] == ["c", "a", "c"]
    assert catalog.items([]) == []


def test_positions_and_ids_are_each_others_inverse(catalog: Catalog) -> None:
    assert catalog.positions(["c", "a"]).tolist() == [2, 0]
    assert catalog.ids(np.array([2, 0])) == ["c", "a"]
    assert catalog.positions(["c", "a"] * 40).tolist() == [2, 0] * 40
    assert (catalog.position("b"), catalog.positions([]).tolist(), catalog.ids([])) == (1, [], [])


def test_an_unknown_item_is_refused_with_the_closest(catalog: Catalog) -> None:
    for ask in (
        catalog.item,
        catalog.position,
        lambda item: catalog.positions([item]),
        lambda item: catalog.items([item]),
    ):
        with pytest.raises(UnknownItem, match="`zzz` is not in `films`, which has 3 items; known: `a`, `b`, `c`"):
            ask("zzz")
    with pytest.raises(BadArgument, match="Position 3 is none of this catalogue's; they run from 0 to 2"):
        catalog.ids([3])
    assert not catalog.has("zzz")


def test_a_vocabulary_counts_all_values_most_frequent_first(catalog: Catalog) -> None:
    assert list(catalog.vocabulary("genres").items()) == [("Sci-Fi", 2), ("Crime", 1), ("Horror", 1)]
    with pytest.raises(BadArgument, match="`year` is a number; expected a category or tags field"):
        catalog.vocabulary("year")
    with pytest.raises(UnknownField, match="the closest is `genres`"):
        catalog.vocabulary("genre")


def test_a_persons_log_is_oldest_first(catalog: Catalog) -> None:
    assert catalog.log_of("u") == [
        Interaction(user="u", item="a", behaviour="rating", value=5, time=100),
        Interaction(user="u", item="b", behaviour="rating", value=2, time=200),
    ]
    assert (catalog.log_of("nobody"), catalog.has_user("v"), catalog.has_user("nobody")) == ([], True, False)


def test_the_connection_cannot_write(catalog: Catalog) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        catalog.connect().execute("DELETE FROM items")


def test_every_thread_reads_through_a_connection_of_its_own(catalog: Catalog) -> None:
    barrier = threading.Barrier(8)

    def read(_: int) -> tuple[int, str]:
        barrier.wait()
        return id(catalog.connect()), catalog.item("b").title

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(read, range(8)))
    assert len({connection for connection, _ in results}) == 8
    assert {title for _, title in results} == {"Fargo"}


def test_columns_and_grounder_are_made_once_a_version(tmp_path: Path) -> None:
    with Catalog.build(tmp_path / "x.db", items=ITEMS, interactions=LOG) as catalog:
        columns, grounder = catalog.columns, catalog.grounder
        assert (catalog.columns is columns, catalog.grounder is grounder) == (True, True)

        catalog.record(LOG[:1])

        assert (catalog.columns is columns, catalog.grounder is grounder) == (False, False)


def test_a_closed_catalogue_says_so_and_leaves_one_file(tmp_path: Path) -> None:
    catalog = Catalog.build(tmp_path / "x.db", items=ITEMS)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(catalog.item, ["a", "b"]))
    catalog.upsert([{"id": "a", "year": 1980}])
    catalog.close()
    catalog.close()

    assert [entry.name for entry in tmp_path.iterdir()] == ["x.db"]
    with pytest.raises(CallerError, match=r"The catalogue `x.db` was closed; open it again with `Catalog.open`."):
        catalog.item("a")


def test_a_copy_of_a_closed_catalogue_is_whole(tmp_path: Path) -> None:
    with Catalog.build(tmp_path / "x.db", items=ITEMS) as catalog:
        catalog.upsert([{"id": "a", "year": 1980}])
    shutil.copy(tmp_path / "x.db", tmp_path / "y.db")

    with Catalog.open(tmp_path / "y.db") as copy:
        assert copy.item("a").get("year") == 1980


def test_what_is_no_catalogue_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("hello, this is no database at all")
    (tmp_path / "empty.db").write_bytes(b"")
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE items(x)")
    other.close()
    sentences = {}
    for name in ("missing.db", "text.db", "empty.db", "other.db", ""):
        with pytest.raises(NotACatalog) as caught:
            Catalog.open(tmp_path / name)
        sentences[name] = str(caught.value).replace(str(tmp_path), "…")

    build = "build one with `palate ingest`."
    assert sentences == {
        "missing.db": "`…/missing.db` does not exist; known: `empty.db`, `other.db`, `text.db`. "
        "Build it with `palate ingest` or `palate data films`.",
        "text.db": f"`…/text.db` is not a Palate catalogue; {build}",
        "empty.db": f"`…/empty.db` is not a Palate catalogue; {build}",
        "other.db": f"`…/other.db` is not a Palate catalogue; {build}",
        "": "`…` is a folder; expected the file of a catalogue.",
    }


def test_another_layout_is_refused(tmp_path: Path) -> None:
    Catalog.build(tmp_path / "x.db", items=ITEMS).close()
    connection = sqlite3.connect(tmp_path / "x.db")
    with connection:
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm004_text_meanings'")
    connection.close()

    with pytest.raises(NotACatalog) as caught:
        Catalog.open(tmp_path / "x.db")

    assert str(caught.value) == (
        f"`{tmp_path / 'x.db'}` has the layout of another version of Palate "
        "(m003_log_models, expected m004_text_meanings); build it again with `palate ingest`."
    )


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    Catalog.build(folder / "x.db", items=ITEMS).close()
    folder.chmod(0o500)
    try:
        with Catalog.open(folder / "x.db") as catalog:
            assert catalog.item("a").title == "Alien"
            with pytest.raises(CallerError, match="cannot be written"):
                catalog.upsert([{"id": "a", "year": 1}])
    finally:
        folder.chmod(0o700)


def test_the_embedded_films_are_not_written() -> None:
    with Catalog.films() as films:
        assert films.schema.noun == "film"
        with pytest.raises(CallerError) as caught:
            films.record([{"user": "u", "item": "alien-1979", "rating": 5}])

    assert str(caught.value) == (
        "The embedded films are shared and not written; make a copy of your own with "
        "`palate data films --db films.db`, and open it with `Catalog.open`."
    )
