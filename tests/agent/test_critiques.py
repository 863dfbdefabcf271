"""Reactions to what is shown, from the words to what is shown next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from palate import Agent, AgentConfig, Catalog, Reply


@pytest.fixture
def agent(films: Catalog, tmp_path: Path) -> Iterator[Agent]:
    with Agent(films, config=AgentConfig(max_questions=0), state=tmp_path) as made:
        yield made


def numbers(reply: Reply, field: str) -> list[float]:
    return [float(str(item.fields[field])) for item in reply.items]


def genres(reply: Reply) -> list[list[str]]:
    return [cast(list[str], item.fields["genres"]) for item in reply.items]


def ids(reply: Reply) -> list[str]:
    return [item.id for item in reply.items]


def test_of_a_field(agent: Agent) -> None:
    first = agent.ask("a comedy from the nineties", user="u")
    second = agent.ask("shorter", user="u")

    assert second.items
    assert max(numbers(second, "runtime")) < max(numbers(first, "runtime"))
    assert all("Comedy" in each for each in genres(second))
    assert all(1990 <= year <= 1999 for year in numbers(second, "year"))


def test_of_an_item(agent: Agent) -> None:
    first = agent.ask("a comedy", user="u")
    second = agent.ask("not the first one", user="u")
    later = agent.ask("a comedy", user="u", session="later")

    assert second.items
    assert later.items
    assert ids(first)[0] not in (*ids(second), *ids(later))


def test_of_the_only_item(films: Catalog, tmp_path: Path) -> None:
    with Agent(films, config=AgentConfig(k=1, max_questions=0), state=tmp_path) as agent:
        shown = [agent.ask(each, user="u") for each in ("a comedy", "not that one", "no", "not that one either")]

    assert [len(reply.items) for reply in shown] == [1, 1, 1, 1]
    assert len({ids(reply)[0] for reply in shown}) == 4


def test_of_an_item_and_a_field_together(agent: Agent) -> None:
    second_item = agent.ask("a drama from the seventies", user="u").items[1]
    reply = agent.ask("like the second but newer", user="u")

    assert reply.items
    assert all(year > float(str(second_item.fields["year"])) for year in numbers(reply, "year"))
    assert second_item.id not in ids(reply)
    assert any("similar" in step["tool"] for step in reply.trace.steps)


def test_without_a_reason(films: Catalog, tmp_path: Path) -> None:
    """Only the field that is wrong is named: what comes next lacks what the others had of it."""
    with Agent(films, config=AgentConfig(k=1, max_questions=0), state=tmp_path) as agent:
        messages = ["a comedy", *["the year isn't right"] * 3]
        shown = [agent.ask(each, user="u") for each in messages]

    assert len({year for reply in shown for year in numbers(reply, "year")}) == 4
    assert all("Comedy" in genres(reply)[0] for reply in shown)


def test_by_taking_one(agent: Agent) -> None:
    first = agent.ask("a comedy", user="u").items[0]
    taken = agent.ask("I'll take the first", user="u")
    after = agent.ask("a comedy", user="u")

    assert first.title in taken.text
    assert [(event.kind, event.item) for event in agent.memory.of("u").events()] == [("commit", first.id)]
    assert first.id not in ids(after)
