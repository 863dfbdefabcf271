"""Turns of one thread run one after the other, in this process and across processes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from filelock import FileLock, Timeout

from palate.errors import PalateError

_STRIPES = 256


class TurnLocks:
    """Striped locks: a thread of conversation maps to one of 256, so that neither memory nor files grow with people.

    Two conversations on one stripe wait for each other, which costs time and nothing else.
    """

    def __init__(self, folder: Path, *, wait: float) -> None:
        """Keep lock files in `folder`; give up after `wait` seconds."""
        self._folder = folder
        self._wait = wait
        self._stripes = [threading.Lock() for _ in range(_STRIPES)]
        self._files: dict[int, FileLock] = {}
        """Made on first use, and kept: making one costs more than taking it."""

    @contextmanager
    def held(self, thread: str) -> Iterator[None]:
        """Hold one conversation's lock.

        Raises:
            PalateError: another turn of it did not end in time.
        """
        stripe = int.from_bytes(blake2b(thread.encode(), digest_size=2).digest()) % _STRIPES
        if not self._stripes[stripe].acquire(timeout=self._wait):
            raise _busy(self._wait)
        try:
            with self._file(stripe):
                yield
        except Timeout as error:
            raise _busy(self._wait) from error
        finally:
            self._stripes[stripe].release()

    def _file(self, stripe: int) -> FileLock:
        """Return a stripe's file lock; its thread lock is held, so no two threads make it."""
        if stripe not in self._files:
            self._files[stripe] = FileLock(self._folder / f"{stripe:02x}.lock", timeout=self._wait, thread_local=False)
        return self._files[stripe]


def _busy(seconds: float) -> PalateError:
    return PalateError(f"An earlier turn of this session did not end within {seconds:.0f} seconds; try again.")
