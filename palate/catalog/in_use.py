"""Who is using a catalogue, so that closing it waits for them."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from palate.catalog.storage import closed
from palate.errors import CallerError


class InUse:
    """Counts who is inside, by thread; once closing began nobody else comes in."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changed = threading.Condition()
        self._inside: Counter[int] = Counter()
        self._closing = False

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Be inside for as long as the block takes, which may end in another thread.

        Raises:
            CallerError: it was closed.
        """
        thread = threading.get_ident()
        with self._changed:
            if self._closing and not self._inside[thread]:
                raise closed(self._path)
            self._inside[thread] += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside[thread] -= 1
                self._inside += Counter()  # drops those who left
                self._changed.notify_all()

    def end(self) -> None:
        """Let nobody else in, and wait until all are out.

        Raises:
            CallerError: whoever calls is inside, and would wait for itself.
        """
        with self._changed:
            if self._inside[threading.get_ident()]:
                raise CallerError(
                    f"The catalogue `{self._path.name}` is in use by what closes it; close it afterwards."
                )
            self._closing = True
            self._changed.wait_for(lambda: not self._inside)
