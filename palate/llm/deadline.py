"""Waiting no longer than a deadline for what cannot be made to stop: a server that drips bytes, somebody's function."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TypeVar

from palate.errors import ModelUnavailable

Result = TypeVar("Result")


class LeftBehind(Exception):
    """What ran in a thread of its own did not come to its end in time."""


class Quit(Exception):
    """What ran in a thread of its own raised what ends a program, such as `SystemExit`, which is its cause.

    It ends that thread alone: a signal such as that of Ctrl-C is raised in the main thread, and never there.
    """

    def __init__(self, raised: BaseException) -> None:
        super().__init__(type(raised).__name__)
        self.__cause__ = raised


def in_thread(
    call: Callable[[], Result],
    seconds: float,
    *,
    stop: Callable[[], None] = lambda: None,
    grace: float = 0.0,
    native: bool = False,
) -> Result:
    """Return what `call` returns, or raise what it raises; it runs in a thread of its own, in this context.

    Args:
        call: what is to be done.
        seconds: how long it is waited for.
        stop: what asks it to stop after that.
        grace: how long it is waited for then.
        native: whether it runs code of a library that must not run while the interpreter ends: the process waits for
            its end then, and it ends soon after `ending` is true.

    Raises:
        LeftBehind: it takes longer. The thread goes on.
        Quit: it raised what is no `Exception`.
    """
    outcome: Future[Result] = Future()

    def work() -> None:
        try:
            outcome.set_result(call())
        except Exception as error:
            outcome.set_exception(error)
        except BaseException as error:
            outcome.set_exception(Quit(error))

    # A daemon, so that what stalls does not keep the process from ending.
    run = contextvars.copy_context().run
    threading.Thread(target=run, args=(work,), name="palate-call", daemon=not native).start()
    if not wait([outcome], timeout=seconds).done:
        stop()
        if not wait([outcome], timeout=grace).done:
            raise LeftBehind
    return outcome.result()


def ending() -> bool:
    """Return whether the main thread has ended, so that the process waits for the threads that are no daemons."""
    return not threading.main_thread().is_alive()


def within(seconds: float, call: Callable[[], Result], *, name: str, native: bool = False) -> Result:
    """Return what a call of a model returns, which is left behind after `seconds`.

    Raises:
        ModelUnavailable: it took longer; `name` says whose call it was.
    """
    if seconds <= 0:
        raise ModelUnavailable(f"No time was left to call `{name}`.")
    try:
        return in_thread(call, seconds, native=native)
    except LeftBehind:
        raise too_late(seconds, name=name) from None


def too_late(seconds: float, *, name: str) -> ModelUnavailable:
    """Return the error that says that a call took longer than it may."""
    return ModelUnavailable(f"`{name}` took longer than the {seconds:.3g} seconds that it had, and was left behind.")
