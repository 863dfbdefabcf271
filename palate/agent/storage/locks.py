"""Turns of one conversation run one after the other, in this process and across processes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from palate.errors import PalateError


@dataclass
class _Held:
    """One conversation's lock in this process, and how many threads hold it or wait for it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    wanted: int = 0


class TurnLocks:
    """A lock for each conversation in which a turn runs: nobody waits for the turn of somebody else.

    Neither memory nor files grow with people: a lock is there for as long as somebody holds it or waits for it.
    """

    def __init__(self, folder: Path | None, *, wait: float) -> None:
        """Keep lock files in `folder`, none where it is None; give up after `wait` seconds."""
        self._folder = folder
        self._wait = wait
        self._all = threading.Lock()
        self._held: dict[str, _Held] = {}

    @contextmanager
    def held(self, thread: str) -> Iterator[None]:
        """Hold one conversation's lock.

        Raises:
            PalateError: another turn of it did not end in time.
        """
        with self._all:
            mine = self._held.setdefault(thread, _Held())
            mine.wanted += 1
        try:
            if not mine.lock.acquire(timeout=self._wait):
                raise self._busy()
            try:
                with self._across_processes(thread):
                    yield
            finally:
                mine.lock.release()
        finally:
            with self._all:
                mine.wanted -= 1
                if not mine.wanted:
                    del self._held[thread]

    @contextmanager
    def _across_processes(self, thread: str) -> Iterator[None]:
        if self._folder is None:
            yield
            return
        from filelock import FileLock, Timeout

        path = self._folder / f"{blake2b(thread.encode(), digest_size=16).hexdigest()}.lock"
        lock = FileLock(path, timeout=self._wait, thread_local=False, mode=0o600)
        try:
            lock.acquire()
        except Timeout as error:
            raise self._busy() from error
        try:
            yield
        finally:
            # Whoever waits for the file sees that it is gone once they have it, and makes another.
            with suppress(OSError):
                path.unlink()
            lock.release()

    def _busy(self) -> PalateError:
        return PalateError(f"An earlier turn of this session did not end within {self._wait:.0f} seconds; try again.")
