"""The record of what was said in a session: message and reply, turn by turn."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from palate.agent.reply import Reply
from palate.agent.storage.checkpoints import Checkpoints

_TABLE = """
CREATE TABLE IF NOT EXISTS turns (
    thread TEXT NOT NULL, number INTEGER NOT NULL, time REAL NOT NULL, message TEXT NOT NULL, reply TEXT NOT NULL,
    PRIMARY KEY (thread, number)
) WITHOUT ROWID
"""


class Turn(BaseModel):
    """One message and its reply."""

    model_config = ConfigDict(frozen=True)

    number: int
    """1 for the first of the session."""
    time: float
    """Seconds since 1970."""
    message: str
    reply: Reply


class TurnLog:
    """Turns by thread, in the file of the checkpoints."""

    def __init__(self, checkpoints: Checkpoints) -> None:
        self._checkpoints = checkpoints
        with checkpoints.cursor() as cursor:
            cursor.execute(_TABLE)

    def write(self, thread: str, turn: Turn) -> None:
        """Keep one turn; a turn that is told again after a crash writes over itself."""
        row = (thread, turn.number, turn.time, turn.message, turn.reply.model_dump_json())
        with self._checkpoints.cursor() as cursor:
            cursor.execute("INSERT OR REPLACE INTO turns VALUES (?, ?, ?, ?, ?)", row)

    def read(self, thread: str, *, until: int) -> list[Turn]:
        """Return the turns of a thread up to number `until`, oldest first."""
        query = "SELECT number, time, message, reply FROM turns WHERE thread = ? AND number <= ? ORDER BY number"
        with self._checkpoints.cursor(transaction=False) as cursor:
            rows = cursor.execute(query, (thread, until)).fetchall()
        return [
            Turn(number=number, time=time, message=message, reply=Reply.model_validate_json(reply))
            for number, time, message, reply in rows
        ]

    def delete(self, thread: str, number: int) -> None:
        """Remove one turn."""
        with self._checkpoints.cursor() as cursor:
            cursor.execute("DELETE FROM turns WHERE thread = ? AND number = ?", (thread, number))

    def delete_thread(self, thread: str) -> None:
        """Remove all turns of a thread."""
        with self._checkpoints.cursor() as cursor:
            cursor.execute("DELETE FROM turns WHERE thread = ?", (thread,))
