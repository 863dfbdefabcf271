"""A model that failed is left alone for a while, so that no turn waits for what will not come."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from palate.errors import BadCompletion, ModelUnavailable

_LOG = logging.getLogger("palate")
_FAILURES = 2
_FIRST, _LONGEST = 60.0, 600.0


class Breaker:
    """Opens after two failures in a row: for a minute, then for twice as long each time, up to ten. Thread-safe.

    Of a budget that is used up no model is to blame.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, after: float = _FAILURES) -> None:
        """Take what tells the seconds, and after how many failures in a row it opens."""
        self._after = after
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._wait = _FIRST
        self._until = clock()

    @property
    def is_open(self) -> bool:
        """Whether the model is left alone now."""
        return self._clock() < self._until

    @contextmanager
    def watching(self, model: str) -> Iterator[None]:
        """Note whether a model that is asked inside fails, and tell the log once when it is left alone."""
        try:
            yield
        except (BadCompletion, ModelUnavailable) as error:
            self._failed(model, error)
            raise
        with self._lock:
            self._failures, self._wait = 0, _FIRST

    def _failed(self, model: str, error: Exception) -> None:
        with self._lock:
            self._failures += 1
            if self._failures < self._after:
                return
            _LOG.warning(
                "`%s` failed %d times in a row and is left alone for %.0f s: %s",
                model,
                self._failures,
                self._wait,
                error,
            )
            self._until = self._clock() + self._wait
            self._wait = min(2 * self._wait, _LONGEST)
