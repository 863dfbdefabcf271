"""Closing something that others are using: it waits for them, and lets nobody else in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from palate.errors import CallerError, PalateError


class Lifetime:
    """Counts who is inside. Whoever is last to leave after `close` was called closes it."""

    def __init__(self, name: str, close: Callable[[], None]) -> None:
        """Take what it is called in messages, and what is called once, when nobody is inside any more."""
        self._name = name
        self._close = close
        self._changed = threading.Condition()
        self._inside: list[int] = []
        """The threads that are inside; one more often than once where it came in again."""
        self._closing = False
        self._closed = False

    @property
    def closing(self) -> bool:
        """Whether nobody is let in any more."""
        return self._closing

    def check(self) -> None:
        """Refuse whoever would come in now.

        Raises:
            CallerError: it was closed.
        """
        if self._closing:
            raise CallerError(f"This {self._name} was closed; make another one.")

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Keep it open for as long as the block runs.

        Raises:
            CallerError: it was closed.
        """
        thread = threading.get_ident()
        with self._changed:
            self._inside.append(thread)  # before anything that could have the owner collected
        try:
            if self._inside.count(thread) == 1:
                self.check()
            yield
        finally:
            with self._changed:
                self._inside.remove(thread)
                self._end()

    def close(self, *, seconds: float | None = None) -> None:
        """Let nobody else in, wait for those who are inside, and close. It may be called again.

        Args:
            seconds: How long to wait; what is then still inside closes it when it leaves.

        Raises:
            CallerError: it is called from inside.
            PalateError: somebody is still inside after `seconds`.
        """
        with self._changed:
            if threading.get_ident() in self._inside:
                raise CallerError(f"This {self._name} cannot be closed from inside one of its own turns.")
            self._closing = True
            self._end()
            if not self._changed.wait_for(lambda: self._closed, timeout=seconds):
                raise PalateError(
                    f"This {self._name} takes nothing more, but something still runs in it after {seconds:.0f} seconds;"
                    " it closes by itself once that ends."
                )

    def let_go(self) -> None:
        """Let nobody else in, and have it closed once nobody is inside; wait for nothing."""
        # The garbage collector may call this in any thread, even one that is inside.
        self._closing = True
        if self._changed.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._changed.release()

    def _end(self) -> None:
        if self._closing and not self._closed and not self._inside:
            self._closed = True
            self._close()
            self._changed.notify_all()
