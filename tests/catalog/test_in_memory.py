"""A catalogue in memory: whole, shared by the threads of its process, alone, and gone when it is closed."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from palate import Agent, Catalog
from palate.catalog.conditions import Condition
from palate.catalog.place import Place
from palate.catalog.storage import Connection
from palate.errors import BadRows, CallerError, NotACatalog
from palate.tools.lookup import lookup
from palate.tools.sql import sql
from tests.conftest import TINY_ITEMS, TINY_LOG
from tests.tools.conftest import run, turn


@pytest.fixture
def catalog() -> Iterator[Catalog]:
    with Catalog.build(":memory:", items=TINY_ITEMS, interactions=TINY_LOG, noun="film") as made:
        yield made


def test_it_reads_like_one_in_a_file(catalog: Catalog, tiny: Catalog) -> None:
    assert catalog.items("17") == tiny.items("17")
    assert catalog.log_of("ann") == tiny.log_of("ann")
    assert catalog.schema.model_copy(update={"name": "tiny"}) == tiny.schema
    where = Condition(field="genres", op="contains", value="Comedy")
    assert catalog.columns.mask(where).tolist() == tiny.columns.mask(where).tolist()
    assert [match.id for match in catalog.grounder.titles("rear window")] == ["5"]


def test_it_knows_that_it_is_in_memory(catalog: Catalog, tiny: Catalog) -> None:
    assert (catalog.path, catalog.in_memory, tiny.in_memory) == (Path(":memory:"), True, False)


def test_every_thread_reads_it_and_sees_what_another_changed(catalog: Catalog) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda item: catalog.item(item).title, "1368")) == ["Alien", "Jaws", "Dune", "Clueless"]
        assert pool.submit(catalog.upsert, [{"id": "9", "title": "Heat"}]).result() == 1
        pool.submit(catalog.record, [{"user": "eve", "item": "9", "rating": 5}]).result()

    assert (catalog.item("9").title, catalog.version, catalog.columns.size) == ("Heat", 3, 9)
    assert catalog.has_user("eve")


def test_a_change_that_fails_changes_nothing(catalog: Catalog) -> None:
    with pytest.raises(BadRows):
        catalog.upsert([{"id": "1", "year": 1900}, {"id": "2", "year": "late"}])

    assert (catalog.item("1").get("year"), catalog.version) == (1979, 1)


def test_readers_wait_for_a_writer_and_writers_for_each_other(catalog: Catalog) -> None:
    def read() -> list[str]:
        return [catalog.item("1").title for _ in range(30)]

    def write(user: str) -> int:
        return sum(catalog.record([{"user": user, "item": "1", "rating": 5}]) for _ in range(10))

    with ThreadPoolExecutor(6) as pool:
        reading = [pool.submit(read) for _ in range(3)]
        writing = [pool.submit(write, user) for user in "xyz"]
        assert {title for each in reading for title in each.result()} == {"Alien"}
        assert [each.result() for each in writing] == [10, 10, 10]
    assert (catalog.version, catalog.schema.log.interactions) == (31, len(TINY_LOG) + 30)


def test_statements_of_tools_run_on_it(catalog: Catalog) -> None:
    context = turn(catalog)

    assert run(sql, context, query="SELECT title FROM items WHERE year > 2010").rows == ({"title": "Dune"},)
    assert run(lookup, context, select=["year"], items=["3"]).rows == ({"year": 1975},)


def test_two_do_not_see_each_other(catalog: Catalog) -> None:
    with Catalog.build(":memory:", items=[{"id": 1, "title": "Heat"}]) as other:
        assert (other.item("1").title, catalog.item("1").title) == ("Heat", "Alien")


def test_an_agent_recommends_from_it(catalog: Catalog, tmp_path: Path) -> None:
    with Agent(catalog, state=tmp_path / "state") as agent:
        assert "Clueless" in agent.ask("a comedy from 1995").text


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    with Catalog.build(":memory:", items=TINY_ITEMS, interactions=TINY_LOG) as catalog:
        catalog.upsert([{"id": "1", "year": 1980}])
        handles = _open_files()

    assert list(tmp_path.iterdir()) == []
    assert not {path for path in handles if "palate-" in path or "etilqs" in path}


def _open_files() -> set[str]:
    """What this process has open, where the system tells."""
    handles = Path("/proc/self/fd")
    found = set()
    for handle in handles.iterdir() if handles.is_dir() else ():
        with suppress(OSError):
            found.add(str(handle.readlink()))
    return found


def remains(place: Place) -> bool:
    """Whether anything is left under the name of a catalogue in memory."""
    connection = place.connect("ro", Connection)
    try:
        return bool(connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0])
    finally:
        connection.close()


def test_it_is_gone_when_it_is_closed_though_a_thread_that_read_it_goes_on(catalog: Catalog) -> None:
    read, done = threading.Event(), threading.Event()

    def work() -> None:
        catalog.item("1")
        read.set()
        done.wait()

    thread = threading.Thread(target=work)
    thread.start()
    read.wait()
    assert remains(catalog._place)

    catalog.close()

    assert not remains(catalog._place)
    with pytest.raises(CallerError, match=r"The catalogue `:memory:` was closed"):
        catalog.item("1")
    done.set()
    thread.join()


def test_it_is_gone_when_it_is_collected() -> None:
    catalog = Catalog.build(":memory:", items=TINY_ITEMS)
    assert (catalog.item("1").title, catalog.columns.size) == ("Alien", 8)
    place = catalog._place

    del catalog
    gc.collect()

    assert not remains(place)


def test_a_build_that_fails_leaves_nothing() -> None:
    with pytest.raises(BadRows):
        Catalog.build(":memory:", items=[{"id": None, "title": "A"}])


def test_there_is_none_to_open() -> None:
    with pytest.raises(NotACatalog) as caught:
        Catalog.open(":memory:")

    assert str(caught.value) == (
        "`:memory:` is a catalogue in memory, of which there is none to open; "
        'make one with `Catalog.build(":memory:", items=…)`.'
    )


def test_a_writer_does_not_wait_for_long_for_readers_that_go_on(catalog: Catalog) -> None:
    """While one waits to commit, readers that come later wait for it, so that it is not starved."""
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            catalog.columns.numbers("year")
            catalog.items("1234")

    with ThreadPoolExecutor(3) as pool:
        for _ in range(3):
            pool.submit(read)
        began = time.monotonic()
        for year in range(5):
            catalog.upsert([{"id": "1", "year": 1980 + year}])
        took = time.monotonic() - began
        stop.set()

    assert catalog.item("1").get("year") == 1984
    assert took < 10
