"""What ends a program: raised by a part of an app it is that part's failure, and Ctrl-C ends the turn."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from palate import Agent, Catalog, tool
from palate.agent.nodes import respond
from palate.planners.scripted import ScriptedPlanner
from palate.tools.tool import Tool
from tests.agent.making import Script, plan

BY_POPULARITY = ("rank", {"by": "popularity"})
NEVER = threading.Event()


@pytest.fixture(autouse=True)
def _heeded() -> Iterator[None]:
    """Heed Ctrl-C, which a shell tells what it runs in the background to ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def ctrl_c(*_: object) -> Any:
    os.kill(os.getpid(), signal.SIGINT)
    NEVER.wait(10)


@tool
def raising() -> str:
    """Raise what Ctrl-C raises."""
    raise KeyboardInterrupt


@tool
def leaving() -> str:
    """Leave."""
    sys.exit(3)


@tool
async def leaving_later() -> str:
    """Leave, some day."""
    await asyncio.sleep(0)
    sys.exit(3)


@tool
async def raising_later() -> str:
    """Raise what Ctrl-C raises, some day."""
    raise KeyboardInterrupt


@tool
def slow() -> str:
    """Take as long as it takes until somebody presses Ctrl-C."""
    return str(ctrl_c())


def planned(catalog: Catalog, used: Tool) -> Agent:
    planner = ScriptedPlanner([plan((used.name, {}), BY_POPULARITY)])
    return Agent(catalog, tools=[used], planner=planner, reader=Script(), state=":memory:")


PARTS = [
    (raising, "KeyboardInterrupt"),
    (leaving, "SystemExit"),
    (raising_later, "KeyboardInterrupt"),
    (leaving_later, "SystemExit"),
]


@pytest.mark.parametrize(("used", "kind"), PARTS, ids=[used.name for used, _ in PARTS])
def test_a_tool_that_raises_what_ends_a_program_has_failed(tiny: Catalog, used: Tool, kind: str) -> None:
    with planned(tiny, used) as agent:
        replies = [agent.ask("x"), asyncio.run(agent.aask("x"))]

    for reply in replies:
        assert reply.act == "recommend"
        assert f"`{used.name}` failed with an error of its own ({kind})." in reply.text


def test_ctrl_c_while_a_tool_runs_ends_the_turn(tiny: Catalog) -> None:
    with planned(tiny, slow) as agent:
        with pytest.raises(KeyboardInterrupt):
            agent.ask("x", session="s")

        assert agent.session(None, "s").turns() == []


def test_ctrl_c_while_palate_works_ends_the_turn(tiny: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(respond, "admit", ctrl_c)
    with Agent(tiny, state=":memory:") as agent:
        with pytest.raises(KeyboardInterrupt):
            agent.ask("a comedy", session="s")

        assert agent.session(None, "s").turns() == []
