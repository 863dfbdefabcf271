"""A bounded number of turns at once, and a bounded queue of those that wait."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from starlette.types import Receive

from palate.agent.events import ReplyEvent, TurnEvent
from palate.agent.reply import Reply
from palate.serve.limits import SHARED, Account, items_cost
from palate.serve.metrics import Metrics
from palate.serve.problems import Problem

Run = Callable[[], AsyncIterator[TurnEvent]]
_USUAL = 0.1
"""Seconds that a turn is taken to last before one has."""
_NEW = 0.1
"""Weight of the latest turn in how long one lasts."""


@dataclass(frozen=True)
class _End:
    error: Exception | None = None


@dataclass
class Turn:
    """One turn, as whoever asked for it sees it."""

    seconds: float
    handed: asyncio.Queue[TurnEvent | _End] = field(default_factory=asyncio.Queue)
    given_up: bool = False
    """Whether nobody waits for it any longer; what of it has not begun then does not begin."""

    async def events(self) -> AsyncIterator[TurnEvent]:
        """Yield what happens in it.

        Raises:
            Problem: it takes longer than one waits for.
        """
        end = asyncio.get_running_loop().time() + self.seconds
        try:
            while not isinstance(event := await self._next(end), _End):
                yield event
        finally:
            self.given_up = True
        if event.error is not None:
            raise event.error

    async def reply(self, receive: Receive) -> Reply:
        """Wait for what it ends with, and give it up if the client disconnects.

        Args:
            receive: Yields the messages of the client's connection.

        Raises:
            Problem: it takes longer than one waits for, or the client has disconnected.
        """
        watching = asyncio.create_task(self._give_up_at_disconnect(receive))
        try:
            reply = [event.reply async for event in self.events() if isinstance(event, ReplyEvent)]
        finally:
            watching.cancel()
        return reply[-1]

    async def _give_up_at_disconnect(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self.given_up = True
        self.handed.put_nowait(_End(Problem(400, "The client disconnected before the reply.")))

    async def _next(self, end: float) -> TurnEvent | _End:
        try:
            async with asyncio.timeout_at(end):
                return await self.handed.get()
        except TimeoutError as error:
            raise Problem(
                504, f"The turn did not end within {self.seconds:g} seconds; it is kept if it does."
            ) from error


class Turns:
    """Admits turns, and keeps a place for each until it has ended, whoever still waits for it.

    A key has at most half of the places and half of the queue.
    """

    def __init__(self, *, most: int, queue: int, seconds: float, metrics: Metrics) -> None:
        self._most = most
        self._room = most + queue
        self._seconds = seconds
        self._places = asyncio.Semaphore(most)
        # A key has half of the places, so that one user leaves some to others; a token is everybody's.
        self._shares = defaultdict(lambda: asyncio.Semaphore(max(1, most // 2)), {SHARED: asyncio.Semaphore(most)})
        self._held: Counter[str] = Counter()
        self._running: set[asyncio.Task[None]] = set()
        self._metrics = metrics
        self._usual = _USUAL

    def begin(self, runs: Sequence[Run], account: Account) -> Turn:
        """Have turns run, one after the other, as soon as there is a place.

        Args:
            runs: Replayed turns, of which nothing is handed on, then the one that is answered.
            account: What the work is charged to. It has been charged for the first turn.

        Raises:
            Problem: there is not even a place to wait in.
        """
        own = account.name != SHARED and self._held[account.name] >= max(1, self._room // 2)
        if own or len(self._running) >= self._room:
            self._metrics.refused.labels("busy").inc()
            wait = math.ceil(len(self._running) / self._most * self._usual)
            who = "This key has too many turns at once" if own else "Too many people are asking at once"
            raise Problem(429, f"{who}; come again in a moment.", retry_after=max(1, wait))
        turn = Turn(self._seconds)
        task = asyncio.create_task(self._run(runs, turn, account))
        self._running.add(task)
        self._held[account.name] += 1
        task.add_done_callback(self._running.discard)
        task.add_done_callback(lambda _: self._held.subtract([account.name]))
        return turn

    async def ended(self) -> None:
        """Wait for the turns that run or wait."""
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _run(self, runs: Sequence[Run], turn: Turn, account: Account) -> None:
        error: Exception | None = None
        try:
            async with AsyncExitStack() as places:
                with self._metrics.waiting.track_inprogress():
                    await places.enter_async_context(self._shares[account.name])
                    await places.enter_async_context(self._places)
                for number, run in enumerate(runs, start=1):
                    if turn.given_up:
                        break
                    if number > 1:
                        account.admit()
                    async for event in self._counted(run(), account):
                        if number == len(runs):
                            turn.handed.put_nowait(event)
        except Exception as raised:
            error = raised
        turn.handed.put_nowait(_End(error))

    async def _counted(self, events: AsyncIterator[TurnEvent], account: Account) -> AsyncIterator[TurnEvent]:
        """Yield the events of one turn, and count and charge it."""
        began = time.monotonic()
        with self._metrics.running.track_inprogress():
            async for event in events:
                yield event
                if isinstance(event, ReplyEvent):
                    self._metrics.turns.labels(event.reply.act).inc()
                    account.charge(items_cost(len(event.reply.items)))
        seconds = time.monotonic() - began
        self._metrics.turn_seconds.observe(seconds)
        self._usual += _NEW * (seconds - self._usual)
