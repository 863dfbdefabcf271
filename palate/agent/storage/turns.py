"""The record of what was said in a session: message and reply, turn by turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from palate.agent.reply import Reply, State, Trace
from palate.errors import StorageError
from palate.memory.keys import session_of
from palate.memory.store import Record, Store

_BESIDE = {"trace", "state"}
"""Parts of a reply that repeat what earlier turns said."""


class Turn(BaseModel, frozen=True):
    """One message and its reply."""

    number: int
    """1 for the first of the session."""
    time: float
    """Seconds since 1970."""
    message: str
    """As far as it was read."""
    reply: Reply

    def said(self) -> dict[str, Any]:
        """Return what was said in it, as plain data."""
        return self.model_dump(mode="json", exclude={"reply": _BESIDE})

    def beside(self) -> dict[str, Any]:
        """Return how the reply came about and what the session was after it, as plain data."""
        return self.reply.model_dump(mode="json", include=_BESIDE)

    def without_beside(self) -> Turn:
        """Return it with nothing but what was said."""
        return self.model_copy(update={"reply": self.reply.model_copy(update={"trace": Trace(), "state": State()})})


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
    """Turns by thread, and when something last happened in each, in the agent's store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def write(self, thread: str, turn: Turn) -> None:
        """Keep one turn."""
        self._store.put("turn", [Record(thread, _key(turn.number), turn.time, turn.model_dump_json())])

    def touch(self, thread: str, time: float) -> None:
        """Note that something happened in a session."""
        self._store.put("session", [Record(thread, "", time)])

    def read(self, thread: str, *, offset: int = 0, limit: int | None = None) -> list[Turn]:
        """Return the turns of a thread, oldest first, skipping `offset` of them and returning at most `limit`.

        Raises:
            StorageError: one of them is damaged.
        """
        end = None if limit is None else offset + limit
        try:
            return [Turn.model_validate_json(each.data) for each in self._store.read("turn", thread)[offset:end]]
        except ValidationError as error:
            raise StorageError(
                f"A turn of the session `{session_of(thread)}` is damaged; `agent.end(…)` removes the session."
            ) from error

    def delete(self, thread: str, number: int) -> None:
        """Remove one turn."""
        self._store.delete("turn", thread, [_key(number)])

    def delete_thread(self, thread: str) -> None:
        """Remove all turns of a thread."""
        self._store.delete("turn", thread)
        self._store.delete("session", thread)

    def told_of(self, prefix: str, *, offset: int = 0, limit: int | None = None) -> list[Told]:
        """Return a summary of each thread whose id begins with `prefix`, the most recently used first.

        Only the turns of the threads that are returned are read.
        """
        threads = self._store.owners("session", prefix=prefix)
        touched = {thread: record.time for thread in threads for record in self._store.read("session", thread)}
        ordered = sorted(touched, key=lambda thread: touched[thread], reverse=True)
        return [self._told(each, touched[each]) for each in ordered[offset : None if limit is None else offset + limit]]

    def _told(self, thread: str, time: float) -> Told:
        first = self.read(thread, limit=1)
        return Told(session_of(thread), time, len(self._store.read("turn", thread)), first[0].message if first else "")


def _key(number: int) -> str:
    return f"{number:09d}"
