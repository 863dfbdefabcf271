"""An app's own tools, called by a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import pytest

from palate import Agent, AgentConfig, Catalog, tool
from palate.catalog.item import ItemId
from palate.llm.model import CallOptions, Message
from palate.llm.scripted import ScriptedModel
from palate.planners.models.answer import Answer, schema_of
from palate.planners.models.own_tools import call_schemas
from palate.tools.toolbox import Toolbox
from tests.planners.models.conftest import Ask


@tool
def sky(city: str, day: Literal["today", "tomorrow"] = "today") -> dict[str, str]:
    """Tell whether it rains somewhere."""
    return {"city": city, "rain": day}


@tool
def tonight() -> list[ItemId]:
    """Keep what runs round the corner."""
    return ["alien-1979", "fargo-1996"]


@tool
def liked(critic: str) -> list[ItemId]:
    """Keep what somebody wrote well of."""
    return [critic]


@tool(replaces=True)
def search(query: str) -> list[ItemId]:
    """Look for words."""
    return [query]


def answer(*steps: dict[str, Any]) -> Answer:
    return Answer.model_validate({"acts": [["request"]], "parts": {}, "steps": list(steps)})


def test_their_calls_are_all_that_a_model_may_write_of_steps(asked: Ask) -> None:
    schemas = call_schemas(Toolbox([sky, search], installed=False))

    assert schemas == [
        {
            "type": "object",
            "properties": {
                "tool": {"const": "sky"},
                "city": {"type": "string"},
                "day": {"enum": ["today", "tomorrow"], "type": "string"},
            },
            "required": ["tool", "city"],
            "additionalProperties": False,
        }
    ]
    assert schema_of(asked("hm").shown, [], schemas)["properties"]["steps"]["items"] == {"anyOf": schemas}


@pytest.mark.parametrize(
    ("step", "kept"),
    [
        ({"tool": "sky", "city": "Oslo"}, ["sky"]),
        ({"tool": "sky", "citty": "Oslo"}, ["sky"]),
        ({"tool": "sky"}, []),
        ({"tool": "sky", "city": "Oslo", "day": "never"}, []),
        ({"tool": "sql", "query": "SELECT * FROM interactions"}, []),
        ({"tool": "filter", "where": []}, []),
        ({"tool": "dance"}, []),
    ],
)
def test_a_call_is_checked_like_any_step_and_palates_own_are_none(
    asked: Ask, step: dict[str, Any], kept: list[str]
) -> None:
    (intent, *_) = asked("umbrella?", sky).drafted(answer(step)).understanding.intents

    assert [each.tool for each in intent.calls] == kept


def test_a_call_that_cannot_be_run_is_told(asked: Ask) -> None:
    made = asked("umbrella?", sky).drafted(answer({"tool": "sky"}))

    assert made.differences == (
        "A call of a tool was left out: `call1`: `sky` needs the argument `city`; it was not given.",
    )


def test_a_tool_that_a_model_calls_runs_and_its_answer_is_told(films: Catalog) -> None:
    written = answer({"tool": "sky", "city": "Oslo", "day": "tomorrow"}).dumped()
    with scripted(films, written) as agent:
        reply = agent.ask("do I need my umbrella in the capital of Norway?")

    assert [(each["tool"], each["args"]) for each in reply.trace.steps] == [
        ("sky", {"city": "Oslo", "day": "tomorrow"})
    ]
    assert "Oslo" in reply.text


def test_one_that_narrows_leaves_what_was_asked_for_besides(films: Catalog) -> None:
    with scripted(films, answer({"tool": "tonight"}).dumped()) as agent:
        reply = agent.ask("a horror film that runs nearby")

    assert [each["tool"] for each in reply.trace.steps][:2] == ["tonight", "filter"]
    assert [item.id for item in reply.items] == ["alien-1979"]


def test_items_that_a_model_asks_a_tool_for_by_words_of_the_message_are_wanted(asked: Ask) -> None:
    made = asked("a comedy that Anna likes", liked).drafted(answer({"tool": "liked", "critic": "Anna"}))

    (intent,) = made.understanding.intents
    assert [entry.call.args for entry in intent.preferences if entry.call is not None] == [{"critic": "Anna"}]


def scripted(films: Catalog, written: str) -> Agent:
    def write(messages: Sequence[Message], options: CallOptions) -> str:
        return written

    config = AgentConfig(demos="none", installed_tools=False)
    return Agent(
        films, tools=[sky, tonight], model=ScriptedModel(write), planner="plan-first", config=config, state=":memory:"
    )
