"""What people take feeds demonstrations, memory and ranking."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from palate import Agent, AgentConfig, Catalog
from palate.agent.agent import DEMONSTRATIONS
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.folder import FILE, DemoFolder
from tests.language.framing import constraint, reads, written

COMEDY = constraint("genres", "any_of", "Comedy", quote="a comedy")
NINETIES = constraint("year", "between", 1990, 1999, quote="from the nineties")
ANEW = "start over: a comedy from the nineties"
READ = {
    "a horror film": written("request", set=[constraint("genres", "any_of", "Horror", quote="horror")]),
    "a comedy": written("request", set=[COMEDY]),
    ANEW: written("undo", "request", set=[COMEDY, NINETIES], drop=["*"]),
    "I'll take the second": written("accept", refs=[{"item": "#2", "as": "take", "quote": "the second"}]),
}


def kept(state: Path) -> list[Demonstration]:
    return list(DemoFolder(state / DEMONSTRATIONS).read())


@pytest.fixture
def agent(tiny: Catalog, tmp_path: Path) -> Agent:
    return Agent(tiny, model=reads(READ), planner="frames", state=tmp_path)


def test_the_plan_that_showed_what_is_taken_becomes_a_demonstration(agent: Agent, tmp_path: Path) -> None:
    agent.ask("a horror film", user="eve", session="one")
    shown = agent.ask(ANEW, user="eve", session="one").items[0]
    agent.commit(shown.id, user="eve", session="one")

    (made,) = kept(tmp_path)
    assert (made.message, made.masked, made.source, made.users) == (
        ANEW,
        "start over: a [value] from the [number]",
        "harvested",
        ("eve",),
    )
    assert (made.successes, made.tries) == (1, 1)
    assert [line.split(":")[0] for line in made.state] == ["Active", "Shown", "Earlier"]
    assert made.frames.dumped() == json.loads(READ[ANEW])


def test_taking_by_a_message_does_the_same(agent: Agent, tmp_path: Path) -> None:
    second = agent.ask("a comedy", user="eve").items[1]
    agent.ask("I'll take the second", user="eve")

    assert [each.message for each in kept(tmp_path)] == ["a comedy"]
    assert [(event.kind, event.item) for event in agent.memory.of("eve").events()] == [("commit", second.id)]


def test_a_turn_is_never_counted_twice_and_the_same_request_of_another_counts_for_it(
    agent: Agent, tmp_path: Path
) -> None:
    for user in ("eve", "bob"):
        shown = agent.ask("a comedy", user=user).items
        agent.commit(shown[0].id, user=user)
        agent.commit(shown[1].id, user=user)

    (made,) = kept(tmp_path)
    assert (made.users, made.successes, made.tries) == (("eve", "bob"), 2, 2)


@pytest.mark.parametrize(
    "message", ["a comedy for my aunt Gertrude", "I had a bad day at the office. A comedy, please"]
)
def test_what_people_tell_besides_goes_into_no_demonstration(agent: Agent, tmp_path: Path, message: str) -> None:
    shown = agent.ask(message, user="eve").items[0]
    agent.commit(shown.id, user="eve")

    assert kept(tmp_path) == []


def test_neither_does_what_they_told_earlier_in_the_conversation(agent: Agent, tmp_path: Path) -> None:
    agent.ask("a comedy for my aunt Gertrude", user="eve")
    agent.commit(agent.ask("a comedy", user="eve").items[0].id, user="eve")

    assert kept(tmp_path) == []


def test_an_item_that_no_turn_showed_and_somebody_nobody_knows_teach_nothing(agent: Agent, tmp_path: Path) -> None:
    agent.ask("a horror film", user="eve")
    agent.commit("8", user="eve")
    agent.commit(agent.ask("a comedy", session="s").items[0].id, session="s")

    assert kept(tmp_path) == []


def test_nothing_is_harvested_where_nobody_wants_it(tiny: Catalog, tmp_path: Path) -> None:
    config = AgentConfig(harvest=False)
    with Agent(tiny, model=reads(READ), planner="frames", config=config, state=tmp_path) as agent:
        agent.commit(agent.ask("a comedy", user="eve").items[0].id, user="eve")

    assert kept(tmp_path) == []


def test_nothing_is_harvested_where_no_model_reads(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, state=tmp_path) as agent:
        agent.commit(agent.ask("a comedy", user="eve").items[0].id, user="eve")

    assert kept(tmp_path) == []


def test_who_is_forgotten_takes_their_demonstrations_along(agent: Agent, tmp_path: Path) -> None:
    agent.commit(agent.ask("a comedy", user="eve").items[0].id, user="eve")
    agent.memory.of("eve").forget()

    assert kept(tmp_path) == []


def test_what_was_taken_is_kept_where_demonstrations_cannot_be(agent: Agent, tmp_path: Path) -> None:
    shown = agent.ask("a comedy", user="eve").items[0]
    (tmp_path / DEMONSTRATIONS).mkdir()
    (tmp_path / DEMONSTRATIONS / FILE).write_text("no demonstration\n")

    with pytest.warns(UserWarning, match="No demonstration was made of what was taken"):
        agent.commit(shown.id, user="eve")
    assert [(event.kind, event.item) for event in agent.memory.of("eve").events()] == [("commit", shown.id)]


def test_what_is_taken_counts_for_the_ranking_at_once_and_in_every_session(films: Catalog, tmp_path: Path) -> None:
    with Agent(films, state=tmp_path) as agent:
        before = agent.ask("a film", user="eve", session="before").items
        taken = agent.ask("a western", user="eve", session="one").items[0]
        agent.commit(taken.id, user="eve", session="one")
        after = agent.ask("a film", user="eve", session="two").items

    assert not any(taken.title in reason for item in before for reason in item.reasons)
    assert all(any(taken.title in reason for reason in item.reasons) for item in after)
    assert taken.id not in {item.id for item in after}
