"""Closing something that others are using: it waits for them, and lets nobody else in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from palate.errors import CallerError, PalateError


class Lifetime:
    """Counts who is inside. Whoever is last to leave after `close` was called closes it."""

    def __init__(self, name: str, close: Callable[[], None], *, mend: str) -> None:
        """Take what is closed.

        Args:
            name: What it is called in messages, such as `This agent`.
            close: Called once, when nobody is inside any more.
            mend: What to do once it was closed, such as `make another one`.
        """
        self._name = name
        self._close = close
        self._mend = mend
        self._changed = threading.Condition()
        self._inside: list[int] = []
        """The threads that are inside; one more often than once where it came in again."""
        self._closing = False
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._closed

    def refusal(self) -> CallerError:
        """Return the error that says that it was closed."""
        return CallerError(f"{self._name} was closed; {self._mend}.")

    def check(self) -> None:
        """Refuse whoever would come in now.

        Raises:
            CallerError: it was closed.
        """
        if self._closing:
            raise self.refusal()

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Keep it open for as long as the block runs, which may end in another thread.

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
                raise CallerError(f"{self._name} is in use by what closes it; close it afterwards.")
            self._closing = True
            self._end()
            if not self._changed.wait_for(lambda: self._closed, timeout=seconds):
                raise PalateError(
                    f"{self._name} takes nothing more, but something still runs in it after {seconds:.0f} seconds; it "
                    "closes by itself once that ends."
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
