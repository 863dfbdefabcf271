"""Whatever happened to the file of a state folder, an agent answers or raises one error of Palate's."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from palate import Agent, Catalog
from palate.agent.storage.folder import FILE
from palate.errors import PalateError, StorageError
from tests.agent.making import file_of

TRIES = 40
NAMED = re.compile(rb'"step"|"parents"|u:ann/')
"""What stands in the file in clear, and is read by other code than what stands around it."""


@pytest.fixture
def whole(tiny: Catalog, tmp_path: Path) -> bytes:
    with Agent(tiny, state=tmp_path / "whole") as agent:
        agent.ask("I love horror", user="ann", session="s")
        agent.ask("a comedy", user="ann", session="s")
    return (tmp_path / "whole" / FILE).read_bytes()


def somewhere(data: bytearray, chance: random.Random) -> None:
    used = [at for at in range(len(data)) if data[at]]
    for _ in range(chance.choice((1, 4, 30))):
        data[chance.choice(used)] = chance.randrange(256)


def in_the_schema(data: bytearray, chance: random.Random) -> None:
    used = [at for at in range(100, 4096) if data[at]]
    for _ in range(2):
        data[chance.choice(used)] = chance.choice((0xFF, 0xC3, 0x80, 0, 65))


def in_a_name(data: bytearray, chance: random.Random) -> None:
    at = chance.choice([found.start() for found in NAMED.finditer(data)]) + chance.randrange(8)
    data[at] = chance.choice((0xFF, 0, ord("%"), data[at] ^ 1))


def cut_off(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


KINDS: tuple[Callable[[bytearray, random.Random], None], ...] = (somewhere, in_the_schema, in_a_name, cut_off)


def used(catalog: Catalog, folder: Path) -> list[type[PalateError]]:
    """Use what is kept in a folder, and return the errors of Palate's that were raised."""
    calls: tuple[Callable[[Agent], object], ...] = (
        lambda agent: agent.ask("another", user="ann", session="s"),
        lambda agent: agent.memory.of("ann").export(),
        lambda agent: agent.sessions("ann"),
        lambda agent: agent.end(user="ann", session="s"),
    )
    told: list[type[PalateError]] = []
    try:
        with Agent(catalog, state=folder) as agent:
            for call in calls:
                try:
                    call(agent)
                except PalateError as error:
                    told.append(type(error))
    except PalateError as error:
        told.append(type(error))
    return told


@pytest.mark.parametrize("damage", KINDS)
def test_a_damaged_file_raises_no_other_errors(
    tiny: Catalog, tmp_path: Path, whole: bytes, damage: Callable[[bytearray, random.Random], None]
) -> None:
    chance = random.Random(3)
    (tmp_path / "state").mkdir()
    raised: set[type[PalateError]] = set()
    for _ in range(TRIES // len(KINDS)):
        for each in (tmp_path / "state").glob(f"{FILE}*"):
            each.unlink()
        data = bytearray(whole)
        damage(data, chance)
        (tmp_path / "state" / FILE).write_bytes(data)
        raised.update(used(tiny, tmp_path / "state"))

    assert raised


@pytest.mark.parametrize("what", ["nothing", "text", "zeros", "folder", "database"])
def test_another_file_in_its_place_is_told_or_used(tiny: Catalog, tmp_path: Path, what: str) -> None:
    file = tmp_path / "state" / FILE
    file.parent.mkdir()
    match what:
        case "folder":
            file.mkdir()
        case "database":
            with closing(sqlite3.connect(file)) as other:
                other.execute("CREATE TABLE orders (id)")
        case _:
            file.write_bytes({"nothing": b"", "text": b"a diary\n" * 999, "zeros": bytes(9_999)}[what])

    assert bool(used(tiny, file.parent)) == (what != "nothing")


def test_a_name_in_the_schema_that_is_no_text_is_told_in_one_sentence(
    tiny: Catalog, tmp_path: Path, whole: bytes
) -> None:
    data = whole.replace(b"tablerecordsrecords", b"table\xffecordsrecords").replace(
        b"CREATE TABLE rec", b"CREXTE TABLE rec"
    )
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / FILE).write_bytes(data)

    with pytest.raises(PalateError, match=r"^`.*state\.db` is damaged or is no agent's state \(.*\); pass `state=`"):
        Agent(tiny, state=tmp_path / "state")


@pytest.mark.parametrize(("column", "old", "new"), [("checkpoint", b"title", b"tjtle"), ("metadata", b"step", b"stop")])
def test_a_checkpoint_with_a_changed_byte_is_told(
    tiny: Catalog, tmp_path: Path, column: str, old: bytes, new: bytes
) -> None:
    with Agent(tiny, state=tmp_path / "state") as agent:
        agent.ask("a comedy", user="ann", session="s")
        file = file_of(agent._folder)
        blob = bytes(file.execute(f"SELECT CAST({column} AS BLOB) FROM checkpoints").fetchone()[0])
        file.execute(f"UPDATE checkpoints SET {column} = ?", (blob.replace(old, new),))

        with pytest.raises(StorageError, match=r"session `s` is damaged and cannot be read \(.*\); `agent\.end"):
            agent.ask("another", user="ann", session="s")


def test_an_error_of_an_app_inside_a_transaction_is_not_the_file_s(tiny: Catalog, tmp_path: Path) -> None:
    def broken() -> None:
        b"\xff".decode()

    with Agent(tiny, state=tmp_path / "state") as agent, pytest.raises(UnicodeDecodeError):
        agent._folder.store.kept(broken)
