"""The stores that come with Palate, and what becomes of one that fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from psycopg import Connection

from palate import Agent, AgentConfig, tool
from palate.agent.config import Budget
from palate.errors import StorageError
from palate.memory.sqlite_store import SqliteStore
from palate.memory.store import Kind, Locking, Record, Store
from palate.testing import LockingContract, StoreContract
from palate.testing.goods import goods


class TestSqlite(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        store = SqliteStore(tmp_path / "state.db")
        yield store
        store.close()


class TestPostgres(StoreContract):
    @pytest.fixture
    def store(self, postgres: str, request: pytest.FixtureRequest) -> Iterator[Store]:
        from palate.memory.postgres import PostgresStore

        with PostgresStore(postgres, schema=request.node.name, connections=4) as store:
            yield store

    def test_one_checkpoint_a_session_is_kept(self, store: Any) -> None:
        with goods() as catalog, Agent(catalog, store=store) as agent:
            for said in ("a kettle", "under 40", "a red one"):
                agent.ask(said, user="ann", session="s")
            with store.transaction() as connection:
                kept = connection.execute("SELECT count(*) AS n FROM checkpoints").fetchone()
                blobs = connection.execute("SELECT channel FROM checkpoint_blobs GROUP BY 1 HAVING count(*) > 1")

                assert kept == {"n": 1}
                assert blobs.fetchall() == []
            assert agent.session("ann", "s").preferences() != ()

    def test_a_turn_whose_record_cannot_be_written_leaves_nothing(self, store: Any) -> None:
        with goods() as catalog, Agent(catalog, store=store) as agent:
            agent.ask("a kettle", user="ann", session="s")
            before = agent.session("ann", "s").preferences()
            with store.transaction() as connection:
                connection.execute("ALTER TABLE records ADD CHECK (kind <> 'turn' OR key < '000000002')")
            with pytest.raises(StorageError, match=r"store `PostgresStore` failed with an error of its own"):
                agent.ask("a red one", user="ann", session="s")

            assert agent.session("ann", "s").preferences() == before
            assert len(agent.session("ann", "s").turns()) == 1

    def test_a_turn_that_lost_its_lock_is_not_kept(self, store: Any) -> None:
        @tool(cues=["lightning"])
        def lightning() -> str:
            """End the connections that hold or wait for a lock."""
            with store.transaction() as connection:
                connection.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
            return "struck"

        with goods() as catalog, Agent(catalog, store=store, tools=[lightning]) as agent:
            agent.ask("a kettle", user="ann", session="s")
            with pytest.raises(StorageError, match="store `PostgresStore` failed with an error of its own"):
                agent.ask("lightning", user="ann", session="s")
            agent.ask("under 40", user="ann", session="s")

            assert [turn.message for turn in agent.session("ann", "s").turns()] == ["a kettle", "under 40"]

    def test_a_server_that_was_started_again_is_connected_to_again(self, store: Any, postgres: str) -> None:
        with store.lock("t", seconds=5):
            store.put("turn", [Record("t", "1", 1.0)])
        with Connection.connect(postgres) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
        with store.lock("t", seconds=5) as still:
            still()

        assert store.read("turn", "t") == [Record("t", "1", 1.0)]

    def test_many_make_the_tables_at_once(self, postgres: str) -> None:
        from palate.memory.postgres import PostgresStore

        def made(_: int) -> list[str]:
            with PostgresStore(postgres, schema="crowded", connections=1) as store:
                return store.owners("turn")

        with ThreadPoolExecutor(6) as pool:
            assert list(pool.map(made, range(6))) == [[]] * 6


class TestPostgresLocks(LockingContract):
    @pytest.fixture
    def sharers(self, postgres: str) -> Iterator[tuple[Locking, Locking]]:
        from palate.memory.postgres import PostgresStore

        with (
            PostgresStore(postgres, schema="locks", connections=1) as mine,
            PostgresStore(postgres, schema="locks", connections=1) as theirs,
        ):
            yield mine, theirs


class Faulty(SqliteStore):
    """Fails in one way, once it is told to."""

    fault = ""

    def __init__(self, path: Path | None) -> None:
        super().__init__(path)
        self.go_on = threading.Event()

    def put(self, kind: Kind, records: Any) -> None:
        if self.fault == "raises" and kind == "turn":
            raise ConnectionError("db.internal?key=123")
        if self.fault == "hangs" and kind == "turn":
            self.go_on.wait(5)
        super().put(kind, records)

    def read(self, kind: Kind, owner: str) -> list[Record]:
        return ["nonsense"] if self.fault == "answers nonsense" else super().read(kind, owner)  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("raises", r"The store `Faulty` failed with an error of its own \(ConnectionError\)\."),
        ("hangs", r"The store `Faulty` took longer than 1 seconds, and was left behind\."),
        ("answers nonsense", r"The store `Faulty` returned what are no records of `ann`\."),
    ],
)
def test_a_turn_that_a_store_fails_is_told_and_not_kept(fault: str, told: str) -> None:
    store = Faulty(None)
    config = AgentConfig(budget=Budget(seconds=1.0))
    with goods() as catalog, Agent(catalog, store=store, checkpointer=InMemorySaver(), config=config) as agent:
        agent.ask("a kettle", user="ann", session="s")
        before = agent.session("ann", "s").preferences()
        store.fault = fault
        with pytest.raises(StorageError, match=told):
            agent.ask("a red one", user="ann", session="s")
        store.fault = ""
        store.go_on.set()
        for thread in threading.enumerate():
            if thread.name == "palate-call":
                thread.join(10)

        assert agent.session("ann", "s").preferences() == before
        assert [turn.message for turn in agent.session("ann", "s").turns()] == ["a kettle"]
