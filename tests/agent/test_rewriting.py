"""Replies in other words: checked claim by claim, and never needed."""

from __future__ import annotations

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


def test_what_binds_is_said(opened: Any) -> None:
    true = "Two horror films:\n1. Alien (1979), which runs 117 minutes.\n2. Jaws (1975), the longer of the two."
    agent, model = opened(true)
    reply = agent.ask("horror")

    assert reply.text == true
    assert [item.title for item in reply.items] == ["Alien", "Jaws"]
    assert reply.trace.usage["model_calls"] == 1
    assert reply.trace.usage["tokens"] > 0
    assert reply.trace.findings == []
    assert "1979" in model.asked[0].messages[-1].content


def test_marks_of_models_are_taken_off(opened: Any) -> None:
    marked = "## Two horror films\n1. **Alien** (*1979*)\n2. ***Jaws*** (1975)"
    agent, _ = opened(marked)

    assert agent.ask("horror").text == "Two horror films\n1. Alien (1979)\n2. Jaws (1975)"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("1. Alien (1979), which runs 124 minutes.\n2. Jaws (1975).", "124 minutes"),
        ("1. Jaws (1975).\n2. Alien (1979).", "This line should be about"),
        ("1. Alien (1979).\n2. Jaws (1975).\nSee www.example.com.", "no prose"),
        ("", "it is empty"),
        ("Alien. " * 500, "characters"),
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


def test_the_claims_that_do_not_bind_are_named(opened: Any) -> None:
    agent, _ = opened("1. Alien (1979), which runs 124 minutes.\n2. Jaws (1975).")
    finding = agent.ask("horror").trace.findings[0]

    assert finding["data"]["claims"] == [{"kind": "number", "said": "124 minutes"}]


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


def test_what_has_to_be_disclosed_is_told_to_the_model_and_has_to_stay(opened: Any) -> None:
    agent, model = opened("1. Alien (1979).\n2. Jaws (1975).")
    reply = agent.ask("horor")

    assert reply.text.startswith("I took “horor” to mean")
    assert "I took “horor” to mean" in model.asked[0].messages[-1].content
    unbound = next(each for each in reply.trace.findings if each["kind"] == "unbound")
    assert unbound["data"]["claims"][0]["kind"] == "disclosure"


def test_nothing_is_rewritten_where_nobody_asked_for_it(opened: Any) -> None:
    agent, model = opened(config=AgentConfig(k=2))
    agent.ask("horror")

    assert model.asked == []


def test_rewriting_needs_a_model(tiny: Catalog, tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="asks a model"):
        Agent(tiny, config=REWRITE, state=tmp_path)


def test_a_rewriter_of_one_s_own_is_checked_as_well(tiny: Catalog, tmp_path: Path, template: str) -> None:
    class Boaster:
        name = "boaster"

        def rewrite(self, written: Any) -> str:
            return f"{written.reply.text}\nAlien is the longest of them."

    with Agent(tiny, rewriter=Boaster(), config=AgentConfig(k=2), state=tmp_path / "own") as agent:
        assert agent.ask("horror").text == template


def test_a_small_model_costs_no_reply_its_truth(films: Catalog, smollm2: Path, tmp_path: Path) -> None:  # noqa: F811
    with Agent(films, model=f"local:{smollm2}", planner="offline", config=REWRITE, state=tmp_path / "s") as agent:
        reply = agent.ask("a comedy from the nineties")

    assert reply.trace.usage["model_calls"] == 1
    assert len(reply.items) == 2
    assert all(item.title in reply.text for item in reply.items)
