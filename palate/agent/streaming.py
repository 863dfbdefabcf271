"""Handing a turn's events over from the thread that runs it.

The turn runs to its end in its own thread whether or not somebody reads on: a reader who leaves early loses the events,
never the session.
"""

from __future__ import annotations

import asyncio
import contextvars
import queue
import threading
from collections.abc import AsyncIterator, Callable, Iterator

from palate.agent.events import TurnEvent
from palate.tools.containment import APP_LOOP

Run = Callable[[], Iterator[TurnEvent]]
Handed = TurnEvent | BaseException | None
"""An event, and last of all None, or what ended the turn."""


def streamed(run: Run) -> Iterator[TurnEvent]:
    """Yield a turn's events as they come."""
    handed: queue.SimpleQueue[Handed] = queue.SimpleQueue()
    _start(run, handed.put, contextvars.copy_context())
    while (event := handed.get()) is not None:
        if isinstance(event, BaseException):
            raise event
        yield event


async def astreamed(run: Run) -> AsyncIterator[TurnEvent]:
    """Yield a turn's events as they come, without blocking the event loop."""
    loop, handed = asyncio.get_running_loop(), asyncio.Queue[Handed]()

    def hand(event: Handed) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(handed.put_nowait, event)

    context = contextvars.copy_context()
    context.run(APP_LOOP.set, loop)
    _start(run, hand, context)
    while (event := await handed.get()) is not None:
        if isinstance(event, BaseException):
            raise event
        yield event


def _start(run: Run, hand: Callable[[Handed], object], context: contextvars.Context) -> None:
    def work() -> None:
        try:
            for event in run():
                hand(event)
        except BaseException as error:
            hand(error)
        else:
            hand(None)

    threading.Thread(target=context.run, args=(work,), name="palate-turn", daemon=True).start()
