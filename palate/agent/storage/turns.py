"""The record of what was said in a session: message and reply, turn by turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from palate.agent.reply import Reply, Trace
from palate.errors import StorageError
from palate.memory.database import Database
from palate.memory.keys import session_of

_TABLES = (
    """
    CREATE TABLE IF NOT EXISTS turns (
        thread TEXT NOT NULL, number INTEGER NOT NULL, time REAL NOT NULL, message TEXT NOT NULL, reply TEXT NOT NULL,
        PRIMARY KEY (thread, number)
    ) WITHOUT ROWID
    """,
    # When something last happened in a session, so that it can be told how old it is.
    "CREATE TABLE IF NOT EXISTS sessions (thread TEXT PRIMARY KEY, time REAL NOT NULL) WITHOUT ROWID",
)


class Turn(BaseModel):
    """One message and its reply."""

    model_config = ConfigDict(frozen=True)

    number: int
    """1 for the first of the session."""
    time: float
    """Seconds since 1970."""
    message: str
    """As far as it was read."""
    reply: Reply

    def said(self) -> dict[str, Any]:
        """Return what was said in it, how the reply came about left aside, as plain data."""
        return self.model_dump(mode="json", exclude={"reply": {"trace"}})

    def without_trace(self) -> Turn:
        """Return it with nothing told of how the reply came about."""
        return self.model_copy(update={"reply": self.reply.model_copy(update={"trace": Trace()})})


@dataclass(frozen=True)
class Told:
    """What a list of conversations tells of one."""

    session: str
    time: float
    """When something last happened in it, in seconds since 1970."""
    turns: int
    first: str
    """Its first message; empty before there is one."""


class TurnLog:
    """Turns by thread, in the agent's database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.transaction() as cursor:
            for table in _TABLES:
                cursor.execute(table)

    def write(self, thread: str, turn: Turn) -> None:
        """Keep one turn."""
        row = (thread, turn.number, turn.time, turn.message, turn.reply.model_dump_json())
        with self._database.transaction() as cursor:
            cursor.execute("INSERT OR REPLACE INTO turns VALUES (?, ?, ?, ?, ?)", row)

    def touch(self, thread: str, time: float) -> None:
        """Note that something happened in a session."""
        with self._database.transaction() as cursor:
            cursor.execute("INSERT OR REPLACE INTO sessions VALUES (?, ?)", (thread, time))

    def read(self, thread: str) -> list[Turn]:
        """Return the turns of a thread, oldest first.

        Raises:
            StorageError: one of them is damaged.
        """
        query = "SELECT number, time, message, reply FROM turns WHERE thread = ? ORDER BY number"
        with self._database.reading() as cursor:
            rows = cursor.execute(query, (thread,)).fetchall()
        try:
            return [
                Turn(number=number, time=time, message=message, reply=Reply.model_validate_json(reply))
                for number, time, message, reply in rows
            ]
        except ValidationError as error:
            raise StorageError(
                f"A turn of the session `{session_of(thread)}` is damaged; `agent.end(…)` removes the session."
            ) from error

    def delete(self, thread: str, number: int) -> None:
        """Remove one turn."""
        with self._database.transaction() as cursor:
            cursor.execute("DELETE FROM turns WHERE thread = ? AND number = ?", (thread, number))

    def delete_thread(self, thread: str) -> None:
        """Remove all turns of a thread."""
        with self._database.transaction() as cursor:
            for table in ("turns", "sessions"):
                cursor.execute(f"DELETE FROM {table} WHERE thread = ?", (thread,))

    def threads(self, prefix: str) -> list[str]:
        """Return the threads that have turns or were touched, and whose id begins with `prefix`."""
        query = (
            "SELECT thread FROM turns WHERE thread >= ?1 AND thread < ?2 "
            "UNION SELECT thread FROM sessions WHERE thread >= ?1 AND thread < ?2 ORDER BY 1"
        )
        with self._database.reading() as cursor:
            return [row[0] for row in cursor.execute(query, (prefix, prefix + "\U0010ffff"))]

    def told_of(self, prefix: str) -> list[Told]:
        """Return what is told of the threads whose id begins with `prefix`, the one that was last spoken in first."""
        query = (
            "SELECT sessions.thread, sessions.time, count(turns.number), "
            "(SELECT message FROM turns WHERE thread = sessions.thread ORDER BY number LIMIT 1) "
            "FROM sessions LEFT JOIN turns ON turns.thread = sessions.thread "
            "WHERE sessions.thread >= ?1 AND sessions.thread < ?2 GROUP BY sessions.thread ORDER BY sessions.time DESC"
        )
        with self._database.reading() as cursor:
            rows = cursor.execute(query, (prefix, prefix + "\U0010ffff")).fetchall()
        return [Told(session_of(thread), time, turns, first or "") for thread, time, turns, first in rows]

    def older(self, before: float) -> list[str]:
        """Return the threads in which nothing happened since that time, in seconds since 1970."""
        with self._database.reading() as cursor:
            return [row[0] for row in cursor.execute("SELECT thread FROM sessions WHERE time < ?", (before,))]

    def expire(self, before: float) -> int:
        """Remove turns of before that time; return how many."""
        with self._database.transaction() as cursor:
            return cursor.execute("DELETE FROM turns WHERE time < ?", (before,)).rowcount
