"""LangGraph checkpoints in the agent's database: strict about what they load, one a session, written with its turn."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata, CheckpointTuple
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver

from palate.errors import PalateError, StorageError
from palate.memory.database import Database
from palate.memory.keys import session_of
from palate.memory.short_term import SessionMemory

_STATE = (
    ("palate.agent.outcome", "Outcome"),
    ("palate.agent.reflection.finding", "Finding"),
    ("palate.agent.reflection.finding", "Verdict"),
    ("palate.agent.reply", "Reply"),
    ("palate.agent.state", "Kept"),
    ("palate.agent.state", "StepRecord"),
    ("palate.language.understanding", "Understanding"),
    ("palate.memory.request", "Held"),
    ("palate.memory.short_term", "SessionMemory"),
    ("palate.planners.plan", "Plan"),
    ("palate.planners.planner", "Advice"),
)
Writes = Callable[[], None]
"""What is written in the transaction of a checkpoint."""


class Checkpoints(SqliteSaver):
    """A saver that keeps one checkpoint a thread.

    Only the types of the graph's state are rebuilt from a file: a checkpoint that somebody tampered with cannot
    construct anything else.

    A graph that runs inside `turn` saves what it came to only once the turn said by `finish` what else is to be
    written, and both in one transaction: a turn that raised, or a process that died, leaves nothing of it.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database.connection, serde=JsonPlusSerializer(allowed_msgpack_modules=_STATE))
        self._database = database
        self._turns: dict[str, Writes | None] = {}
        self.setup()

    @contextmanager
    def turn(self, thread: str) -> Iterator[None]:
        """Run one turn of a thread, which nobody else runs at the same time."""
        self._turns[thread] = None
        try:
            yield
        finally:
            del self._turns[thread]

    def finish(self, thread: str, writes: Writes) -> None:
        """Have the running turn's checkpoint saved, and with it whatever `writes` writes."""
        self._turns[thread] = writes

    @contextmanager
    def cursor(self, transaction: bool = True) -> Iterator[sqlite3.Cursor]:
        """Give a cursor of the database, inside a transaction where it may write."""
        with self._database.transaction() if transaction else self._database.reading() as cursor:
            yield cursor

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Save a checkpoint in the place of the thread's last one; of a turn that has not come to its end, nothing."""
        thread = str(config["configurable"]["thread_id"])
        writes = self._turns.get(thread, _nothing)
        if writes is None:
            return config
        with self._database.transaction():
            saved = super().put(config, checkpoint, metadata, new_versions)
            self._prune(thread, checkpoint["id"])
            writes()
        return saved

    def put_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        """Save what a node wrote before it was interrupted; of a turn that raised, nothing."""
        if str(config["configurable"]["thread_id"]) not in self._turns:
            super().put_writes(config, writes, task_id, task_path)

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Return a thread's checkpoint.

        Raises:
            StorageError: it is damaged.
        """
        try:
            found = super().get_tuple(config)
            if found is not None and not isinstance(_session(found), SessionMemory | None):
                raise TypeError("it holds no session")
        except PalateError:
            raise
        except Exception as error:  # whatever a decoder raises over bytes that are not its own
            name = session_of(str(config["configurable"]["thread_id"]))
            raise StorageError(
                f"What is kept of the session `{name}` is damaged and cannot be read ({error}); `agent.end(…)` removes "
                "it, and the session begins anew."
            ) from error
        return found

    def threads(self, prefix: str) -> list[str]:
        """Return the threads whose id begins with `prefix`."""
        query = "SELECT DISTINCT thread_id FROM checkpoints WHERE thread_id >= ? AND thread_id < ? ORDER BY thread_id"
        with self._database.reading() as cursor:
            return [row[0] for row in cursor.execute(query, (prefix, prefix + "\U0010ffff"))]

    def _prune(self, thread: str, latest: str) -> None:
        with self._database.transaction() as cursor:
            for table in ("checkpoints", "writes"):
                cursor.execute(f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id < ?", (thread, latest))


def _session(found: CheckpointTuple) -> object:
    return found.checkpoint["channel_values"].get("session")


def _nothing() -> None:
    """Write nothing besides the checkpoint."""
