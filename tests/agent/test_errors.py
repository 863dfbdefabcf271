"""What public calls raise is of the error tree, one sentence each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, Catalog
from palate.errors import BadArgument, PalateError, StorageError
from tests.agent.making import file_of

HALF = "\ud800"
NUMBER: Any = 42
TEXT: Any = "films.db"
CALLS: dict[str, Callable[[Any], object]] = {
    "`message` is `None`": lambda agent: agent.ask(None),
    "`message` is `5`": lambda agent: agent.stream(5),
    "`message` is `b'a comedy'`": lambda agent: agent.ask(b"a comedy"),
    "`user` is `5`": lambda agent: agent.ask("a comedy", user=5),
    "`session` is `\\['s'\\]`": lambda agent: agent.ask("a comedy", session=["s"]),
    "`user` has half a character": lambda agent: agent.ask("a comedy", user=f"ann{HALF}"),
    "`session` has half a character": lambda agent: agent.session("ann", HALF),
    "`user` is `''`": lambda agent: agent.feedback("1", user="", value=1),
    "`value` is `nan`": lambda agent: agent.feedback("1", user="ann", value=float("nan")),
    "`value` is `'good'`": lambda agent: agent.feedback("1", user="ann", value="good"),
    "`seen` is `'yes'`": lambda agent: agent.feedback("1", user="ann", seen="yes"),
    "`user` is `42`": lambda agent: agent.memory.of(42),
    "`user` is `None`": lambda agent: agent.memory.of(None),
    "`state` is `42`": lambda agent: Agent(agent.catalog, state=NUMBER),
    "`state` is `''`": lambda agent: Agent(agent.catalog, state=""),
    "`state` is `'a.*b'`": lambda agent: Agent(agent.catalog, state="a\0b"),
    "`tools` is `42`": lambda agent: Agent(agent.catalog, tools=NUMBER),
    "`config` is `42`": lambda agent: Agent(agent.catalog, config=NUMBER),
    "`model` is `42`": lambda agent: Agent(agent.catalog, model=NUMBER),
    "opens nothing; write `Catalog.open": lambda agent: type(agent.catalog)(TEXT),
    "`days` is `-1`": lambda agent: agent.memory.expire(-1),
    "`days` is `nan`": lambda agent: agent.memory.expire(float("nan")),
}


@pytest.mark.parametrize("told", CALLS)
def test_a_wrong_argument_is_told(agent: Agent, told: str) -> None:
    with pytest.raises(BadArgument, match=told):
        CALLS[told](agent)


@pytest.mark.parametrize("call", ["commit", "feedback"])
def test_what_nobody_did_is_not_noted(agent: Agent, call: str) -> None:
    with pytest.raises(BadArgument, match="Neither `user` nor `session` is given"):
        agent.commit("1") if call == "commit" else agent.feedback("1", value=1.0)


@pytest.mark.parametrize("catalog", [None, "films.db", 5])
def test_what_is_no_catalogue_is_told(catalog: Any) -> None:
    with pytest.raises(BadArgument, match="a catalogue was expected"):
        Agent(catalog)


def test_a_full_disk_is_told_and_leaves_the_turn_before(agent: Agent) -> None:
    agent.ask("a comedy", user="ann", session="s")
    connection = file_of(agent._folder)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")

    def talk() -> None:
        for number in range(50):
            agent.ask(f"a comedy {number} " + "x" * 3_000, user="ann", session="s")

    with pytest.raises(StorageError, match="database or disk is full"):
        talk()
    turns = agent.session("ann", "s").turns()
    assert [each.number for each in turns] == list(range(1, len(turns) + 1))
    assert agent._sessions.memory(agent.session("ann", "s")._named).turn == len(turns)


def test_a_damaged_checkpoint_is_told_and_can_be_removed(agent: Agent) -> None:
    agent.ask("a comedy", user="ann", session="s")
    file_of(agent._folder).execute("UPDATE checkpoints SET checkpoint = x'c1c1c1'")

    for call in (
        lambda: agent.ask("shorter", user="ann", session="s"),
        lambda: agent.session("ann", "s").preferences(),
        lambda: agent.commit("1", user="ann", session="s"),
        lambda: agent.memory.of("ann").export(),
    ):
        with pytest.raises(StorageError, match=r"What is kept of the session `s` is damaged .*`agent\.end"):
            call()
    assert agent.end(user="ann", session="s")
    assert agent.ask("a comedy", user="ann", session="s").act == "recommend"


def test_a_checkpoint_of_something_else_is_told(agent: Agent) -> None:
    agent.ask("a comedy", user="ann", session="s")
    file = file_of(agent._folder)
    blob = file.execute("SELECT checkpoint FROM checkpoints").fetchone()[0]
    other = blob.replace(b"SessionMemory", b"SessionMemorX")
    assert other != blob
    file.execute("UPDATE checkpoints SET checkpoint = ?", (other,))

    with pytest.raises(PalateError):
        agent.ask("shorter", user="ann", session="s")


def test_a_file_that_is_damaged_while_it_is_used_is_told(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, state=tmp_path / "state") as agent:
        agent.ask("a comedy", user="ann", session="s")
    file = tmp_path / "state" / "state.db"
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))

    with pytest.raises(PalateError), Agent(tiny, state=tmp_path / "state") as agent:
        agent.ask("a comedy", user="ann", session="s")
