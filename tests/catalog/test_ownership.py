"""What is not Palate's is never written over, whatever it is called; and what is, is opened or told in a sentence."""

from __future__ import annotations

import os
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from palate import Agent, Catalog
from palate.catalog.replacing import replacing
from palate.cli.main import app
from palate.errors import BadArgument, NotACatalog

ITEMS = [{"id": 1, "title": "Alien"}]


@pytest.fixture
def kept() -> Iterator[list[Any]]:
    """What must live as long as the test: connections and sockets."""
    held: list[Any] = []
    yield held
    for each in held:
        each.close()


def database(path: Path, *, wal: bool = False, application: int = 0) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    if wal:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
    if application:
        connection.execute(f"PRAGMA application_id = {application}")
    connection.execute("CREATE TABLE orders(id, total)")
    connection.execute("INSERT INTO orders VALUES (1, 9.5)")
    return connection


def of_an_app(path: Path, held: list[Any]) -> None:
    held.append(database(path))


def of_an_app_in_wal_mode(path: Path, held: list[Any]) -> None:
    held.append(database(path, wal=True))


def of_another_program_with_an_id(path: Path, held: list[Any]) -> None:
    held.append(database(path, application=0x47504B47))


def with_its_content_in_the_wal_alone(path: Path, held: list[Any]) -> None:
    held.append(database(path, wal=True))
    path.write_bytes(b"")


def with_a_journal(path: Path, held: list[Any]) -> None:
    path.write_bytes(b"")
    path.with_name(f"{path.name}-journal").write_bytes(b"\xd9\xd5\x05\xf9")


def gone_but_for_its_wal(path: Path, held: list[Any]) -> None:
    path.with_name(f"{path.name}-wal").write_bytes(b"\x37\x7f\x06\x82")


def of_text(path: Path, held: list[Any]) -> None:
    path.write_text("id,title\n1,Alien\n")


def of_one_byte(path: Path, held: list[Any]) -> None:
    path.write_bytes(b"S")


def of_a_header_alone(path: Path, held: list[Any]) -> None:
    path.write_bytes(b"SQLite format 3\x00")


def sessions_of_an_agent(path: Path, held: list[Any]) -> None:
    state = path.with_name("state")
    with Catalog.build(path.with_name("made.db"), items=ITEMS) as catalog, Agent(catalog, state=state) as agent:
        agent.ask("anything", session="s")
    (state / "state.db").rename(path)


def a_folder(path: Path, held: list[Any]) -> None:
    path.mkdir()


def a_pipe(path: Path, held: list[Any]) -> None:
    os.mkfifo(path)


def a_socket(path: Path, held: list[Any]) -> None:
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    held.append(listening)


def a_device(path: Path, held: list[Any]) -> None:
    path.symlink_to("/dev/null")


def a_dangling_link(path: Path, held: list[Any]) -> None:
    path.symlink_to(path.with_name("nowhere.db"))


def a_looping_link(path: Path, held: list[Any]) -> None:
    path.symlink_to(path)


def a_link_to_an_apps(path: Path, held: list[Any]) -> None:
    held.append(database(path.with_name("orders.db")))
    path.symlink_to(path.with_name("orders.db"))


Made = Callable[[Path, list[Any]], None]
FOREIGN: dict[Made, str] = {
    of_an_app: "is there already and is no catalogue of Palate's",
    of_an_app_in_wal_mode: "is there already and is no catalogue of Palate's",
    of_another_program_with_an_id: "is there already and is no catalogue of Palate's",
    with_its_content_in_the_wal_alone: "is empty, but `app.sqlite-wal` lies beside it and may hold all of it",
    with_a_journal: "is empty, but `app.sqlite-journal` lies beside it and may hold all of it",
    gone_but_for_its_wal: "is not there, but `app.sqlite-wal` lies beside it and may hold all of it",
    of_text: "is there already and is no catalogue of Palate's",
    of_one_byte: "is there already and is no catalogue of Palate's",
    of_a_header_alone: "is there already and is no catalogue of Palate's",
    sessions_of_an_agent: "is there already and is no catalogue of Palate's",
    a_folder: "is a folder",
    a_pipe: "is no file but a pipe, a socket or a device",
    a_socket: "is no file but a pipe, a socket or a device",
    a_device: "is no file but a pipe, a socket or a device",
    a_dangling_link: "is a link to `{}/nowhere.db`, which is not there",
    a_looping_link: "is a link that leads back to itself",
    a_link_to_an_apps: "is there already and is no catalogue of Palate's",
}
posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes, sockets and links are POSIX")


def contents(folder: Path) -> dict[str, bytes | str]:
    """Everything in a folder and below, byte by byte."""
    found: dict[str, bytes | str] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = str(path.readlink())
        else:
            found[name] = path.read_bytes() if path.is_file() else "no file"
    return found


