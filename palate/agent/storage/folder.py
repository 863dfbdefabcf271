"""The folder in which an agent keeps sessions and memory: by default `<catalogue>.palate/`, beside the catalogue.

`state.db` holds sessions, turns and events of memory, so that a turn's writes are one transaction; `locks/` has a file
for each conversation in which a turn runs; `demos/` holds demonstrations, `history/` what was typed in `palate chat`.
Only its owner can read any of it.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from palate.agent.storage.checkpoints import Checkpoints
from palate.agent.storage.history import ChatHistory
from palate.agent.storage.takeover import check_ours, take_over
from palate.agent.storage.turns import Turn, TurnLog
from palate.catalog.lifetime import Lifetime
from palate.errors import BadArgument, StorageError
from palate.memory.database import MEMORY, Database
from palate.memory.event import Event
from palate.memory.long_term import LongTerm

FILE = "state.db"
LOCKS = "locks"
OURS_ALONE = 0o700
_DAY = 24 * 3600.0
_WAIT_SECONDS = 30.0


@dataclass(frozen=True)
class StateFolder:
    """What lies in the folder, opened. Several processes may open it at once."""

    path: Path | None
    """None: all of it is in memory, and goes with the agent."""
    database: Database
    checkpoints: Checkpoints
    log: TurnLog
    long_term: LongTerm
    lifetime: Lifetime

    @classmethod
    def open(cls, path: Path | None) -> StateFolder:
        """Open a folder, making it and its files where they are missing; None keeps everything in memory.

        Raises:
            BadArgument: the folder or a file in it cannot be made, read or written, or is somebody else's.
        """
        from filelock import FileLock

        if path is None or str(path) == MEMORY:
            return cls._over(None, Database(None))
        try:
            _make(path)
            with FileLock(path / LOCKS / "open.lock", timeout=_WAIT_SECONDS, mode=0o600):
                check_ours(path / FILE)
                database = Database(path / FILE)
                try:
                    opened = cls._over(path, database)
                    take_over(database, path)
                    return opened
                except BaseException:
                    database.close()
                    raise
        except (OSError, sqlite3.Error, StorageError) as error:
            cause = getattr(error, "strerror", None) or str(error).rstrip(".")
            raise BadArgument(
                f"The state folder `{path}` cannot be used ({cause}); pass `state=` a folder that can be written."
            ) from error

    @classmethod
    def _over(cls, path: Path | None, database: Database) -> StateFolder:
        lifetime = Lifetime("This agent", database.close, mend="make another one")
        return cls(path, database, Checkpoints(database), TurnLog(database), LongTerm(database), lifetime)

    @property
    def history(self) -> ChatHistory | None:
        """What people typed; nowhere where all of it is in memory."""
        return None if self.path is None else ChatHistory.within(self.path)

    def keep(self, thread: str, user: str | None, turn: Turn, events: Sequence[Event]) -> None:
        """Have a turn's record and events written with the checkpoint that the graph saves at its end."""

        def writes() -> None:
            self.log.write(thread, turn)
            self.log.touch(thread, turn.time)
            if user is not None:
                self.long_term.append(user, events)

        self.checkpoints.finish(thread, writes)

    def threads(self, prefix: str) -> list[str]:
        """Return the threads of which anything is kept, and whose id begins with `prefix`."""
        return sorted({*self.checkpoints.threads(prefix), *self.log.threads(prefix)})

    def forget(self, thread: str) -> None:
        """Remove a session: its checkpoint and its turns."""
        with self.database.transaction():
            self.checkpoints.delete_thread(thread)
            self.log.delete_thread(thread)

    def expire(self, days: float) -> int:
        """Remove what is older than so many days: sessions in which nothing happened since, turns and events.

        Returns:
            How many turns and events went.
        """
        before = time.time() - days * _DAY
        with self.database.transaction():
            gone = self.log.expire(before) + self.long_term.expire(before)
            for thread in self.log.older(before):
                self.forget(thread)
        self.database.scrub()
        return gone


def _make(path: Path) -> None:
    """Make the folder, which nobody else can look into; one that was there and holds other things stays as it is."""
    fresh = not path.exists()
    path.mkdir(parents=True, exist_ok=True)
    if fresh or (path / FILE).exists() or (path / LOCKS).exists():
        path.chmod(OURS_ALONE)
    (path / LOCKS).mkdir(mode=OURS_ALONE, exist_ok=True)
