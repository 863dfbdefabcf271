"""The bytes and the seconds of one call, which hooks of the model's own HTTP client hold its server to."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from palate.errors import BadCompletion, ModelError
from palate.llm.deadline import too_late

MOST_BYTES = 4_000_000
"""Bytes that a server may answer to one call, with its redirects and errors."""


class Allowance:
    """What one call may still take."""

    def __init__(self, name: str, seconds: float) -> None:
        self.left = MOST_BYTES
        self.refusal: ModelError | None = None
        """Why no more is read; kept, because clients wrap what is raised while they read into errors of their own."""
        self._name = name
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds

    def take(self, data: bytes) -> bytes:
        """Count bytes that were read.

        Raises:
            BadCompletion: they are more than were left.
            ModelUnavailable: the call's seconds are over.
        """
        self.left -= len(data)
        if self.left < 0:
            told = f"`{self._name}` answered more than the {MOST_BYTES:,} bytes that it may, and was not read further."
            self.refusal = BadCompletion(told)
            raise self.refusal
        self.seconds_left()
        return data

    def seconds_left(self) -> float:
        """Return the seconds until the call's deadline.

        Raises:
            ModelUnavailable: it is past.
        """
        if (left := self._deadline - time.monotonic()) <= 0:
            self.refusal = too_late(self._seconds, name=self._name)
            raise self.refusal
        return left


ALLOWANCE: ContextVar[Allowance | None] = ContextVar("palate_allowance", default=None)
"""That of the call that the code which asks is a part of; None outside of Palate's calls."""


@contextmanager
def allowed(name: str, seconds: float) -> Iterator[None]:
    """Hold the call made inside to `MOST_BYTES` and to its seconds.

    Raises:
        BadCompletion: `name` answered more, whatever was made of that inside.
        ModelUnavailable: it took longer.
    """
    allowance = Allowance(name, seconds)
    token = ALLOWANCE.set(allowance)
    try:
        yield
    except Exception:
        if allowance.refusal is not None:
            raise allowance.refusal from None
        raise
    finally:
        ALLOWANCE.reset(token)
    if allowance.refusal is not None:
        raise allowance.refusal
