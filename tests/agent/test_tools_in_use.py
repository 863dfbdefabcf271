"""Tools beside the conditions of a message: counts by a field, a SELECT, and an app's own tools that a model calls."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from palate import Agent, AgentConfig, Catalog, ItemId, tool
from palate.agent.reply import Reply
from palate.language.preference import Preference
from palate.language.understanding import Intent, Question
from palate.llm.scripted import ScriptedModel
from tests.agent.making import Script, wants
from tests.tools.calling.shop import LAPTOPS, REFURBISHED

UNDER_1000 = {"field": "price", "op": "<", "values": [1000], "quote": "under 1000"}


class Depot(BaseModel):
    """Where things are kept."""

    city: str
    floors: list[int] = []


class Parcel(BaseModel):
    """What is sent, and from where."""

    depot: Depot
    express: bool = False


@tool
def kept_in(depot: Depot) -> list[ItemId]:
    """Tell what a depot holds."""
    return REFURBISHED if (depot.city, depot.floors) == ("Graz", [1, 2]) else []


@tool
def days(parcel: Parcel) -> dict[str, Any]:
    """Tell how long a parcel takes."""
    return {"from": parcel.depot.city, "days": 1 if parcel.express else 3}


@pytest.fixture(scope="module")
def shop() -> Iterator[Catalog]:
    with Catalog.build(":memory:", items=LAPTOPS, noun="laptop") as catalog:
        yield catalog


CONFIG = AgentConfig(demos="none", planner="frames", max_questions=0, installed_tools=False)


def asked(shop: Catalog, message: str, *written: dict[str, Any]) -> Reply:
    """Return the reply to a message that a model reads as these frames."""
    model = ScriptedModel([json.dumps({"frames": written})])
    with Agent(shop, model=model, tools=[kept_in, days], config=CONFIG, state=":memory:") as agent:
        return agent.ask(message)


def test_a_tool_of_items_and_one_that_answers_stand_beside_constraints_in_one_frame(shop: Catalog) -> None:
    kept = {"tool": "kept_in", "args": {"depot": {"city": "Graz", "floors": [1, 2]}}, "quote": "in Graz"}
    takes = {"tool": "days", "args": {"parcel": {"depot": {"city": "Graz"}, "express": True}}}
    message = "laptops under 1000 that are in Graz; how long does express take?"
    reply = asked(shop, message, {"acts": ["request", "question"], "set": [UNDER_1000], "calls": [kept, takes]})

    assert {item.id for item in reply.items} == {"l5", "l3", "l7", "l2"}
    assert [answer.rows for answer in reply.answers] == [({"from": "Graz", "days": 1},)]
    assert "from: Graz; days: 1" in reply.text


def test_a_call_whose_arguments_do_not_fit_its_schema_is_left_out_and_told(shop: Catalog) -> None:
    wrong = {"tool": "kept_in", "args": {"depot": {"floors": "all"}}}
    reply = asked(shop, "laptops under 1000", {"acts": ["request"], "set": [UNDER_1000], "calls": [wrong]})

    assert {item.id for item in reply.items} == {"l2", "l3", "l5", "l7"}
    differs = [each["message"] for each in reply.trace.findings if each["kind"] == "differs"]
    assert len(differs) == 1
    assert differs[0].startswith("A call of a tool was left out: ")


def test_requests_of_one_message_are_frames_of_their_own(shop: Catalog) -> None:
    volt, aero = ({"field": "brand", "op": "any_of", "values": [name], "quote": name} for name in ("Volt", "Aero"))
    first, second = (
        {"acts": ["request"], "set": [each], "n": 1, "sort": [{"field": "price"}]} for each in (volt, aero)
    )
    fact = {"acts": ["question"], "ask": [{"what": "count"}], "set": [UNDER_1000]}
    message = "the dearest Volt and the dearest Aero, and how many are there under 1000?"
    reply = asked(shop, message, first, second, fact)

    assert [item.id for item in reply.items] == ["l8", "l1"]
    assert "There are four laptops with price under 1,000." in reply.text


def test_a_model_counts_by_a_field_over_what_fits(shop: Catalog) -> None:
    count = {"acts": ["question"], "ask": [{"what": "count", "by": "brand"}], "set": [UNDER_1000]}
    reply = asked(shop, "how many per brand, under 1000?", count)

    assert reply.text == "Aero: 1\nNomad: 1\nQuill: 1\nVolt: 1"


def test_a_count_by_a_field_that_there_is_not_counts_nothing(shop: Catalog) -> None:
    count = {"acts": ["question"], "ask": [{"what": "count", "by": "maker"}]}
    assert asked(shop, "how many per maker?", count).trace.steps == []


@pytest.mark.parametrize(
    ("conditions", "text"),
    [
        ((wants("kind", "=", "gaming"),), "Nomad: 1\nTitan: 1\nVolt: 1"),
        ((wants("price", "<", 1),), "There are no laptops with price under 1."),
    ],
)
def test_without_a_model_a_count_by_a_field_is_over_what_fits(
    shop: Catalog, conditions: tuple[Preference, ...], text: str
) -> None:
    question = Intent(act="question", question=Question(kind="count", by="brand"), preferences=conditions)
    config = AgentConfig(installed_tools=False)
    with Agent(shop, reader=Script(x=question), config=config, state=":memory:") as agent:
        assert agent.ask("x").text == text


def test_figures_are_written_as_their_fields_are_and_long_results_are_cut(shop: Catalog) -> None:
    select = "SELECT kind, AVG(price) AS price, 1.0 / 3 AS share FROM items GROUP BY kind ORDER BY 2"
    assert asked(shop, "prices by kind?", {"acts": ["question"], "sql": select}).text.splitlines()[0] == (
        "kind: ultrabook; price: 749; value 3: 0.33"
    )
    many = "SELECT a.title, b.price FROM items a, items b"
    reply = asked(shop, "all pairs?", {"acts": ["question"], "sql": many})
    assert reply.text.splitlines()[50:] == ["And 14 more."]
    assert len(reply.answers[0].rows) == 64
