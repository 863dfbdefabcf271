"""Replies in other words: slots and words that claim nothing, and never needed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.agent.config import Budget
from palate.errors import BadArgument, ModelUnavailable
from palate.llm.scripted import ScriptedModel
from tests.llm.conftest import smollm2  # noqa: F401 - a fixture

REWRITE = AgentConfig(rewrite=True, k=2)


def lines(*each: str) -> str:
    """Return what a model answers: lines of pieces, told here with a space between them."""
    return json.dumps({"lines": [line.split() for line in each]})


@pytest.fixture
def opened(tiny: Catalog, tmp_path: Path) -> Iterator[Any]:
    agents: list[Agent] = []

    def make(*answers: str | Exception, config: AgentConfig = REWRITE) -> tuple[Agent, ScriptedModel]:
        model = ScriptedModel(answers)
        agent = Agent(tiny, model=model, planner="offline", config=config, state=tmp_path / f"{len(agents)}")
        agents.append(agent)
        return agent, model

    yield make
    for agent in agents:
        agent.close()


@pytest.fixture
def template(tiny: Catalog, tmp_path: Path) -> str:
    """What the templates say to "horror"."""
    with Agent(tiny, config=AgentConfig(k=2), state=tmp_path / "template") as agent:
        return agent.ask("horror").text


def test_slots_are_filled_from_evidence(opened: Any) -> None:
    agent, model = opened(lines("{count} for you :", "{1.title} , {1.genres}", "{2.title} , from {2.year} ."))
    reply = agent.ask("horror")

    assert reply.text == "Two films for you:\n1. Alien (1979), Horror and Sci-Fi\n2. Jaws (1975), from 1975."
    assert [item.title for item in reply.items] == ["Alien", "Jaws"]
    assert reply.trace.usage["model_calls"] == 1
    assert reply.trace.findings == []
    assert "Horror and Sci-Fi" in model.asked[0].messages[-1].content


def test_the_schema_has_slots_and_connectives_alone(opened: Any) -> None:
    agent, model = opened(lines("{1.title} {2.title}"))
    agent.ask("horror")

    pieces = (model.asked[0].json_schema or {})["properties"]["lines"]["items"]["items"]["enum"]
    assert {"{1.title}", "{2.year}", "{count}", "by", ","} <= set(pieces)
    assert not {"not", "best", "two", "Alien", "{3.title}"} & set(pieces)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lines("{1.title} , {1.year} . {2.title} is longer ."), "“longer” stands outside a slot"),
        (lines("{2.title} . {1.title} ."), "its items are 2.title, 1.title"),
        (lines("{1.title} from {2.year} . {2.title}"), "`{2.year}` does not stand behind the title"),
        (lines("{1.title} . {3.title}"), "there is no slot `{3.title}`"),
        ("1. Alien (1979).\n2. Jaws (1975).", "gave no lines of slots and words"),
        (lines(), "nothing is there"),
        (ModelUnavailable("it is not there."), "it is not there"),
        (RuntimeError("boom"), "failed with an error of its own (RuntimeError)."),
    ],
)
def test_the_template_stands_otherwise_and_the_trace_says_why(
    opened: Any, template: str, answer: str | Exception, why: str
) -> None:
    agent, _ = opened(answer)
    reply = agent.ask("horror")

    assert reply.text == template
    assert [finding["kind"] for finding in reply.trace.findings] == ["unbound"]
    assert why in reply.trace.findings[0]["message"]
    assert reply.trace.usage["model_calls"] == 1


def test_calls_of_a_turn_count_together(opened: Any, template: str) -> None:
    agent, model = opened("whatever", config=REWRITE.model_copy(update={"budget": Budget(calls=0)}))
    reply = agent.ask("horror")

    assert (reply.text, model.asked) == (template, [])
    assert "0 model calls" in reply.trace.findings[0]["message"]


def test_small_talk_and_an_honest_not_here_keep_their_words(opened: Any) -> None:
    agent, model = opened()
    agent.ask("thanks!")
    reply = agent.ask("horror from the 1920s")

    assert (reply.act, model.asked) == ("abstain", [])


def test_what_has_to_be_disclosed_has_a_slot_and_has_to_stand(opened: Any) -> None:
    agent, _ = opened(lines("{1.title} . {2.title} ."), lines("{told.1}", "{1.title}", "{2.title}"))
    first, second = agent.ask("horor"), agent.ask("horor")

    assert "`{told.1}` has to be said" in first.trace.findings[-1]["message"]
    assert "“horor”" in first.text
    assert "“horor”" in second.text.split("\n")[0]
    assert second.text.split("\n")[1:] == ["1. Alien (1979)", "2. Jaws (1975)"]


def test_an_answer_is_said_whole(opened: Any) -> None:
    agent, _ = opened(lines("here it is : {told.1}"))
    reply = agent.ask("what genre is Alien?")

    assert reply.text.startswith("Here it is: The genres of Alien")


def test_nothing_is_rewritten_where_nobody_asked_for_it(opened: Any) -> None:
    agent, model = opened(config=AgentConfig(k=2))
    agent.ask("horror")

    assert model.asked == []


def test_rewriting_needs_a_model(tiny: Catalog, tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="asks a model"):
        Agent(tiny, config=REWRITE, state=tmp_path)


@pytest.mark.parametrize("written", ["{1.title} is the longest. {2.title}", "", 5, "word " * 5_000])
def test_a_rewriter_of_one_s_own_is_held_to_the_same(
    tiny: Catalog, tmp_path: Path, template: str, written: object
) -> None:
    class Boaster:
        name = "boaster"

        def rewrite(self, _: Any) -> Any:
            return written

    with Agent(tiny, rewriter=Boaster(), config=AgentConfig(k=2), state=tmp_path / "own") as agent:
        reply = agent.ask("horror")

    assert reply.text == template
    assert reply.trace.findings[-1]["kind"] == "unbound"


def test_a_small_model_costs_no_reply_its_truth(tiny: Catalog, smollm2: Path, tmp_path: Path) -> None:  # noqa: F811
    config = REWRITE.model_copy(update={"budget": Budget(model_seconds=2)})
    with Agent(tiny, model=f"local:{smollm2}", planner="offline", config=config, state=tmp_path / "s") as agent:
        reply = agent.ask("a comedy")

    assert reply.trace.usage["model_calls"] == 1
    assert len(reply.items) == 2
    assert all(item.title in reply.text for item in reply.items)
