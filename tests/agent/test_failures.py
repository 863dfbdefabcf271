"""What a part that somebody else wrote raises: the person is told its kind, the trace's log has its text."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from palate import Agent, Catalog, Reply, tool
from palate.agent.events import ReplyEvent, StepEvent
from palate.agent.reflection.finding import Finding
from palate.agent.reply import Trace
from palate.catalog.item import Item
from palate.catalog.schema import Schema
from palate.errors import ToolError
from palate.planners.offline import OfflinePlanner
from palate.planners.planner import Drafted, Reading
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions

SECRET = "secret key=abc123"


@tool(cues=["weather"])
def weather() -> str:
    """Tell the weather."""
    raise RuntimeError(SECRET)


class Barring:
    """A policy that raises."""

    name, because = "barring", "it is barred"

    def barred(self, _: Catalog, __: Taste) -> Positions:
        raise RuntimeError(SECRET)


class Admitting(Barring):
    """A policy that raises where an item is to be shown, for one after another."""

    def barred(self, _: Catalog, __: Taste) -> Positions:
        return np.empty(0, dtype=np.int64)

    def admits(self, _: Item, __: Sequence[Item]) -> bool:
        raise RuntimeError(SECRET)


class Disclosing(Admitting):
    """A policy that raises where it is to say something of an item."""

    def admits(self, _: Item, __: Sequence[Item]) -> bool:
        return True

    def says(self, _: Item, __: Schema) -> str | None:
        raise RuntimeError(SECRET)


class Drafting(OfflinePlanner):
    """A planner that raises where it reads a message."""

    def draft(self, _: Reading) -> Drafted | None:
        raise RuntimeError(SECRET)


class Rewriting:
    """A rewriter that raises."""

    name = "rewriting"

    def rewrite(self, _: object) -> str | None:
        raise RuntimeError(SECRET)


def criticising(step: object, result: object, seen: object) -> Iterator[Finding]:
    """Raise."""
    raise RuntimeError(SECRET)
    yield


PARTS: Mapping[str, Mapping[str, Any]] = {
    "tool": {"tools": [weather]},
    "policy": {"policies": [Barring()]},
    "choosing policy": {"policies": [Admitting()]},
    "disclosing policy": {"policies": [Disclosing()]},
    "planner": {"planner": Drafting()},
    "rewriter": {"rewriter": Rewriting()},
    "critic": {"critic": criticising},
}
MESSAGE = "a comedy, and what is the weather?"
parts = pytest.mark.parametrize("given", PARTS.values(), ids=PARTS.keys())

Made = Callable[[Mapping[str, Any]], Agent]


@pytest.fixture
def made(tiny: Catalog, tmp_path: Path) -> Iterator[Made]:
    """Agents with some parts of somebody else's, whose state is in the folder `state`."""
    agents = []

    def make(given: Mapping[str, Any]) -> Agent:
        agents.append(Agent(tiny, state=tmp_path / "state", **given))
        return agents[-1]

    yield make
    for agent in agents:
        agent.close()


def kinds(reply: Reply) -> list[str]:
    """Return what is told of a failure, in the reply's findings and steps."""
    told = [finding["message"] for finding in reply.trace.findings] + [step["reason"] for step in reply.trace.steps]
    return [each for each in told if each and "(RuntimeError)" in each]


@parts
def test_the_text_of_an_error_stands_in_the_log_and_nowhere_else(
    given: Mapping[str, Any], made: Made, tmp_path: Path
) -> None:
    agent = made(given)
    reply = agent.ask(MESSAGE, user="u", session="s")
    agent.close()

    assert kinds(reply)
    assert len(reply.trace.log) == 1
    assert reply.trace.log[0].endswith(f"RuntimeError: {SECRET}")
    assert "abc123" not in reply.model_dump_json() + reply.text + repr(reply)
    files = [file for file in (tmp_path / "state").rglob("*") if file.is_file()]
    assert files
    assert [file for file in files if b"abc123" in file.read_bytes()] == []


@parts
def test_nor_is_it_streamed(given: Mapping[str, Any], made: Made) -> None:
    events = list(made(given).stream(MESSAGE, user="u", session="s"))

    assert [each for each in events if "abc123" in each.model_dump_json()] == []
    assert [each for each in events if isinstance(each, StepEvent) and "abc123" in f"{each.text}{each.data}"] == []
    assert [len(each.reply.trace.log) for each in events if isinstance(each, ReplyEvent)] == [1]


@parts
def test_it_is_logged_once_for_whoever_runs_the_app(
    given: Mapping[str, Any], made: Made, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="palate"):
        made(given).ask(MESSAGE, user="u", session="s")

    told = [record for record in caplog.records if SECRET in record.getMessage()]
    assert [(record.name.split(".")[0], record.levelname) for record in told] == [("palate", "WARNING")]


def test_the_log_is_written_out_where_it_is_asked_for(made: Made) -> None:
    reply = made(PARTS["tool"]).ask("what is the weather?")

    assert reply.text == "I could not find out what to show: `weather` failed with an error of its own (RuntimeError)."
    assert "log" not in reply.model_dump()["trace"]
    assert "log" not in reply.model_dump(context={"log": False})["trace"]
    assert reply.model_dump(context={"log": True})["trace"]["log"] == reply.trace.log
    assert Reply.model_validate(reply.model_dump()).trace.log == []
    assert Trace.model_validate({"log": ["x"]}).log == ["x"]


def test_what_palate_s_own_errors_say_is_told(made: Made) -> None:
    @tool(cues=["weather"])
    def closed() -> str:
        """Tell the weather."""
        raise ToolError("the weather station is closed on Sundays.")

    reply = made({"tools": [closed]}).ask("what is the weather?")

    assert "the weather station is closed on Sundays." in reply.text
    assert reply.trace.log == []
