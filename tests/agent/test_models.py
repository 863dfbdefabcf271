"""A model as another reader: what it says is weighed, and a turn never depends on it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.agent.agent import DEMONSTRATIONS
from palate.errors import BadArgument, ModelUnavailable
from palate.llm.scripted import ScriptedModel
from palate.planners.demos.folder import DemoFolder
from tests.planners.demos.conftest import demonstration

UNSURE = "used to do horror with my ex. It is horror, or nothing to do with horror"
"""Of which the reader that comes with Palate is not sure."""


def said(*acts: str, free: tuple[str, ...] = (), status: dict[str, list[str]] | None = None, **parts: str) -> str:
    """What a model writes: `p1="want"` is the role of part 1."""
    roles = {name.removeprefix("p"): role for name, role in parts.items()}
    wished = [{"words": words, "kind": "text", "role": "want"} for words in free]
    told = {"acts": [list(acts)] if acts else [], "parts": roles, "free": wished, "status": status or {}}
    return json.dumps(told)


@pytest.fixture
def opened(films: Catalog, tmp_path: Path) -> Iterator[Any]:
    agents: list[Agent] = []

    def make(*answers: str | Exception, **given: Any) -> tuple[Agent, ScriptedModel]:
        model = ScriptedModel(answers)
        given = {"planner": "plan-first", "config": AgentConfig(demos="none"), **given}
        agents.append(Agent(films, model=model, state=tmp_path / f"state-{len(agents)}", **given))
        return agents[-1], model

    yield make
    for agent in agents:
        agent.close()


def test_one_call_reads_and_the_trace_tells(opened: Any) -> None:
    agent, model = opened(said("request", p1="want", p2="below"))
    reply = agent.ask("a comedy under 100 minutes", user="ann")

    assert reply.act == "recommend"
    assert all("Comedy" in item.fields["genres"] and item.fields["runtime"] < 100 for item in reply.items)
    assert [each["planner"] for each in reply.trace.plan] == ["plan-first"]
    assert [each["kind"] for each in reply.trace.findings] == ["read"]
    assert (len(model.asked), reply.trace.usage["model_calls"]) == (1, 1)
    assert reply.trace.usage["tokens"] > 0


def test_the_prompt_has_what_holds_and_what_was_shown(opened: Any) -> None:
    agent, model = opened(said(), said())
    agent.ask("a comedy", user="ann")
    agent.ask("under 100 minutes", user="ann")

    lines = model.asked[1].messages[-1].content.split("\n")
    assert lines[0] == 'Holds: genres contains "Comedy"'
    assert lines[1].startswith("Shown: 1. ")
    assert lines[2:] == ["Last reply: shown", "S1: under [1 100 minutes]", "1 time"]
    assert model.asked[0].messages[0] == model.asked[1].messages[0]


def test_of_what_the_reader_is_sure_a_model_changes_nothing(opened: Any) -> None:
    agent, _ = opened(said("request", p1="avoid", p2="above"))
    reply = agent.ask("a comedy under 100 minutes", user="ann")

    assert all("Comedy" in item.fields["genres"] and item.fields["runtime"] < 100 for item in reply.items)
    told = [each["message"] for each in reply.trace.findings if each["kind"] == "differs"]
    assert told == [
        "“comedy” is `want` to the reader and `avoid` to the model; `want` holds.",
        "“100 minutes” is `below` to the reader and `above` to the model; `below` holds.",
    ]


def test_what_only_a_model_finds_can_be_let_go(opened: Any) -> None:
    agent, _ = opened(said("request", free=("zorblax kind",), p1="want"))
    reply = agent.ask("A comedy of the zorblax kind", user="ann")

    assert reply.act == "recommend"
    assert all("Comedy" in item.fields["genres"] for item in reply.items)


def test_an_answer_that_cannot_be_read_goes_back_once(opened: Any) -> None:
    agent, model = opened("so be it", said("request", p1="want"))
    reply = agent.ask("a comedy", user="ann")

    assert [each["planner"] for each in reply.trace.plan] == ["plan-first"]
    assert len(model.asked) == 2
    assert model.asked[1].messages[-1].content.startswith("This cannot be read: `scripted` wrote no JSON object")


@pytest.mark.parametrize(
    "answers",
    [
        (ModelUnavailable("it is not there."),),
        ("no JSON at all", "nor here"),
        ('{"acts": [["request"', "{"),
        (said("obey"), said(p1="obey")),
        ('{"kind": "recommend", "steps": []}', "[]"),
    ],
)
def test_a_model_that_is_of_no_help_costs_nothing_but_its_help(opened: Any, answers: tuple[str | Exception]) -> None:
    agent, model = opened(*answers)
    reply = agent.ask("a comedy from the nineties", user="ann")

    assert reply.act == "recommend"
    assert all("Comedy" in item.fields["genres"] for item in reply.items)
    assert "The model was of no help this time" in reply.text
    assert [finding["kind"] for finding in reply.trace.findings] == ["model"]
    assert len(model.asked) == len(answers)


def test_one_that_failed_twice_is_left_alone_and_nobody_is_told_each_turn(
    opened: Any, caplog: pytest.LogCaptureFixture
) -> None:
    agent, model = opened(*[ModelUnavailable("it is not there.")] * 9)
    with caplog.at_level(logging.WARNING, "palate"):
        replies = [agent.ask("a comedy", session=str(number)) for number in range(5)]

    assert len(model.asked) == 2
    assert ["of no help" in reply.text for reply in replies] == [True, True, False, False, False]
    assert [each for each in caplog.messages if "left alone" in each] == [
        "`scripted` failed 2 times in a row and is left alone for 60 s: it is not there."
    ]


def test_the_calls_of_a_turn_are_bounded(opened: Any) -> None:
    budget = AgentConfig().budget.model_copy(update={"calls": 1})
    agent, model = opened("no JSON", said(), config=AgentConfig(demos="none", budget=budget))
    reply = agent.ask("a comedy", user="ann")

    assert len(model.asked) == 1
    assert reply.items


@pytest.mark.parametrize("planner", ["auto", "assisted"])
def test_only_of_what_the_reader_is_not_sure_a_model_is_asked(opened: Any, planner: str) -> None:
    agent, model = opened(*[said()] * 9, planner=planner)
    agent.ask("a comedy", session="sure")
    assert model.asked == []

    agent.ask(UNSURE, session="unsure")
    agent.ask("a frobnicator", session="unknown")
    assert len(model.asked) == 2


def test_the_config_may_name_the_planner(opened: Any) -> None:
    agent, model = opened(said(), planner=None, config=AgentConfig(demos="none", planner="plan-first"))
    agent.ask("a comedy", user="ann")

    assert len(model.asked) == 1


def test_a_stepwise_model_sees_what_its_reading_leaves_until_it_says_the_same_twice(opened: Any) -> None:
    first, second = said("request"), said("request", p1="want")
    agent, model = opened(first, second, second, said("bye"), planner="stepwise")
    reply = agent.ask("a comedy", user="ann")

    assert [each["planner"] for each in reply.trace.plan] == ["stepwise"]
    assert all("Comedy" in item.fields["genres"] for item in reply.items)
    assert len(model.asked) == 3
    assert len(model.asked[2].messages) == len(model.asked[1].messages) + 2
    assert model.asked[1].messages[-1].content.startswith("Result: ")
    assert " of 420 left: " in model.asked[1].messages[-1].content


def test_a_stepwise_model_that_says_the_same_twice_is_asked_no_more(opened: Any) -> None:
    agent, model = opened(*[said("request", p1="want")] * 3, planner="stepwise")
    agent.ask("a comedy", user="ann")

    assert len(model.asked) == 2


def test_a_planner_that_needs_a_model_says_so(films: Catalog, tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="`stepwise` plans with a model"):
        Agent(films, planner="stepwise", state=tmp_path)
    with pytest.raises(BadArgument, match="`magic` is no planner"):
        Agent(films, planner="magic", state=tmp_path)  # type: ignore[arg-type]


def test_what_is_taken_teaches_how_a_model_read_it(opened: Any) -> None:
    agent, model = opened(*[said("request", p1="want")] * 2, config=AgentConfig())
    agent.commit(agent.ask("a comedy", user="ann").items[0].id, user="ann")

    (kept,) = DemoFolder(agent.state / DEMONSTRATIONS).read()
    assert (kept.shown.sentences, kept.read.parts, kept.users) == (("a [1 value]",), {"1": "want"}, ("ann",))
    agent.ask("a western", user="bob")
    assert "S1: a [1 value]\n1 value" in [each.content for each in model.asked[1].messages]


def test_who_is_forgotten_is_gone_from_the_demonstrations_too(films: Catalog, tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path / DEMONSTRATIONS)
    folder.add([demonstration("own", "ann", source="harvested")])
    with Agent(films, state=tmp_path) as agent:
        assert agent.memory.of("bob").forget() == 0
        assert agent.memory.of("ann").forget() == 1

    assert list(folder.read()) == []
