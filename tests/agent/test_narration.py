"""What a person is told while a turn runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.agent.events import ReplyEvent, StepEvent, TurnEvent
from palate.llm.model import CallOptions, Message
from palate.llm.scripted import ScriptedModel


@pytest.fixture
def agent(films: Catalog, tmp_path: Path) -> Iterator[Agent]:
    with Agent(films, state=tmp_path) as made:
        yield made


def told(agent: Agent, message: str) -> list[str]:
    events = agent.stream(message, user="u")
    return [event.text for event in events if isinstance(event, StepEvent) and event.text]


def test_what_is_looked_for_and_what_each_step_leaves(agent: Agent) -> None:
    assert told(agent, "a comedy under 100 minutes") == [
        "Looking for comedy films under 100 minutes",
        "Kept 46 of 420",
        "Put 46 in order",
    ]


def test_what_is_done_without_and_that_nothing_fits(agent: Agent) -> None:
    assert told(agent, "a musical like Alien about a baker") == [
        "Looking for musical films like Alien (1979), for “a baker”",
        "Kept 25 of 420",
        "Kept 0 of 25",
        "Nothing fits: doing without Alien (1979)",
        "Kept 25 of 420",
        "Kept 0 of 25",
        "Nothing fits: doing without “a baker”",
        "Kept 25 of 420",
        "Put 25 in order",
    ]
    assert told(agent, "start over: an animated western under 50 minutes")[-1] == "Nothing fits"


def test_a_question_is_looked_up_and_thanks_need_no_word(agent: Agent) -> None:
    assert told(agent, "who directed Alien?") == ["Looking that up", "1 row"]
    assert told(agent, "thanks") == []


def test_a_model_is_named_before_it_is_asked(films: Catalog, tmp_path: Path) -> None:
    read = threading.Event()
    in_time: list[bool] = []

    def slow(messages: Sequence[Message], options: CallOptions) -> str:
        in_time.append(read.wait(timeout=5))
        return "no plan"

    with Agent(films, model=ScriptedModel(slow, name="slow"), planner="frames", state=tmp_path) as agent:
        first, *rest = iterated(agent.stream("a comedy"), read)

    assert isinstance(first, StepEvent)
    assert (first.text, first.data) == ("Planning with slow", {"model": "slow"})
    assert in_time == [True, True]
    assert isinstance(rest[-1], ReplyEvent)


def iterated(events: Iterator[TurnEvent], read: threading.Event) -> Iterator[TurnEvent]:
    """Yield events, and tell when the first has been read."""
    for event in events:
        read.set()
        yield event


def test_a_model_that_looks_at_the_result_or_rewords_it_is_told_of_before_it_is_asked(
    tiny: Catalog, tmp_path: Path
) -> None:
    model = ScriptedModel(['{"finding": "none", "quote": ""}', "Here you are."], name="slow")
    with Agent(
        tiny,
        model=model,
        planner="offline",
        critic="model",
        config=AgentConfig(rewrite=True),
        state=tmp_path / "state",
    ) as agent:
        told = [event for event in agent.stream("a comedy") if isinstance(event, StepEvent) and "model" in event.data]

    assert [(event.node, event.text) for event in told] == [
        ("reflect", "Checking with slow"),
        ("respond", "Wording with slow"),
    ]
