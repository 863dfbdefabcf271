"""Which reader an agent has, and what follows for what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.errors import BadArgument


@pytest.fixture
def learned(films: Catalog, tmp_path: Path) -> Agent:
    return Agent(films, reader="learned", state=tmp_path)


def test_the_learned_reader_is_chosen_by_name(learned: Agent) -> None:
    with learned as agent:
        reply = agent.ask("a western under 100 minutes")

    assert reply.items
    assert all("Western" in str(item.fields["genres"]) for item in reply.items)
    assert all(float(str(item.fields["runtime"])) < 100 for item in reply.items)


@pytest.mark.parametrize("message", ["bitte keinen Horror", "no horror please", "nada de terror, una comedia"])
def test_what_is_ruled_out_is_not_shown_in_any_language(learned: Agent, message: str) -> None:
    with learned as agent:
        reply = agent.ask(message)

    assert not any("Horror" in str(item.fields["genres"]) for item in reply.items)


def test_a_long_message_is_read_as_far_as_it_fits(learned: Agent) -> None:
    with learned as agent:
        reply = agent.ask("a western, " + "and one more thing that I wanted to tell you, " * 60)

    assert "I read only as far as" in reply.text


def test_another_name_is_refused(films: Catalog) -> None:
    with pytest.raises(BadArgument, match="one of rules, learned was expected"):
        Agent(films, reader="learnt")  # type: ignore[arg-type]


def test_an_app_may_say_that_the_first_item_counts(films: Catalog, tmp_path: Path) -> None:
    config = AgentConfig(k=1, max_questions=4, first_is_final=True)
    with Agent(films, config=config, state=tmp_path / "final") as agent:
        asked = agent.ask("a comedy under 100 minutes", session="s")
    with Agent(films, config=AgentConfig(k=1, max_questions=4), state=tmp_path / "free") as agent:
        shown = agent.ask("a comedy under 100 minutes", session="s")

    assert asked.act == "ask"
    assert asked.question is not None
    assert {f"{part.field} {part.op} {part.value}" for where in asked.question.understood for part in where.parts} == {
        "genres contains Comedy",
        "runtime < 100",
    }
    assert shown.act == "recommend"
