"""What an app gives its own tools, policies and planner: of the agent, or of one message; each turn sees its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from palate import Agent, AgentConfig, Catalog, ItemId, ToolContext, tool
from palate.agent.policies import ConfirmBefore, positions_of
from palate.errors import BadArgument
from palate.planners.offline import OfflinePlanner
from palate.planners.plan import Plan
from palate.planners.planner import PlanningContext
from palate.tools.candidates import Positions
from tests.tools.calling.shop import LAPTOPS

CONFIG = AgentConfig(installed_tools=False, max_questions=0)
BOTH = threading.Barrier(2)


@dataclass
class Shop:
    orders: dict[str, list[str]]
    loop: asyncio.AbstractEventLoop | None = None


@tool(cues=("my orders",))
def orders(context: ToolContext[Shop]) -> list[ItemId]:
    """What the person has bought."""
    BOTH.wait(timeout=20)
    return context.deps.orders[str(context.user)]


@tool(cues=("my parcel",))
async def parcel(context: ToolContext[Shop]) -> str:
    """Where a parcel is."""
    assert asyncio.get_running_loop() is context.deps.loop
    await asyncio.sleep(0)
    return f"{context.user} in {context.session}"


@tool(cues=("the stock",), seconds=0.05)
async def stock() -> str:
    """Wait for ever."""
    await asyncio.Event().wait()
    return ""


@dataclass(frozen=True)
class NotMine:
    """Keeps out what the person bought."""

    name: str = "not_mine"
    because: str = "you have it"

    def barred_for(self, context: ToolContext[Shop]) -> Positions:
        return positions_of(context.catalog, context.deps.orders.get(str(context.user), []))


@pytest.fixture(scope="module")
def catalog() -> Iterator[Catalog]:
    with Catalog.build(":memory:", items=LAPTOPS, noun="laptop") as made:
        yield made


def test_two_people_at_once_see_their_own(catalog: Catalog) -> None:
    shop = Shop({"ann": ["l1", "l2"], "bob": ["l3"]})

    async def both() -> Sequence[list[str]]:
        async with Agent(catalog, tools=[orders], deps=shop, config=CONFIG, state=":memory:") as agent:
            replies = await asyncio.gather(*(agent.aask("show my orders", user=user) for user in ("ann", "bob")))
        return [[item.id for item in reply.items] for reply in replies]

    assert asyncio.run(both()) == [["l1", "l2"], ["l3"]]


def test_what_one_message_brings_counts_in_its_turn_alone(catalog: Catalog) -> None:
    @tool(cues=("purse",))
    def purse(context: ToolContext[int]) -> int:
        """What is in it."""
        return context.deps

    with Agent(catalog, tools=[purse], deps=1, config=CONFIG, state=":memory:") as agent:
        told = [agent.ask("my purse", deps=deps).answers[0].value for deps in (2, None)]
        streamed = list(agent.stream("my purse", deps=3))[-1]

    assert told == [2, 1]
    assert streamed.reply.answers[0].value == 3  # type: ignore[union-attr]


def test_an_async_tool_runs_on_the_loop_that_waits_for_it(catalog: Catalog) -> None:
    async def asked() -> list[Any]:
        shop = Shop({}, asyncio.get_running_loop())
        async with Agent(catalog, tools=[parcel], deps=shop, config=CONFIG, state=":memory:") as agent:
            reply = await agent.aask("where is my parcel?", user="ann", session="s")
            events = [event async for event in agent.astream("where is my parcel?", user="ann", session="s")]
        return [reply.answers[0].value, events[-1].reply.answers[0].value]  # type: ignore[union-attr]

    assert asyncio.run(asked()) == ["ann in s", "ann in s"]


def test_an_async_tool_that_hangs_is_left_behind_and_cancelled(catalog: Catalog) -> None:
    async def asked() -> tuple[str, int]:
        async with Agent(catalog, tools=[stock], config=CONFIG, state=":memory:") as agent:
            text = (await agent.aask("how is the stock?")).text
            await asyncio.sleep(0)
            return text, len(asyncio.all_tasks())

    text, tasks = asyncio.run(asked())

    assert "`stock` took longer than the 0.05 seconds that it had, and was left behind" in text
    assert tasks == 1


def test_a_policy_keeps_out_by_who_asks(catalog: Catalog) -> None:
    shop = Shop({"ann": ["l4", "l6"]})
    with Agent(catalog, policies=[NotMine()], deps=shop, config=CONFIG, state=":memory:") as agent:
        shown = {user: {item.id for item in agent.ask("gaming laptops", user=user).items} for user in ("ann", "bob")}

    assert shown == {"ann": {"l8"}, "bob": {"l4", "l6", "l8"}}


def test_a_policy_cannot_bar_by_who_asks_and_be_lifted(catalog: Catalog) -> None:
    class Asking(ConfirmBefore):
        def barred_for(self, context: ToolContext[Any]) -> Positions:
            return self.barred(context.catalog, context.taste)

    with pytest.raises(BadArgument, match="bars by who asks and can be lifted by a yes"):
        Agent(catalog, policies=[Asking("kind", "gaming")], state=":memory:")


def test_a_planner_has_it_too(catalog: Catalog) -> None:
    given: list[Any] = []

    class Planner(OfflinePlanner):
        def plan(self, context: PlanningContext) -> Sequence[Plan]:
            given.append(context.deps)
            return super().plan(context)

    with Agent(catalog, planner=Planner(), deps="mine", config=CONFIG, state=":memory:") as agent:
        agent.ask("gaming laptops")

    assert given == ["mine"]
