"""What people say to the five tools of a shop: which are called, with which arguments, and beside which conditions."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, AgentConfig, Catalog
from tests.tools.calling.shop import LAPTOPS, TOOLS, Purse

MESSAGES = tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def agent() -> Iterator[Agent]:
    with Catalog.build(":memory:", items=LAPTOPS, noun="laptop") as catalog:
        config = AgentConfig(installed_tools=False, max_questions=0)
        with Agent(catalog, tools=TOOLS, deps=Purse(1000), config=config, state=":memory:") as made:
            yield made


@pytest.mark.parametrize(("half", "floor"), [("written", 20), ("kept", 18)])
def test_messages_reach_the_tools_and_lose_nothing(agent: Agent, half: str, floor: int) -> None:
    wrong = [line for each in MESSAGES[half] if (line := differing(agent, each))]

    assert len(MESSAGES[half]) - len(wrong) >= floor, "\n".join(wrong)


def differing(agent: Agent, wanted: dict[str, Any]) -> str:
    """Return how a turn differs from what is wanted; nothing where it does not."""
    reply = agent.ask(wanted["text"])
    names = {tool.name for tool in TOOLS}
    steps = {step["id"] + str(plan["intent"]): step for plan in reply.trace.plan for step in plan["steps"]}
    called = [step for step in steps.values() if step["tool"] in names]
    wheres = {
        f"{each['field']} {each['op']} {each['value']:g}"
        if isinstance(each["value"], int | float)
        else f"{each['field']} {each['op']} {each['value']}"
        for step in steps.values()
        for each in step["args"].get("where", ())
        if "field" in each
    }
    got = {
        "calls": {step["tool"]: step["args"] for step in called},
        "out": [step["tool"] for step in called if step["out"]],
        "where": sorted(wheres),
        "items": any(plan["kind"] == "recommend" for plan in reply.trace.plan),
        "counts": any(
            each.get("function") == "count" for step in steps.values() for each in step["args"].get("aggregate", ())
        ),
    }
    right = {
        "calls": {name: {key: _day(value) for key, value in args.items()} for name, args in wanted["calls"].items()},
        "out": wanted.get("out", []),
        "where": sorted(wanted.get("where", [])),
        "items": wanted.get("items", False),
        "counts": wanted.get("counts", False),
    }
    return "" if got == right else f"{wanted['text']}: { ({k: v for k, v in got.items() if v != right[k]}) }"


def _day(value: Any) -> Any:
    return (date.today() + timedelta(days=1)).isoformat() if value == "tomorrow" else value
