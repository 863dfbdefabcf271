"""Sessions kept by checkpointers of an app."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.sqlite import SqliteSaver

from palate import Agent
from palate.errors import BadArgument, StorageError
from palate.testing import CheckpointerContract
from palate.testing.goods import goods


class TestInMemory(CheckpointerContract):
    @pytest.fixture
    def saver(self) -> BaseCheckpointSaver[Any]:
        return InMemorySaver()


class TestSqlite(CheckpointerContract):
    @pytest.fixture
    def saver(self) -> Iterator[BaseCheckpointSaver[Any]]:
        with closing(sqlite3.connect(":memory:", check_same_thread=False)) as connection:
            yield SqliteSaver(connection)


class Failing(InMemorySaver):
    """Raises once it is told to."""

    fails = False

    def put(self, *given: Any) -> Any:
        if self.fails:
            raise ConnectionError("db.internal?key=123")
        return super().put(*given)


def test_a_turn_whose_checkpoint_fails_leaves_no_record() -> None:
    saver = Failing()
    with goods() as catalog, Agent(catalog, checkpointer=saver, state=":memory:") as agent:
        agent.ask("a kettle", user="ann", session="s")
        saver_of(agent).fails = True
        with pytest.raises(StorageError, match=r"The checkpointer `Failing` failed with an error .*ConnectionError"):
            agent.ask("I love red, show me a toaster", user="ann", session="s")

        assert [turn.message for turn in agent.session("ann", "s").turns()] == ["a kettle"]
        assert agent.memory.of("ann").events() == []


def saver_of(agent: Agent) -> Failing:
    saver = agent._folder.checkpoints._saver
    assert isinstance(saver, Failing)
    return saver


def test_what_is_no_checkpointer_is_refused() -> None:
    with goods() as catalog, pytest.raises(BadArgument, match="`checkpointer` is `42`; an object with `get_tuple`"):
        Agent(catalog, checkpointer=42)  # type: ignore[arg-type]
