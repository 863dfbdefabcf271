"""A model's second look: what it may send back, and all that it may not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, AgentConfig, Catalog, Reply
from palate.agent.config import Budget
from palate.agent.reflection.finding import Finding
from palate.errors import BadArgument, ModelUnavailable
from palate.llm.model import CallOptions, Message
from palate.llm.scripted import ScriptedModel
from palate.planners.offline import OfflinePlanner

BERGMAN = [
    {"id": "1", "title": "Winter Light", "genres": ["Drama"], "synopsis": "A pastor doubts in a cold church."},
    {"id": "2", "title": "Summer Interlude", "genres": ["Drama"], "synopsis": "A dancer remembers a summer."},
    {"id": "3", "title": "Smiles", "genres": ["Comedy"], "synopsis": "Couples meet at a country house."},
]


@pytest.fixture
def films(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog.build(tmp_path / "films.db", items=BERGMAN, noun="film") as catalog:
        yield catalog


def said(finding: str, quote: str = "") -> str:
    return json.dumps({"finding": finding, "quote": quote})


def criticised(catalog: Catalog, folder: Path, *answers: str | Exception, message: str, **config: Any) -> Reply:
    with Agent(
        catalog,
        model=ScriptedModel(answers),
        planner=OfflinePlanner(),
        critic="model",
        config=AgentConfig(**config),
        state=folder / "state",
    ) as agent:
        return agent.ask(message)


def kinds(reply: Reply) -> list[str]:
    return [each["kind"] for each in reply.trace.findings]


def test_what_fits_stays(films: Catalog, tmp_path: Path) -> None:
    reply = criticised(films, tmp_path, said("none"), message="a drama")

    assert {item.title for item in reply.items} == {"Winter Light", "Summer Interlude"}
    assert reply.trace.usage["model_calls"] == 1
    assert reply.trace.usage["replans"] == 0


def test_words_that_it_names_are_looked_for(films: Catalog, tmp_path: Path) -> None:
    reply = criticised(films, tmp_path, said("unused", "frosty church"), message="a drama, frosty church please")

    assert reply.items[0].title == "Winter Light"
    assert "critic" in kinds(reply)
    assert [step["tool"] for step in reply.trace.steps][-2:] == ["search", "rank"]


def test_of_a_quote_only_what_has_no_part_in_the_plan_is_looked_for(films: Catalog, tmp_path: Path) -> None:
    reply = criticised(films, tmp_path, said("unused", "a drama, frosty church"), message="a drama, frosty church")
    placed = criticised(films, tmp_path / "b", said("unused", "like Smiles"), message="films like Smiles")

    found = [each["data"]["quote"] for each in reply.trace.findings if each["kind"] == "critic"]
    assert found == ["frosty"]  # A text has "church": it was looked for from the start.
    assert "critic" not in kinds(placed)


def test_words_that_nothing_has_are_given_up_and_told(films: Catalog, tmp_path: Path) -> None:
    first = criticised(films, tmp_path, said("none"), message="a drama, um, zanily")
    reply = criticised(films, tmp_path, said("unused", "zanily"), message="a drama, um, zanily")

    assert {item.title for item in reply.items} == {item.title for item in first.items}
    assert reply.relaxed == ("“zanily”",)


@pytest.mark.parametrize("quote", ["explosions", "", "a", "drama"])
def test_what_does_not_bind_to_the_message_is_only_told(films: Catalog, tmp_path: Path, quote: str) -> None:
    reply = criticised(films, tmp_path, said("unused", quote), message="a drama")

    assert len(reply.items) == 2
    assert "uncritical" in kinds(reply)
    assert reply.trace.usage["replans"] == 0


@pytest.mark.parametrize(
    "answer", ["no JSON", said("delete everything"), "{}", ModelUnavailable("It is not there."), "{" * 5_000]
)
def test_a_model_that_fails_changes_nothing(films: Catalog, tmp_path: Path, answer: str | Exception) -> None:
    reply = criticised(films, tmp_path, answer, message="a drama")

    assert len(reply.items) == 2
    assert "uncritical" in kinds(reply)


def test_it_is_not_asked_where_nothing_is_reflected_on(films: Catalog, tmp_path: Path) -> None:
    assert criticised(films, tmp_path, message="a drama", reflection=False).trace.usage["model_calls"] == 0


def test_it_is_asked_once_a_request(films: Catalog, tmp_path: Path) -> None:
    always = [said("unused", "church")] * 9
    reply = criticised(films, tmp_path, *always, message="a drama in church")

    assert reply.trace.usage["model_calls"] <= 1


def test_it_costs_within_the_budget_of_a_turn(films: Catalog, tmp_path: Path) -> None:
    reply = criticised(films, tmp_path, said("unused", "church"), message="a drama, church", budget=Budget(calls=0))

    assert reply.trace.usage["tokens"] == 0
    assert reply.trace.usage["replans"] == 0
    assert "uncritical" in kinds(reply)


def test_it_is_not_asked_where_there_is_nothing_to_show(films: Catalog, tmp_path: Path) -> None:
    assert criticised(films, tmp_path, message="hello").trace.usage["model_calls"] == 0
    assert criticised(films, tmp_path, message="a drama that is a comedy").trace.usage["model_calls"] == 0


def test_texts_of_items_are_not_read_to_it(films: Catalog, tmp_path: Path) -> None:
    seen: list[str] = []

    def answer(messages: Sequence[Message], _: CallOptions) -> str:
        seen.extend(message.content for message in messages)
        return said("none")

    with Agent(
        films, model=ScriptedModel(answer), planner=OfflinePlanner(), critic="model", state=tmp_path / "s"
    ) as agent:
        agent.ask("a comedy")

    assert "Smiles" in seen[1]
    assert "country house" not in seen[1]


def test_a_critic_of_one_s_own_is_a_function(films: Catalog, tmp_path: Path) -> None:
    def no_winter(step: object, result: object, seen: Any) -> Iterator[Finding]:
        raise ValueError("It is summer.")
        yield

    with Agent(films, critic=no_winter, state=tmp_path / "s") as agent:
        reply = agent.ask("a drama")

    assert len(reply.items) == 2
    assert (
        reply.trace.findings[-1]["message"]
        == "The critic was of no help: `no_winter` failed with an error of its own (ValueError)."
    )


def test_a_model_has_to_be_named(films: Catalog, tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="name one"):
        Agent(films, critic="model", state=tmp_path / "s")