@posix
@pytest.mark.parametrize("make", FOREIGN, ids=lambda make: make.__name__)
def test_what_is_not_palates_is_refused_and_not_touched(
    tmp_path: Path, make: Made, kept: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path may not be long
    make(Path("app.sqlite"), kept)
    before = contents(tmp_path)

    with pytest.raises(BadArgument) as caught:
        Catalog.build(tmp_path / "app.sqlite", items=ITEMS)

    clause = FOREIGN[make].replace("{}/", "")
    assert str(caught.value).replace(f"{tmp_path}/", "").startswith(f"`app.sqlite` {clause}; ")
    assert contents(tmp_path) == before


@posix
@pytest.mark.parametrize("make", FOREIGN, ids=lambda make: make.__name__)
def test_what_is_not_palates_is_not_opened(
    tmp_path: Path, make: Made, kept: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make(Path("app.sqlite"), kept)
    before = contents(tmp_path)

    with pytest.raises(NotACatalog, match=r"`app\.sqlite`"):
        Catalog.open("app.sqlite")

    assert contents(tmp_path) == before


@posix
@pytest.mark.parametrize("command", [["ingest", "--items", "items.csv"], ["data", "films"]])
def test_the_commands_refuse_it_too(
    tmp_path: Path, command: list[str], kept: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("items.csv").write_text("id,title\n1,Alien\n")
    kept.append(database(Path("app.sqlite")))
    before = contents(tmp_path)

    result = CliRunner().invoke(app, [*command, "--db", "app.sqlite"])

    assert isinstance(result.exception, BadArgument)
    assert contents(tmp_path) == before


def test_an_empty_file_may_be_taken(tmp_path: Path) -> None:
    (tmp_path / "x.db").touch()

    with Catalog.build(tmp_path / "x.db", items=ITEMS) as catalog:
        assert catalog.item("1").title == "Alien"


def add(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])


def test_an_apps_own_tables_in_a_catalogue_are_not_destroyed(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    Catalog.build(path, items=ITEMS).close()
    add(
        path,
        "CREATE TABLE orders(id)",
        "INSERT INTO orders VALUES (7)",
        "CREATE VIEW latest AS SELECT * FROM orders",
        "CREATE TRIGGER renamed AFTER UPDATE ON items BEGIN DELETE FROM orders; END",
    )

    with pytest.raises(BadArgument) as caught:
        Catalog.build(path, items=ITEMS)

    assert str(caught.value) == (
        f"`{path}` holds `latest`, `orders` and `renamed` besides the catalogue, which building it again would "
        "destroy; write to another path, or move them elsewhere first."
    )
    assert count(path, "orders") == 1


def test_an_apps_tables_in_the_log_of_a_catalogue_in_use_are_seen(tmp_path: Path, kept: list[Any]) -> None:
    path = tmp_path / "x.db"
    Catalog.build(path, items=ITEMS).close()
    connection = sqlite3.connect(path, isolation_level=None)
    kept.append(connection)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("CREATE TABLE orders(id)")

    with pytest.raises(BadArgument, match="holds `orders` besides the catalogue"):
        Catalog.build(path, items=ITEMS)

    connection.execute("INSERT INTO orders VALUES (7)")
    assert count(path, "orders") == 1


def test_tables_that_a_change_of_the_catalogue_makes_are_its_own(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Catalog.build(path, items=ITEMS, interactions=[{"user": "u", "item": 1}]) as catalog:
        catalog.upsert([{"id": 1, "colours": ["red", "white"]}], new_fields=True)
        catalog.record([{"user": "v", "item": 1}])

    with Catalog.build(path, items=ITEMS) as catalog:
        assert catalog.version == 4


def test_a_catalogue_that_does_not_say_which_tables_are_its_own_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    Catalog.build(path, items=ITEMS).close()
    add(path, "DELETE FROM meta WHERE key = 'tables'")

    with pytest.raises(BadArgument, match=r"holds .* besides the catalogue"):
        Catalog.build(path, items=ITEMS)


def test_tables_that_an_app_makes_during_a_build_are_not_destroyed(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    Catalog.build(path, items=ITEMS).close()

    with pytest.raises(BadArgument, match="holds `orders`"), replacing(path):
        add(path, "CREATE TABLE orders(id)")

    assert count(path, "orders") == 0


@posix
def test_the_file_behind_a_link_is_replaced_and_not_the_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    path, link = tmp_path / "there" / "x.db", tmp_path / "link.db"
    Catalog.build(path, items=ITEMS).close()
    link.symlink_to(path)

    with Catalog.build(link, items=[{"id": 1, "title": "Aliens"}]) as catalog:
        assert (catalog.item("1").title, catalog.path) == ("Aliens", link)

    assert link.is_symlink()
    with Catalog.open(path) as catalog:
        assert (catalog.item("1").title, catalog.version) == ("Aliens", 2)
    assert sorted(entry.name for entry in tmp_path.rglob("*")) == ["link.db", "there", "x.db"]


def test_a_leftover_log_is_not_read_into_a_new_catalogue(tmp_path: Path) -> None:
    """SQLite would replay it, since nothing ties a log to the file that it was written for."""
    path, kept = tmp_path / "x.db", tmp_path / "kept.db-wal"
    with Catalog.build(path, items=ITEMS) as catalog:
        assert catalog.item("1").title == "Alien"  # whoever reads keeps the log
        catalog.upsert([{"id": 1, "title": "Aliens"}])
        path.with_name("x.db-wal").rename(kept)
    path.unlink()
    kept.rename(path.with_name("x.db-wal"))

    with pytest.raises(BadArgument, match=r"`x\.db-wal` lies beside it"):
        Catalog.build(path, items=ITEMS)
