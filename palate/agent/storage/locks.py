"""Turns of one conversation run one after the other, in this process and across processes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from weakref import WeakValueDictionary

from palate.errors import PalateError
from palate.memory.store import Locking, Still


class TurnLocks:
    """A lock for each conversation in which a turn runs: nobody waits for the turn of somebody else.

    Neither memory nor files grow with people: a lock is there for as long as somebody holds it or waits for it.
    """

    def __init__(self, across: Locking | None, *, wait: float) -> None:
        """Hold what other processes see in `across`, nothing where it is None; give up after `wait` seconds."""
        self._across = across
        self._wait = wait
        self._all = threading.Lock()
        self._held: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()

    @contextmanager
    def held(self, thread: str) -> Iterator[Still]:
        """Hold one conversation's lock; what is given raises where it is lost meanwhile.

        Raises:
            PalateError: another turn of it did not end in time.
        """
        with self._all:
            mine = self._held.setdefault(thread, threading.Lock())
        if not mine.acquire(timeout=self._wait):
            raise self._busy()
        try:
            with self._across_processes(thread) as still:
                yield still
        finally:
            mine.release()

    @contextmanager
    def _across_processes(self, thread: str) -> Iterator[Still]:
        across = nullcontext(_held) if self._across is None else self._across.lock(thread, seconds=self._wait)
        with ExitStack() as stack:
            try:
                still = stack.enter_context(across)
            except TimeoutError as error:
                raise self._busy() from error
            yield still

    def _busy(self) -> PalateError:
        return PalateError(f"An earlier turn of this session did not end within {self._wait:.0f} seconds; try again.")


@dataclass(frozen=True)
class FileLocks:
    """Locks that the processes of one machine share, as files of a folder."""

    folder: Path

    @contextmanager
    def lock(self, name: str, *, seconds: float) -> Iterator[Still]:
        """Hold the file of a name.

        Raises:
            TimeoutError: another process held it for so many seconds.
        """
        from filelock import FileLock

        path = self.folder / f"{blake2b(name.encode(), digest_size=16).hexdigest()}.lock"
        lock = FileLock(path, timeout=seconds, thread_local=False, mode=0o600)
        lock.acquire()
        try:
            yield _held
        finally:
            # Whoever waits for the file sees that it is gone once they have it, and makes another.
            with suppress(OSError):
                path.unlink()
            lock.release()


def _held() -> None:
    """Say nothing: what this process holds goes with the process alone."""
