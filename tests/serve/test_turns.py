"""Turns in a place: what is replayed, charged, and given up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from palate.agent.events import ReplyEvent, TurnEvent
from palate.agent.reply import Recommendation, Reply
from palate.serve.limits import SHARED, Rate
from palate.serve.metrics import Metrics
from palate.serve.problems import Problem
from palate.serve.turns import Run, Turns

RATE = 600
ITEM = Recommendation.model_construct(id="1", title="One")


@pytest.fixture
def rate() -> Rate:
    """A limit whose clock stands still."""
    return Rate(RATE, now=lambda: 0.0)


def turns() -> Turns:
    return Turns(most=1, queue=8, seconds=10.0, metrics=Metrics.new())


def run(text: str, *, items: int = 0, begun: Callable[[], object] = lambda: None) -> Run:
    """Return a turn that replies a text and shows so many items."""

    async def events() -> AsyncIterator[TurnEvent]:
        begun()
        await asyncio.sleep(0)
        yield ReplyEvent(reply=Reply.model_construct(act="recommend", text=text, items=(ITEM,) * items))

    return events


def held(release: asyncio.Event) -> Run:
    """Return a turn that ends once it is released."""

    async def events() -> AsyncIterator[TurnEvent]:
        await release.wait()
        yield ReplyEvent(reply=Reply.model_construct(act="chat", text=""))

    return events


async def connected() -> dict[str, Any]:
    """Be the connection of a client that stays."""
    await asyncio.Event().wait()
    return {}


def test_replayed_turns_run_first_and_hand_nothing_on(rate: Rate) -> None:
    async def ask() -> list[str]:
        turn = turns().begin([run("one"), run("two"), run("three")], rate.account("ann"))
        return [event.reply.text async for event in turn.events() if isinstance(event, ReplyEvent)]

    assert asyncio.run(ask()) == ["three"]


def test_each_turn_and_each_ten_items_beyond_ten_are_charged(rate: Rate) -> None:
    async def ask() -> Reply:
        account = rate.account("ann")
        account.admit()
        return await turns().begin([run("one", items=50), run("two", items=11), run("three")], account).reply(connected)

    assert asyncio.run(ask()).text == "three"
    assert rate.balance("ann") == RATE - 3 - 4 - 1


def test_a_replay_ends_where_the_client_disconnects(rate: Rate) -> None:
    begun: list[str] = []

    async def ask() -> None:
        left = asyncio.Event()

        async def receive() -> dict[str, Any]:
            await left.wait()
            return {"type": "http.disconnect"}

        def first() -> None:
            begun.append("first")
            left.set()

        later = [run("later", begun=lambda: begun.append("later")) for _ in range(20)]
        running = turns()
        with pytest.raises(Problem, match="The client disconnected"):
            await running.begin([run("first", begun=first), *later], rate.account("ann")).reply(receive)
        await running.ended()

    asyncio.run(ask())
    assert begun[0] == "first"
    assert len(begun) <= 3
    assert rate.balance("ann") >= RATE - 2


def test_a_stream_that_nobody_reads_ends_a_replay(rate: Rate) -> None:
    begun: list[str] = []

    async def ask() -> None:
        running, release = turns(), asyncio.Event()
        later = run("later", begun=lambda: begun.append("later"))
        turn = running.begin([held(release), later], rate.account("ann"))
        reading = asyncio.ensure_future(anext(turn.events()))
        await asyncio.sleep(0)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        release.set()
        await running.ended()

    asyncio.run(ask())
    assert begun == []


def test_a_turn_that_has_not_begun_when_its_client_disconnects_does_not_begin(rate: Rate) -> None:
    begun: list[str] = []

    async def ask() -> None:
        running, release = turns(), asyncio.Event()

        async def receive() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        running.begin([held(release)], rate.account("ann"))
        waiting = running.begin([run("late", begun=lambda: begun.append("late"))], rate.account("ann"))
        with pytest.raises(Problem):
            await waiting.reply(receive)
        release.set()
        await running.ended()

    asyncio.run(ask())
    assert begun == []


def test_a_replay_ends_where_its_account_is_used_up() -> None:
    begun: list[str] = []

    async def ask() -> None:
        account = Rate(3, now=lambda: 0.0).account("ann")
        account.admit()
        with pytest.raises(Problem) as refused:
            await turns().begin([run("turn", begun=lambda: begun.append("turn"))] * 21, account).reply(connected)
        assert refused.value.status == 429

    asyncio.run(ask())
    assert len(begun) == 3


def test_one_key_leaves_places_and_queue_to_others(rate: Rate) -> None:
    async def ask() -> tuple[list[str], int]:
        running, release = Turns(most=2, queue=4, seconds=10.0, metrics=Metrics.new()), asyncio.Event()
        greedy, other = rate.account("greedy"), rate.account("other")
        for _ in range(3):
            running.begin([held(release)], greedy)
        with pytest.raises(Problem, match="This key has too many turns at once") as refused:
            running.begin([held(release)], greedy)
        reply = await running.begin([run("served")], other).reply(connected)
        release.set()
        await running.ended()
        running.begin([held(release)], greedy)
        await running.ended()
        return [reply.text], refused.value.status

    assert asyncio.run(ask()) == (["served"], 429)


def test_users_of_one_token_have_all_places(rate: Rate) -> None:
    async def ask() -> int:
        running, release = Turns(most=1, queue=3, seconds=10.0, metrics=Metrics.new()), asyncio.Event()
        begun = [running.begin([held(release)], rate.account(SHARED)) for _ in range(4)]
        release.set()
        await running.ended()
        return len(begun)

    assert asyncio.run(ask()) == 4
