"""Bounding a call from outside, whatever it does: no timeout of a client covers a server that drips bytes."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TypeVar

from palate.errors import ModelUnavailable

Result = TypeVar("Result")


def within(seconds: float, call: Callable[[], Result], *, name: str) -> Result:
    """Return what `call` returns, run in a thread of its own that is left behind after `seconds`.

    Raises:
        ModelUnavailable: it took longer; `name` says whose call it was.
    """
    if seconds <= 0:
        raise ModelUnavailable(f"No time was left to call `{name}`.")
    outcome: Future[Result] = Future()

    def work() -> None:
        try:
            outcome.set_result(call())
        except BaseException as error:
            outcome.set_exception(error)

    # A daemon, so that a stalled server does not keep the process from ending.
    threading.Thread(target=contextvars.copy_context().run, args=(work,), daemon=True, name=f"call {name}").start()
    if not wait([outcome], timeout=seconds).done:
        raise too_late(seconds, name=name)
    return outcome.result()


def too_late(seconds: float, *, name: str) -> ModelUnavailable:
    """Return the error that says that a call took longer than it may."""
    return ModelUnavailable(f"`{name}` took longer than the {seconds:.3g} seconds that it had, and was left behind.")
