"""The folder in which an agent keeps sessions and memory: by default `<catalogue>.palate/`, beside the catalogue.

`state.db` holds sessions, turns and events of memory, so that a turn's writes are one transaction; `locks/` has a file
for each conversation in which a turn runs; `demos/` holds demonstrations, `history/` what was typed in `palate chat`.
Only its owner can read any of it. A store of an app takes the place of `state.db`, and where it has locks, that of
`locks/`.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver

from palate.agent.allowance import Allowance
from palate.agent.storage.checkpoints import Checkpoints
from palate.agent.storage.history import ChatHistory
from palate.agent.storage.locks import FileLocks
from palate.agent.storage.outside import OutsideStore
from palate.agent.storage.ownership import check_ours, mark_ours
from palate.agent.storage.turns import Turn, TurnLog
from palate.catalog.lifetime import Lifetime
from palate.errors import BadArgument, StorageError
from palate.memory.database import MEMORY
from palate.memory.event import Event
from palate.memory.long_term import LongTerm
from palate.memory.sqlite_store import SqliteStore
from palate.memory.store import Locking, Store

FILE = "state.db"
LOCKS = "locks"
OURS_ALONE = 0o700
_DAY = 24 * 3600.0
_WAIT_SECONDS = 30.0


@dataclass(frozen=True)
class StateFolder:
    """What lies in the folder, opened. Several processes may open it at once."""

    path: Path | None
    """None: none of it is in a folder."""
    store: SqliteStore | OutsideStore
    checkpoints: Checkpoints
    log: TurnLog
    long_term: LongTerm
    allowance: Allowance
    lifetime: Lifetime

    @classmethod
    def open(
        cls,
        path: Path | None,
        *,
        store: Store | None = None,
        checkpointer: BaseCheckpointSaver[Any] | None = None,
        seconds: float = _WAIT_SECONDS,
    ) -> StateFolder:
        """Open a folder, making it and its files where they are missing.

        Args:
            path: The folder; None, or `:memory:`, for none: what no store of an app keeps is in memory.
            store: What keeps turns and memory in the place of the folder's file; closing it stays the caller's.
            checkpointer: What keeps sessions in the place of the store's own.
            seconds: What a call of these two may take.

        Raises:
            BadArgument: the folder or a file in it cannot be made, read or written, or is somebody else's; or the store
                keeps no sessions, and nothing else does.
            StorageError: the store of an app fails.
        """
        place = None if path is None or str(path) == MEMORY else path
        if place is not None:
            with _usable(place):
                _make(place)
        kept = _opened(place) if store is None else OutsideStore(store, seconds=seconds)
        saver = checkpointer or kept.saver
        if saver is None:
            raise BadArgument(
                f"The store `{type(store).__name__}` keeps no sessions (its `saver` is None); pass `checkpointer=` too."
            )
        lifetime = Lifetime("This agent", kept.close, mend="make another one")
        checkpoints = Checkpoints(saver, kept, seconds=seconds)
        return cls(place, kept, checkpoints, TurnLog(kept), LongTerm(kept), Allowance(kept), lifetime)

    @property
    def history(self) -> ChatHistory | None:
        """What people typed; nowhere where all of it is in memory."""
        return None if self.path is None else ChatHistory.within(self.path)

    @property
    def locks(self) -> Locking | None:
        """What other processes see of the conversations in which a turn runs; nothing where nobody shares any."""
        if isinstance(self.store, OutsideStore) and self.store.locks:
            return self.store
        return None if self.path is None else FileLocks(self.path / LOCKS)

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
        return self.store.owners("session", prefix=prefix)

    def forget(self, thread: str) -> None:
        """Remove a session: its checkpoint and its turns."""

        def gone() -> None:
            self.checkpoints.delete_thread(thread)
            self.log.delete_thread(thread)

        self.store.kept(gone)

    def expire(self, days: float) -> int:
        """Remove what is older than so many days: sessions in which nothing happened since, turns and events.

        Returns:
            How many turns and events went.
        """
        before = time.time() - days * _DAY
        count = 0

        def gone() -> None:
            nonlocal count
            count = self.store.expire("turn", before) + self.store.expire("event", before)
            for thread in self.store.owners("session", before=before):
                self.forget(thread)

        self.store.kept(gone)
        self.store.scrub()
        return count


def _opened(path: Path | None) -> SqliteStore:
    """Return the store in a folder's file; where there is no folder, in memory."""
    from filelock import FileLock

    if path is None:
        return SqliteStore(None)
    with _usable(path), FileLock(path / LOCKS / "open.lock", timeout=_WAIT_SECONDS, mode=0o600):
        check_ours(path / FILE)
        store = SqliteStore(path / FILE)
        mark_ours(store)
        return store


@contextmanager
def _usable(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error, StorageError) as error:
        cause = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise BadArgument(
            f"The state folder `{path}` cannot be used ({cause}); pass `state=` a folder that can be written."
        ) from error


def _make(path: Path) -> None:
    """Make the folder, which nobody else can look into; one that was there and holds other things stays as it is."""
    fresh = not path.exists()
    path.mkdir(parents=True, exist_ok=True)
    if fresh or (path / FILE).exists() or (path / LOCKS).exists():
        path.chmod(OURS_ALONE)
    (path / LOCKS).mkdir(mode=OURS_ALONE, exist_ok=True)
