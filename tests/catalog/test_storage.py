"""A full disk, a damaged or locked file, wrong arguments: public calls raise errors of Palate's, and no others."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from palate import Catalog
from palate.catalog.conditions import Condition
from palate.catalog.place import Place
from palate.catalog.storage import Connection
from palate.errors import BadArgument, PalateError, StorageError, UnknownField, UnknownItem, UnreadableFile

ITEMS = [
    {
        "id": str(at),
        "title": f"T{at} word",
        "year": 1980 + at % 40,
        "out": f"19{10 + at}-05-01",
        "seen": at % 2 == 0,
        "genres": ["Crime", f"G{at % 7}"],
        "country": f"C{at % 5}",
        "text": f"some text {at} " * 20,
    }
    for at in range(1, 41)
]
LOG = [{"user": f"u{at % 20}", "item": str(1 + at % 40), "rating": 1 + at % 5} for at in range(100)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "x.db"
    Catalog.build(path, items=ITEMS, interactions=LOG).close()
    return path.read_bytes()


LIMITED = """
import resource, sys
from palate import Catalog
from palate.errors import StorageError

def rows(count):
    return [{"id": n, "title": f"T{n}", "text": f"{n} " * 200} for n in range(count)]

resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
act, path = sys.argv[1:]
try:
    if act == "build":
        Catalog.build(path, items=rows(2000)).close()
    else:
        with Catalog.open(path) as catalog:
            if act == "upsert":
                catalog.upsert(rows(2000), new_fields=True)
            else:
                catalog.record([{"user": f"u{n}", "item": "1", "rating": 5} for n in range(20_000)])
except StorageError as error:
    sys.exit(str(error))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX")
@pytest.mark.parametrize("act", ["build", "upsert", "record"])
def test_a_full_disk_is_told_and_changes_nothing(tmp_path: Path, act: str) -> None:
    path = tmp_path / "x.db"
    Catalog.build(path, items=[{"id": 1, "title": "Old"}]).close()

    done = subprocess.run([sys.executable, "-c", LIMITED, act, path], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (
        1,
        f"`{path}` cannot be read or written (disk I/O error): "
        "look at its folder, at the disk, and at the room left on it.\n",
    )
    with Catalog.open(path) as catalog:
        assert (catalog.item("1").title, catalog.version, catalog.schema.log.users) == ("Old", 1, 0)
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.db"]


def test_room_that_runs_out_is_told(tmp_path: Path, whole: bytes) -> None:
    (tmp_path / "x.db").write_bytes(whole)

    with closing(Place(tmp_path / "x.db").connect("rw", Connection)) as connection:
        connection.execute("PRAGMA max_page_count = 10")
        with pytest.raises(StorageError) as caught:
            connection.executemany("INSERT INTO titles VALUES (?, 1)", (("x" * 5000,) for _ in range(200)))

    assert str(caught.value) == (
        f"`{tmp_path / 'x.db'}` cannot be read or written (database or disk is full): "
        "there is no room left for it; make some, and try again."
    )
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)


CALLS: dict[str, Callable[[Catalog], object]] = {
    "schema": lambda catalog: (catalog.schema, catalog.skipped),
    "items": lambda catalog: catalog.items([str(at) for at in range(1, 41)]),
    "places": lambda catalog: (catalog.positions(["5", "30"]), catalog.ids(range(40))),
    "people": lambda catalog: (catalog.has_user("u3"), catalog.log_of("u3"), catalog.vocabulary("genres")),
    "columns": lambda catalog: [
        catalog.columns.missing(field) for field in ("year", "out", "seen", "genres", "country", "text")
    ],
    "contains": lambda catalog: catalog.columns.mask(Condition(field="text", op="contains", value="some")),
    "grounder": lambda catalog: (catalog.grounder.titles("t5 word"), catalog.grounder.values("crime")),
    "upsert": lambda catalog: catalog.upsert([{"id": "5", "title": "new", "genres": ["Z"]}, {"id": "n", "title": "q"}]),
    "record": lambda catalog: catalog.record([{"user": "n", "item": "5", "rating": 3}]),
    "build": lambda catalog: Catalog.build(catalog.path, items=ITEMS[:1]).close(),
}


