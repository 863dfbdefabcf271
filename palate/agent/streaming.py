"""Handing a turn's events over from the thread that runs it.

The turn runs to its end in its own thread whether or not somebody reads on: a reader who leaves early loses the events,
never the session.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

from palate.agent.events import TurnEvent

Run = Callable[[], Iterator[TurnEvent]]


@dataclass(frozen=True)
class _End:
    """The last thing handed over."""

    error: BaseException | None = None


def streamed(run: Run) -> Iterator[TurnEvent]:
    """Yield a turn's events as they come."""
    handed: queue.SimpleQueue[TurnEvent | _End] = queue.SimpleQueue()
    _start(run, handed.put)
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

    _start(run, hand)
    while not isinstance(event := await handed.get(), _End):
        yield event
    if event.error is not None:
        raise event.error


def _start(run: Run, hand: Callable[[TurnEvent | _End], object]) -> None:
    def work() -> None:
        try:
            for event in run():
                hand(event)
        except BaseException as error:
            hand(_End(error))
        else:
            hand(_End())

    threading.Thread(target=work, name="palate-turn", daemon=True).start()
