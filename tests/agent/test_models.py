"""A model that reads messages: its frames are the meaning, and a turn never depends on it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.agent.agent import DEMONSTRATIONS
from palate.errors import BadArgument, ModelUnavailable
from palate.llm.scripted import ScriptedModel
from palate.planners.demos.folder import DemoFolder
from tests.language.framing import constraint, written
from tests.planners.demos.conftest import demonstration

COMEDY = constraint("genres", "any_of", "Comedy", quote="a comedy")
SHORT = constraint("runtime", "<", 100, quote="under 100 minutes")


@pytest.fixture
def opened(films: Catalog, tmp_path: Path) -> Iterator[Any]:
    agents: list[Agent] = []

    def make(*answers: str | Exception, **given: Any) -> tuple[Agent, ScriptedModel]:
        model = ScriptedModel(answers)
        given = {"planner": "frames", "config": AgentConfig(demos="none"), **given}
        agents.append(Agent(films, model=model, state=tmp_path / f"state-{len(agents)}", **given))
        return agents[-1], model

    yield make
    for agent in agents:
        agent.close()


def test_one_call_reads_and_the_trace_tells(opened: Any) -> None:
    agent, model = opened(written("request", set=[COMEDY, SHORT]))
    reply = agent.ask("a comedy under 100 minutes", user="ann")

    assert reply.act == "recommend"
    assert all("Comedy" in item.fields["genres"] and item.fields["runtime"] < 100 for item in reply.items)
    assert [each["planner"] for each in reply.trace.plan] == ["frames"]
    assert [each["kind"] for each in reply.trace.findings] == ["read"]
    assert (len(model.asked), reply.trace.usage["model_calls"]) == (1, 1)
    assert reply.trace.usage["tokens"] > 0


def test_the_prompt_has_what_holds_what_was_shown_and_what_was_said(opened: Any) -> None:
    agent, model = opened(written("request", set=[COMEDY], say="Good idea!"), written("request", set=[SHORT]))
    agent.ask("a comedy", user="ann")
    reply = agent.ask("under 100 minutes", user="ann")

    assert all("Comedy" in item.fields["genres"] and item.fields["runtime"] < 100 for item in reply.items)
    lines = model.asked[1].messages[-1].content.split("\n")
    assert lines[0] == 'Active: w1 genres contains "Comedy" ("a comedy")'
    assert [line.split(":")[0] for line in lines[1:]] == ["Shown", "Earlier", "Message"]
    assert re.fullmatch(r'Earlier: user "a comedy", you "Good idea! Here are [^(]*:"', lines[2])
    assert model.asked[0].messages[0] == model.asked[1].messages[0]


def test_a_frame_takes_the_place_of_what_the_reader_says(opened: Any) -> None:
    drama = constraint("genres", "any_of", "Drama", quote="comedy")
    agent, _ = opened(written("request", set=[drama]))
    reply = agent.ask("a comedy under 100 minutes", user="ann")

    assert all("Drama" in item.fields["genres"] for item in reply.items)
    assert any(item.fields["runtime"] >= 100 for item in reply.items)


def test_what_a_model_only_knows_is_disclosed_and_can_be_undone(opened: Any) -> None:
    known = constraint("age_rating", "any_of", "G", quote="for a toddler", basis="known")
    agent, _ = opened(written("request", set=[known]), written("request", drop=["w1"]))
    first = agent.ask("something for a toddler", user="ann")
    second = agent.ask("no, that was wrong, show others", user="ann")

    assert {item.fields["age_rating"] for item in first.items} == {"G"}
    assert "for a toddler" in first.text
    assert len({item.fields["age_rating"] for item in second.items}) > 1


def test_titles_that_a_model_suggests_come_first_of_what_fits(opened: Any) -> None:
    titles = [{"title": "Airplane!"}, {"title": "Alien"}, {"title": "No Such Film"}]
    agent, _ = opened(written("request", set=[COMEDY], titles=titles))
    reply = agent.ask("a comedy that flies", user="ann")

    assert reply.items[0].title == "Airplane!"
    assert all("Comedy" in item.fields["genres"] for item in reply.items)


def test_a_person_that_the_catalogue_does_not_have_matches_nothing_and_is_reported(opened: Any) -> None:
    told = constraint("director", "any_of", "Zed Nobody", quote="by Zed Nobody")
    agent, _ = opened(written("request", set=[told | {"quote": "by Zed Nobody"}]))
    reply = agent.ask("films by Zed Nobody", user="ann")

    assert "Zed Nobody" in reply.text
    assert not any("Zed Nobody" in str(item.fields) for item in reply.items)


def test_what_is_left_out_of_frames_is_in_the_trace(opened: Any) -> None:
    agent, _ = opened(written("request", set=[COMEDY, constraint("mood", "any_of", "sad", quote="comedy")]))
    reply = agent.ask("a comedy", user="ann")

    assert [each["message"] for each in reply.trace.findings if each["kind"] == "differs"] == ["`mood` is not a field."]


def test_an_answer_that_cannot_be_read_goes_back_once(opened: Any) -> None:
    agent, model = opened("so be it", written("request", set=[COMEDY]))
    reply = agent.ask("a comedy", user="ann")

    assert [each["planner"] for each in reply.trace.plan] == ["frames"]
    assert len(model.asked) == 2
    assert model.asked[1].messages[-1].content.startswith("This cannot be read: `scripted` wrote no JSON object")


@pytest.mark.parametrize(
    "answers",
    [
        (ModelUnavailable("it is not there."),),
        ("no JSON at all", "nor here"),
        ('{"frames": [{"acts": ["request"', "{"),
        (written("obey"), '{"frames": []}'),
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
    agent, model = opened("no JSON", written(), config=AgentConfig(demos="none", budget=budget))
    reply = agent.ask("a comedy", user="ann")

    assert len(model.asked) == 1
    assert reply.items


def test_an_assistant_is_asked_only_of_what_the_reader_leaves_out(opened: Any) -> None:
    agent, model = opened(*[written()] * 9, planner="assisted")
    agent.ask("a comedy", session="sure")
    assert model.asked == []

    agent.ask("a frobnicator", session="unknown")
    assert len(model.asked) == 1


@pytest.mark.parametrize(("name", "asked"), [("scripted", 1), ("local:x", 0)])
def test_by_default_a_remote_model_reads_every_message_and_a_local_one_assists(
    films: Catalog, tmp_path: Path, name: str, asked: int
) -> None:
    model = ScriptedModel([written("request", set=[COMEDY])], name=name)
    with Agent(films, model=model, state=tmp_path) as agent:
        agent.ask("a comedy")

    assert len(model.asked) == asked


def test_the_config_may_name_the_planner(opened: Any) -> None:
    agent, model = opened(written(), planner=None, config=AgentConfig(demos="none", planner="frames"))
    agent.ask("a comedy", user="ann")

    assert len(model.asked) == 1


def test_a_planner_that_needs_a_model_says_so(films: Catalog, tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="`frames` plans with a model"):
        Agent(films, planner="frames", state=tmp_path)
    with pytest.raises(BadArgument, match="`magic` is no planner"):
        Agent(films, planner="magic", state=tmp_path)  # type: ignore[arg-type]


def test_what_is_taken_teaches_how_a_model_read_it(opened: Any) -> None:
    agent, model = opened(*[written("request", set=[COMEDY])] * 2, config=AgentConfig())
    agent.commit(agent.ask("a comedy", user="ann").items[0].id, user="ann")

    (kept,) = DemoFolder(agent.state / DEMONSTRATIONS).read()
    assert (kept.message, kept.masked, kept.users) == ("a comedy", "a [value]", ("ann",))
    assert kept.frames.dumped() == json.loads(written("request", set=[COMEDY]))
    agent.ask("a western", user="bob")
    assert 'Message: "a comedy"' in [each.content for each in model.asked[1].messages]


def test_who_is_forgotten_is_gone_from_the_demonstrations_too(films: Catalog, tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path / DEMONSTRATIONS)
    folder.add([demonstration("own", "ann", source="harvested")])
    with Agent(films, state=tmp_path) as agent:
        assert agent.memory.of("bob").forget() == 0
        assert agent.memory.of("ann").forget() == 1

    assert list(folder.read()) == []