def overwritten(whole: bytes, chance: random.Random) -> bytes:
    """Damage a file as disks and programs do: a page or a few bytes of it are others, or its end is gone."""
    data = bytearray(whole)
    start = chance.randrange(len(data) // 4096) * 4096
    match chance.randrange(4):
        case 0:
            data[start : start + 4096] = chance.randbytes(4096)
        case 1:
            del data[max(100, start) :]
        case _:
            used = [at for at in range(start, start + 4088) if data[at]] or [start]
            at = chance.choice(used)
            data[at : at + 4] = chance.randbytes(4)
    return bytes(data)


@pytest.mark.parametrize("call", CALLS)
def test_a_damaged_file_raises_no_other_errors(tmp_path: Path, whole: bytes, call: str) -> None:
    chance, path = random.Random(7), tmp_path / "x.db"
    told = set()
    for _ in range(60):
        for entry in list(tmp_path.iterdir()):
            entry.unlink(missing_ok=True)  # a connection that is collected now takes its log with it
        path.write_bytes(overwritten(whole, chance))
        try:
            with Catalog.open(path) as catalog:
                CALLS[call](catalog)
        except PalateError as error:
            told.add(type(error))

    assert StorageError in told


def test_a_damaged_schema_raises_no_other_errors(tmp_path: Path, whole: bytes) -> None:
    chance, path = random.Random(5), tmp_path / "x.db"
    used = [at for at in range(100, 4096) if whole[at]]
    told = 0
    for _ in range(40):
        for entry in list(tmp_path.iterdir()):
            entry.unlink(missing_ok=True)
        data = bytearray(whole)
        for at in chance.choices(used, k=2):
            data[at] = chance.choice((0xFF, 0xC3, 0, 65, data[at] ^ 1))
        path.write_bytes(data)
        try:
            with Catalog.open(path) as catalog:
                for call in ("people", "columns", "record"):
                    CALLS[call](catalog)
        except PalateError:
            told += 1

    assert told


def test_a_table_that_palate_does_not_make_so_is_told_when_the_catalogue_is_opened(
    tmp_path: Path, whole: bytes
) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(whole.replace(b"value REAL, time REAL", b"vblue REAL, time REAL"))

    with pytest.raises(
        StorageError, match=r"`.*x\.db` cannot be read \(the table `interactions` is not as Palate makes"
    ):
        Catalog.open(path)


def test_a_log_of_items_that_do_not_exist_is_told_where_it_is_added_to(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(whole)
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE interactions SET item = -90 WHERE user = 'u4'")
        file.commit()

    with (
        Catalog.open(path) as catalog,
        pytest.raises(StorageError, match=r"cannot be read \(ValueError\): it is damaged"),
    ):
        catalog.record([{"user": "u4", "item": "5", "rating": 3}])


def test_a_log_of_another_type_is_told_or_read(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(whole)
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE interactions SET value = 'much', time = 'late' WHERE user = 'u4'")
        file.commit()

    with Catalog.open(path) as catalog:
        assert {(each.value, each.time) for each in catalog.log_of("u4")} == {(0.0, 0.0)}
        with pytest.raises(StorageError, match="holds what does not fit together"):
            catalog.record([{"user": "u4", "item": "5", "rating": 3}])


def test_a_mistake_of_a_program_is_not_taken_for_a_damaged_file(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(whole)

    def mistaken(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM items WHERE rowid > 3")  # undone before anybody looks whether the file is sound
        b"\xff".decode()

    with Catalog.open(path) as catalog, pytest.raises(UnicodeDecodeError):
        catalog.change(mistaken)


@pytest.mark.parametrize("what", ["nothing", "text", "zeros", "half", "folder", "database"])
def test_another_file_is_told(tmp_path: Path, whole: bytes, what: str) -> None:
    path = tmp_path / "x.db"
    match what:
        case "folder":
            path.mkdir()
        case "database":
            with closing(sqlite3.connect(path)) as other:
                other.execute("CREATE TABLE orders (id)")
        case _:
            texts = {
                "nothing": b"",
                "text": b"a diary\n" * 999,
                "zeros": bytes(9_999),
                "half": whole[: len(whole) // 2],
            }
            path.write_bytes(texts[what])

    with pytest.raises(PalateError), Catalog.open(path) as catalog:
        catalog.items([str(at) for at in range(1, 41)])


def test_damage_is_told_with_what_mends_it(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))

    with pytest.raises(StorageError) as caught:
        Catalog.open(path)

    assert str(caught.value) == (
        f"`{path}` cannot be read or written (database disk image is malformed): "
        "it is damaged; put a backup in its place, or move it away and build it again."
    )
    assert caught.value.exit_code == 1


def test_a_damaged_catalogue_is_not_built_over_since_nobody_knows_what_else_it_holds(
    tmp_path: Path, whole: bytes
) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))
    before = path.read_bytes()

    with pytest.raises(StorageError, match="move it away and build it again"):
        Catalog.build(path, items=ITEMS)

    assert path.read_bytes() == before


def test_a_file_that_went_away_is_told(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(whole)
    with Catalog.open(path) as catalog:
        path.unlink()
        with pytest.raises(StorageError, match="unable to open database file"):
            catalog.upsert([{"id": "1", "year": 2000}])
        found: list[BaseException] = []

        def read() -> None:
            try:
                catalog.item("1")
            except PalateError as error:
                found.append(error)

        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
        assert [type(error) for error in found] == [StorageError]
    assert not path.exists()


def test_a_statement_of_the_callers_own_fails_as_it_does_in_sqlite(tiny: Catalog) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such column: nope"):
        tiny.connect().execute("SELECT nope FROM items")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        tiny.connect().executemany("DELETE FROM items WHERE id = ?", [("1",)])


def test_rows_of_another_build_are_told_apart_from_a_bug(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(whole)
    with Catalog.open(path) as catalog:
        columns = catalog.columns
        shutil.copy(path, tmp_path / "other.db")
        with Catalog.build(path, items=ITEMS[:2]), pytest.raises(StorageError, match="it was built again"):
            columns.numbers("year")
        assert catalog.columns.numbers("year").tolist() == [1981, 1982]


WRONG: dict[str, tuple[Callable[[Catalog, Path], object], type[PalateError]]] = {
    "build None": (lambda *_: Catalog.build(None, items=ITEMS), BadArgument),  # type: ignore[arg-type]
    "build number": (lambda *_: Catalog.build(5, items=ITEMS), BadArgument),  # type: ignore[arg-type]
    "build null byte": (lambda *_: Catalog.build("a\0b", items=ITEMS), BadArgument),
    "build long name": (lambda _, path: Catalog.build(path / ("x" * 5000), items=ITEMS), BadArgument),
    "build under a file": (lambda catalog, _: Catalog.build(catalog.path / "x.db", items=ITEMS), BadArgument),
    "items number": (lambda _, path: Catalog.build(path / "n.db", items=5), BadArgument),  # type: ignore[arg-type]
    "items None": (lambda _, path: Catalog.build(path / "n.db", items=None), BadArgument),  # type: ignore[arg-type]
    "items bytes": (lambda _, path: Catalog.build(path / "n.db", items=b"ab"), BadArgument),  # type: ignore[arg-type]
    "items numbers": (lambda _, path: Catalog.build(path / "n.db", items=[5]), UnreadableFile),  # type: ignore[list-item]
    "items missing": (lambda _, path: Catalog.build(path / "n.db", items="missing.csv"), UnreadableFile),
    "log number": (
        lambda _, path: Catalog.build(path / "n.db", items=ITEMS, interactions=5),  # type: ignore[arg-type]
        BadArgument,
    ),
    "users number": (
        lambda _, path: Catalog.build(path / "n.db", items=ITEMS, users=5),  # type: ignore[arg-type]
        BadArgument,
    ),
    "fields number": (
        lambda _, path: Catalog.build(path / "n.db", items=ITEMS, fields=5),  # type: ignore[arg-type]
        BadArgument,
    ),
    "fields kinds": (
        lambda _, path: Catalog.build(path / "n.db", items=ITEMS, fields={"year": 5}),  # type: ignore[dict-item]
        BadArgument,
    ),
    "name": (lambda _, path: Catalog.build(path / "n.db", items=ITEMS, name=5), BadArgument),  # type: ignore[arg-type]
    "noun": (lambda _, path: Catalog.build(path / "n.db", items=ITEMS, noun=5), BadArgument),  # type: ignore[arg-type]
    "simulated": (
        lambda _, path: Catalog.build(path / "n.db", items=ITEMS, simulated=5),  # type: ignore[arg-type]
        BadArgument,
    ),
    "encoding": (
        lambda _, path: Catalog.build(path / "n.db", items=ITEMS, encoding=5),  # type: ignore[arg-type]
        BadArgument,
    ),
    "progress": (
        lambda _, path: Catalog.build(path / "n.db", items=ITEMS, progress=5),  # type: ignore[arg-type]
        BadArgument,
    ),
    "open None": (lambda *_: Catalog.open(None), BadArgument),  # type: ignore[arg-type]
    "open number": (lambda *_: Catalog.open(5), BadArgument),  # type: ignore[arg-type]
    "open nothing": (lambda *_: Catalog.open(""), PalateError),
    "open long name": (lambda _, path: Catalog.open(path / ("x" * 5000)), PalateError),
    "item None": (lambda catalog, _: catalog.item(None), UnknownItem),  # type: ignore[arg-type]
    "item half a sign": (lambda catalog, _: catalog.item("\ud83d"), UnknownItem),
    "items of a number": (lambda catalog, _: catalog.items(5), BadArgument),  # type: ignore[arg-type]
    "position": (lambda catalog, _: catalog.position(None), UnknownItem),  # type: ignore[arg-type]
    "positions": (lambda catalog, _: catalog.positions(5), BadArgument),  # type: ignore[arg-type]
    "ids of a number": (lambda catalog, _: catalog.ids(5), BadArgument),  # type: ignore[arg-type]
    "ids of text": (lambda catalog, _: catalog.ids(["x"]), BadArgument),  # type: ignore[list-item]
    "ids of no number": (lambda catalog, _: catalog.ids([float("nan")]), BadArgument),  # type: ignore[list-item]
    "ids of no end": (lambda catalog, _: catalog.ids([float("inf")]), BadArgument),  # type: ignore[list-item]
    "ids far away": (lambda catalog, _: catalog.ids([10**30]), BadArgument),
    "ids below 0": (lambda catalog, _: catalog.ids([-1]), BadArgument),
    "vocabulary": (lambda catalog, _: catalog.vocabulary(None), UnknownField),  # type: ignore[arg-type]
    "upsert missing": (lambda catalog, _: catalog.upsert("missing.csv"), UnreadableFile),
    "upsert number": (lambda catalog, _: catalog.upsert(5), BadArgument),  # type: ignore[arg-type]
    "upsert None": (lambda catalog, _: catalog.upsert(None), BadArgument),  # type: ignore[arg-type]
    "upsert dict": (lambda catalog, _: catalog.upsert({"id": "1"}), BadArgument),  # type: ignore[dict-item]
    "upsert numbers": (lambda catalog, _: catalog.upsert([5]), PalateError),  # type: ignore[list-item]
    "record missing": (lambda catalog, _: catalog.record("missing.csv"), UnreadableFile),
    "record number": (lambda catalog, _: catalog.record(5), BadArgument),  # type: ignore[arg-type]
    "record numbers": (lambda catalog, _: catalog.record([5]), PalateError),  # type: ignore[arg-type]
    "record dict": (lambda catalog, _: catalog.record({"user": "u"}), BadArgument),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_arguments_are_told(tiny: Catalog, tmp_path: Path, case: str) -> None:
    call, expected = WRONG[case]

    with pytest.raises(expected):
        call(tiny, tmp_path)

    assert (tiny.version, (tmp_path / "n.db").exists()) == (1, False)


@pytest.mark.parametrize("user", [None, 5, "\ud83d", "a\0b", "x" * 100_000])
def test_a_person_may_be_called_anything(tiny: Catalog, user: Any) -> None:
    assert (tiny.has_user(user), tiny.log_of(user)) == (False, [])
