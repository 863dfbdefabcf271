"""LangGraph checkpoints in SQLite: strict about what they load, pruned after every turn, erased without a trace."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver

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


class Checkpoints(SqliteSaver):
    """A saver that keeps one checkpoint a thread.

    Only the types of the graph's state are rebuilt from a file: a checkpoint that somebody tampered with cannot
    construct anything else.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=_STATE))
        self.setup()

    def prune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:
        """Delete all checkpoints of these threads but the latest, or all of them with `delete`."""
        if strategy == "delete":
            for thread in thread_ids:
                self.delete_thread(thread)
            return
        with self.cursor() as cursor:
            for thread in thread_ids:
                row = cursor.execute(
                    "SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = ''", (thread,)
                ).fetchone()
                for table in ("checkpoints", "writes"):
                    cursor.execute(f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id < ?", (thread, row[0]))

    def threads(self, prefix: str) -> list[str]:
        """Return the threads whose id begins with `prefix`."""
        query = "SELECT DISTINCT thread_id FROM checkpoints WHERE thread_id >= ? AND thread_id < ? ORDER BY thread_id"
        with self.cursor(transaction=False) as cursor:
            return [row[0] for row in cursor.execute(query, (prefix, prefix + "\U0010ffff"))]

    def scrub(self) -> None:
        """Leave no trace of what was deleted in the write-ahead log; the database itself overwrites as it deletes."""
        with self.lock:
            self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
