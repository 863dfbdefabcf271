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
from dataclasses import dataclass

from palate.agent.events import TurnEvent
from palate.tools.containment import APP_LOOP

Run = Callable[[], Iterator[TurnEvent]]


@dataclass(frozen=True)
class _End:
    """The last thing handed over."""

    error: BaseException | None = None


def streamed(run: Run) -> Iterator[TurnEvent]:
    """Yield a turn's events as they come."""
    handed: queue.SimpleQueue[TurnEvent | _End] = queue.SimpleQueue()
    _start(run, handed.put, contextvars.copy_context())
    while not isinstance(event := handed.get(), _End):
        yield event
    if event.error is not None:
        raise event.error


async def astreamed(run: Run) -> AsyncIterator[TurnEvent]:
    """Yield a turn's events as they come, without blocking the event loop."""
    loop, handed = asyncio.get_running_loop(), asyncio.Queue[TurnEvent | _End]()

    def hand(event: TurnEvent | _End) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(handed.put_nowait, event)

    context = contextvars.copy_context()
    context.run(APP_LOOP.set, loop)
    _start(run, hand, context)
    while not isinstance(event := await handed.get(), _End):
        yield event
    if event.error is not None:
        raise event.error


def _start(run: Run, hand: Callable[[TurnEvent | _End], object], context: contextvars.Context) -> None:
    def work() -> None:
        try:
            for event in run():
                hand(event)
        except BaseException as error:
            hand(_End(error))
        else:
            hand(_End())

    threading.Thread(target=context.run, args=(work,), name="palate-turn", daemon=True).start()
