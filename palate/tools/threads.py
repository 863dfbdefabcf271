"""Waiting no longer than a deadline for something that cannot be made to stop."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TypeVar

Value = TypeVar("Value")


class LeftBehind(Exception):
    """What ran in a thread of its own did not come to its end in time."""


def in_thread(
    call: Callable[[], Value], seconds: float, *, stop: Callable[[], None] = lambda: None, grace: float = 0.0
) -> Value:
    """Return what `call` returns, or raise what it raises; it runs in a thread of its own.

    Args:
        call: what is to be done.
        seconds: how long it is waited for.
        stop: what asks it to stop after that.
        grace: how long it is waited for then.

    Raises:
        LeftBehind: it takes longer. The thread goes on, and nobody waits for it.
    """
    outcome: Future[Value] = Future()

    def work() -> None:
        try:
            outcome.set_result(call())
        except BaseException as error:
            outcome.set_exception(error)

    # A daemon, so that what stalls does not keep the process from ending.
    threading.Thread(target=contextvars.copy_context().run, args=(work,), daemon=True).start()
    if not wait([outcome], timeout=seconds).done:
        stop()
        if not wait([outcome], timeout=grace).done:
            raise LeftBehind
    return outcome.result()
