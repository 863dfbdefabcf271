"""Forgetting leaves no byte: after each kind of it every file of the state folder is searched."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.agent.storage.history import ChatHistory
from palate.errors import StorageError
from tests.agent.making import file_of

CANARY = "zanzibar"
LOVE = f"I love musicals, {CANARY}"
ITEMS = [
    {"id": "canary77", "title": "Cabaret", "genres": ["Musical"], "year": 1972, "runtime": 124},
    {"id": "x2", "title": "Oklahoma", "genres": ["Musical", "Western"], "year": 1955, "runtime": 145},
    {"id": "x3", "title": "Alien", "genres": ["Horror"], "year": 1979, "runtime": 117},
    {"id": "x4", "title": "Fargo", "genres": ["Crime"], "year": 1996, "runtime": 98},
]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog.build(tmp_path / "films.db", items=ITEMS, noun="film") as built:
        yield built


@pytest.fixture
def agent(catalog: Catalog, tmp_path: Path) -> Iterator[Agent]:
    with Agent(catalog, state=tmp_path / "state") as made:
        yield made


def holders(agent: Agent, canary: str) -> list[str]:
    """Return the files in which a canary is."""
    assert agent.state is not None
    files = [path for path in agent.state.rglob("*") if path.is_file()]
    return [path.name for path in files if canary.encode() in path.read_bytes()]


def talk(agent: Agent) -> None:
    """Say the canary in two sessions, and have it repeated in turns that follow."""
    assert agent.state is not None
    for session in ("one", "two"):
        agent.ask(LOVE, user="ann", session=session)
        for words in ("recommend something", "why the first one?", "something longer", "I've seen Cabaret", "thanks"):
            agent.ask(words, user="ann", session=session)
    agent.ask("another musical", user="ann", session="three")
    agent.commit("canary77", user="ann", session="three")
    agent.ask("recommend a musical", user="bob", session="one")
    history = ChatHistory.within(agent.state).open("ann")
    history.write_text(f"\n# 2026-01-01\n+{LOVE}\n\n# 2026-01-02\n+a comedy\n")


def key_of(agent: Agent) -> str:
    return next(each.key for each in agent.memory.of("ann").preferences() if each.where is not None)


def test_everything(agent: Agent) -> None:
    talk(agent)
    assert len(holders(agent, CANARY)) > 1

    assert agent.memory.of("ann").forget() > 0
    assert holders(agent, CANARY) == []
    assert agent.memory.of("ann").export()["sessions"] == []
    assert agent.session("bob", "one").turns() != []


def test_one_preference(agent: Agent) -> None:
    talk(agent)

    assert agent.memory.of("ann").forget(key=key_of(agent)) == 2
    assert holders(agent, CANARY) == []
    assert [each.item for each in agent.memory.of("ann").preferences() if each.where is not None] == []
    assert "thanks" in [each.message for each in agent.session("ann", "one").turns()]
    assert agent.state is not None
    assert "a comedy" in ChatHistory.within(agent.state).open("ann").read_text()


def test_one_item(agent: Agent) -> None:
    talk(agent)
    assert holders(agent, "canary77") != []
    shown_to_bob = [item.id for turn in agent.session("bob", "one").turns() for item in turn.reply.items]
    agent.memory.of("bob").forget()

    assert agent.memory.of("ann").forget(item="canary77") > 0
    assert holders(agent, "canary77") == []
    assert "canary77" in shown_to_bob
    assert "thanks" in [each.message for each in agent.session("ann", "one").turns()]


def test_a_session(agent: Agent) -> None:
    agent.ask(f"a musical, {CANARY}", session="visitor")
    assert holders(agent, CANARY) != []

    assert agent.end(session="visitor")
    assert holders(agent, CANARY) == []
    assert not agent.end(session="visitor")


def test_what_is_old(catalog: Catalog, tmp_path: Path) -> None:
    with Agent(catalog, state=tmp_path / "state") as agent:
        talk(agent)
        file_of(agent._folder).execute("UPDATE records SET time = time - 90 * 86400")
        assert agent.state is not None
        ChatHistory.within(agent.state).erase("ann")
    with Agent(catalog, state=tmp_path / "state", config=AgentConfig(keep_days=30)) as agent:
        agent.ask("a western", user="bob", session="new")

        assert holders(agent, CANARY) == []
        assert [each.message for each in agent.session("bob", "new").turns()] == ["a western"]
        assert agent.memory.of("ann").export()["sessions"] == []


def test_a_turn_whose_checkpoint_never_came_is_found(agent: Agent) -> None:
    agent.ask(LOVE, user="ann", session="one")
    file_of(agent._folder).execute("DELETE FROM checkpoints")

    assert agent.memory.of("ann").export()["sessions"][0]["turns"] != []
    agent.memory.of("ann").forget()
    assert holders(agent, CANARY) == []


def test_a_damaged_session_can_be_forgotten(agent: Agent) -> None:
    agent.ask(LOVE, user="ann", session="one")
    file_of(agent._folder).execute("UPDATE checkpoints SET checkpoint = x'ff00'")
    file_of(agent._folder).execute("UPDATE records SET data = '{' WHERE kind = 'event'")

    with pytest.raises(StorageError, match="session `one` is damaged"):
        agent.ask("a comedy", user="ann", session="one")
    assert agent.memory.of("ann").forget() > 0
    assert agent.ask("a western", user="ann", session="one").act == "recommend"


def test_another_reader_keeps_the_log_and_the_call_says_so(agent: Agent, tmp_path: Path) -> None:
    talk(agent)
    file_of(agent._folder).execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(tmp_path / "state" / "state.db", isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM records").fetchone()
        with pytest.raises(StorageError, match="another process is reading"):
            agent.memory.of("ann").forget()
        assert agent.memory.of("ann").export()["events"] == []
        other.execute("COMMIT")

        assert agent.memory.of("ann").forget() == 0
        assert holders(agent, CANARY) == []


def test_a_message_is_kept_no_longer_than_it_was_read(agent: Agent) -> None:
    agent.ask("a musical " + "x" * 200_000 + CANARY, user="ann", session="one")

    assert holders(agent, CANARY) == []
    assert [len(each.message) for each in agent.session("ann", "one").turns()] == [4_000]
