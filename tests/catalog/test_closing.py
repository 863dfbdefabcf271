"""Closing a catalogue that threads are using: it waits for those who said so, and takes nobody down."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from palate import Catalog
from palate.errors import CallerError

CLOSED = r"The catalogue `tiny\.db` was closed; open it again with `Catalog\.open`\."


def test_it_waits_for_those_who_use_it_and_lets_nobody_else_in(tiny: Catalog) -> None:
    inside, leave = threading.Event(), threading.Event()

    def use() -> str:
        with tiny.using():
            inside.set()
            leave.wait()
            with tiny.using():  # one who is inside may go on
                return tiny.item("1").title

    with ThreadPoolExecutor(2) as pool:
        used = pool.submit(use)
        inside.wait()
        closing = pool.submit(tiny.close)
        with pytest.raises(CallerError, match=CLOSED):
            _use_until_refused(tiny)
        assert not closing.done()
        leave.set()
        assert used.result() == "Alien"
        closing.result()
    with pytest.raises(CallerError, match=CLOSED):
        tiny.item("1")


def _use_until_refused(catalog: Catalog) -> None:
    while True:
        with catalog.using():
            pass


def test_it_waits_for_a_change(tiny: Catalog) -> None:
    begun, leave = threading.Event(), threading.Event()

    def rows() -> list[dict[str, str]]:
        begun.set()
        leave.wait()
        return [{"id": "9", "title": "Heat"}]

    class Slow(list[dict[str, str]]):
        def __iter__(self):  # type: ignore[no-untyped-def]
            return iter(rows())

    with ThreadPoolExecutor(2) as pool:
        changing = pool.submit(tiny.upsert, Slow())
        begun.wait()
        closing = pool.submit(tiny.close)
        leave.set()
        assert changing.result() == 1
        closing.result()
    with Catalog.open(tiny.path) as again:
        assert again.item("9").title == "Heat"


def test_twice_is_as_good_as_once(tiny: Catalog) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: tiny.close(), range(4)))
    tiny.close()


def test_one_who_is_inside_cannot_close_it(tiny: Catalog) -> None:
    with tiny.using():
        with pytest.raises(CallerError) as caught:
            tiny.close()
        assert tiny.item("1").title == "Alien"

    assert str(caught.value) == "The catalogue `tiny.db` is in use by what closes it; close it afterwards."
    tiny.close()


def test_a_block_may_end_in_another_thread(tiny: Catalog) -> None:
    """As a generator does that threads of a pool advance in turn."""
    block = tiny.using()
    block.__enter__()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(block.__exit__, None, None, None).result()

    tiny.close()


@pytest.mark.parametrize(
    "call",
    [
        lambda catalog: catalog.schema,
        lambda catalog: catalog.columns,
        lambda catalog: catalog.grounder,
        lambda catalog: catalog.connect(),
        lambda catalog: catalog.new_connection(),
        lambda catalog: catalog.skipped,
        lambda catalog: catalog.has("1"),
        lambda catalog: catalog.vocabulary("genres"),
        lambda catalog: catalog.log_of("ann"),
        lambda catalog: catalog.upsert([{"id": "1", "year": 1}]),
        lambda catalog: catalog.record([{"user": "ann", "item": "1"}]),
        lambda catalog: catalog.using().__enter__(),
    ],
)
def test_a_closed_one_says_so_whatever_is_asked_of_it(tiny: Catalog, call: object) -> None:
    tiny.close()

    with pytest.raises(CallerError, match=CLOSED):
        call(tiny)  # type: ignore[operator]


def test_what_was_taken_from_it_says_so_too(tiny: Catalog) -> None:
    connection, columns = tiny.connect(), tiny.columns
    tiny.close()

    with pytest.raises(CallerError, match=CLOSED):
        connection.execute("SELECT 1")
    with pytest.raises(CallerError, match=CLOSED):
        columns.numbers("year")


def test_a_cursor_that_is_read_meanwhile_can_be_read_to_its_end(tiny: Catalog) -> None:
    cursor = tiny.connect().execute("SELECT id FROM items ORDER BY rowid")
    assert next(cursor) == ("1",)

    tiny.close()

    assert [item for (item,) in cursor] == ["2", "3", "4", "5", "6", "7", "8"]


STRESS = """
import sys, threading
from palate import Catalog
from palate.errors import PalateError

path = sys.argv[1]
unexpected = []

def keep(catalog, act):
    try:
        while True:
            act(catalog)
    except PalateError:
        pass
    except BaseException as error:
        unexpected.append(repr(error))

ACTS = (
    lambda catalog: catalog.items(["1", "2", "3", "4", "5", "6", "7", "8"]),
    lambda catalog: catalog.connect().execute(
        "SELECT COUNT(*) FROM items a, items b, items c, items d WHERE a.year + b.year > c.year + d.year"
    ).fetchone(),
    lambda catalog: list(catalog.connect().execute("SELECT * FROM items a, items b")),
    lambda catalog: (catalog.columns.numbers("year"), catalog.columns.values("genres")),
    lambda catalog: catalog.upsert([{"id": "1", "year": 1980}]),
)
for round in range(int(sys.argv[2])):
    catalog = Catalog.open(path) if path != ":memory:" else Catalog.build(path, items=[
        {"id": str(n), "title": f"T{n}", "year": 1980 + n, "genres": ["Crime", f"G{n}"]} for n in range(1, 9)
    ])
    threads = [threading.Thread(target=keep, args=(catalog, act)) for act in ACTS]
    for thread in threads:
        thread.start()
    threading.Event().wait(0.05)
    catalog.close()
    for thread in threads:
        thread.join()
sys.exit("; ".join(unexpected) or 0)
"""


@pytest.mark.parametrize("place", ["file", "memory"])
def test_nobody_goes_down_with_it(tiny: Catalog, place: str) -> None:
    path: str | Path = tiny.path if place == "file" else ":memory:"

    done = subprocess.run([sys.executable, "-c", STRESS, path, "12"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
