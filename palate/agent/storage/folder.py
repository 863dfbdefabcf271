"""The folder in which an agent keeps sessions and memory: by default `<catalogue>.palate/`, beside the catalogue."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from palate.agent.storage.checkpoints import Checkpoints
from palate.agent.storage.turns import TurnLog
from palate.errors import BadArgument
from palate.memory.long_term import LongTerm

if TYPE_CHECKING:
    from langgraph.store.base import BaseStore

_WAIT = 30.0


@dataclass(frozen=True)
class StateFolder:
    """What lies in the folder, opened. Several processes may open it at once."""

    path: Path
    checkpoints: Checkpoints
    log: TurnLog
    long_term: LongTerm
    connections: tuple[sqlite3.Connection, ...]

    @classmethod
    def open(cls, path: Path) -> StateFolder:
        """Open a folder, making it and its files where they are missing.

        Raises:
            BadArgument: the folder or a file in it cannot be made, read or written.
        """
        from filelock import FileLock

        try:
            (path / "locks").mkdir(parents=True, exist_ok=True)
            with FileLock(path / "locks" / "open.lock", timeout=_WAIT):
                return cls._opened(path)
        except (OSError, sqlite3.Error) as error:
            cause = getattr(error, "strerror", None) or str(error)
            raise BadArgument(
                f"The state folder `{path}` cannot be used ({cause}); pass `state=` a folder that can be written."
            ) from error

    @classmethod
    def _opened(cls, path: Path) -> StateFolder:
        with ExitStack() as opened:
            sessions, memory = (_connect(path / name, opened) for name in ("sessions.db", "memory.db"))
            memory.isolation_level = None
            checkpoints = Checkpoints(sessions)
            scrub = partial(_truncate_log, memory)
            folder = cls(
                path, checkpoints, TurnLog(checkpoints), LongTerm(_store(memory), scrub=scrub), (sessions, memory)
            )
            opened.pop_all()
        return folder

    def close(self) -> None:
        """Close the files."""
        for connection in self.connections:
            connection.close()


def _connect(path: Path, opened: ExitStack) -> sqlite3.Connection:
    """Connect to one file; `opened` closes it again should the rest fail."""
    connection = sqlite3.connect(path, check_same_thread=False, timeout=_WAIT)
    opened.callback(connection.close)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _truncate_log(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()


def _store(connection: sqlite3.Connection) -> BaseStore:
    from langgraph.store.sqlite import SqliteStore

    store = SqliteStore(connection)
    store.setup()
    return store
