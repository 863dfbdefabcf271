"""Which reader an agent has, and what follows for what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.errors import BadArgument
from palate.language.frame import Constraint, Frame, Frames
from palate.language.session import SessionView


@pytest.fixture
def agent_here(films: Catalog, tmp_path: Path) -> Agent:
    return Agent(films, state=tmp_path)


@pytest.mark.parametrize("message", ["bitte keinen Horror", "no horror please", "nada de terror, una comedia"])
def test_what_is_ruled_out_is_not_shown_in_any_language(agent_here: Agent, message: str) -> None:
    with agent_here as agent:
        reply = agent.ask(message)

    assert not any("Horror" in str(item.fields["genres"]) for item in reply.items)


def test_a_long_message_is_read_as_far_as_it_fits(agent_here: Agent) -> None:
    with agent_here as agent:
        reply = agent.ask("a western, " + "and one more thing that I wanted to tell you, " * 60)

    assert "I read only as far as" in reply.text


def test_what_reads_nothing_is_refused(films: Catalog) -> None:
    with pytest.raises(BadArgument, match="`reader` is `42`; what can be called was expected"):
        Agent(films, reader=42)  # type: ignore[arg-type]


def test_an_app_may_bring_its_own_reader(films: Catalog, tmp_path: Path) -> None:
    def read(message: str, session: SessionView, catalog: Catalog, **_: object) -> Frames:
        western = Constraint(field="genres", op="any_of", values=("Western",), quote="giddy up")
        return Frames(frames=(Frame.model_validate({"acts": ["request"], "set": [western]}),))

    with Agent(films, reader=read, state=tmp_path) as agent:
        reply = agent.ask("giddy up")

    assert reply.items
    assert all("Western" in str(item.fields["genres"]) for item in reply.items)


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
