"""The schema that constrains a model lets through what can be run, and nothing that does not exist."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from palate import Catalog, tool
from palate.language.understanding import Understanding
from palate.planners.models.constraining import plain_kind, plan_schema, tightened
from palate.tools.toolbox import Toolbox
from tests.planners.models.conftest import Read

NINETIES = {"quote": "nineties", "field": "year", "op": "between", "value": [1990, 1999]}
COMEDY = {"quote": "comedy", "field": "genres", "op": "contains", "value": "Comedy"}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    with Catalog.films() as films:
        return plan_schema(films, Toolbox(installed=False))


def allows(schema: dict[str, Any], *steps: dict[str, Any]) -> bool:
    return bool(Draft202012Validator(schema).is_valid({"kind": "recommend", "steps": list(steps)}))


def filtered(*where: dict[str, Any]) -> dict[str, Any]:
    return {"tool": "filter", "where": list(where)}


def test_the_schema_is_one(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(
    "step",
    [
        filtered(COMEDY, NINETIES),
        filtered({"any_of": [COMEDY, NINETIES]}),
        filtered({"quote": "older", "field": "year", "op": "<", "value": {"from": "step1.rows[0].year"}}),
        {"tool": "rank"},
        {"tool": "rank", "by": "popularity", "order": [{"field": "runtime", "descending": True}], "limit": 3},
        {"tool": "lookup", "select": ["director"], "items": ["Fargo"]},
        {"tool": "lookup", "where": [COMEDY], "aggregate": [{"function": "count"}], "group_by": "country"},
        {"tool": "similar", "items": ["Alien"]},
        {"tool": "sql", "query": "SELECT 1"},
    ],
)
def test_what_can_be_run_is_let_through(schema: dict[str, Any], step: dict[str, Any]) -> None:
    assert allows(schema, step)


@pytest.mark.parametrize(
    "step",
    [
        {"tool": "delete"},
        filtered(COMEDY | {"field": "genre"}),
        filtered(COMEDY | {"value": "Rom-Com"}),
        filtered(COMEDY | {"op": "<"}),
        filtered({"field": "genres", "op": "contains", "value": "Comedy"}),
        filtered(NINETIES | {"value": "the nineties"}),
        {"tool": "rank", "order": [{"field": "title", "descending": True}]},
        {"tool": "lookup", "select": ["budget"]},
        {"tool": "similar", "items": []},
    ],
)
def test_what_does_not_exist_is_not(schema: dict[str, Any], step: dict[str, Any]) -> None:
    assert not allows(schema, step)


def test_a_registered_tool_can_be_planned_and_nothing_else_of_it(films: Catalog) -> None:
    @tool
    def weather(city: str, days: int = 1) -> dict[str, str]:
        """Today's weather in a city. Not for forecasts."""
        return {"city": city, "days": str(days)}

    schema = plan_schema(films, Toolbox([weather], installed=False))

    assert allows(schema, {"tool": "weather", "city": "Oslo"})
    assert not allows(schema, {"tool": "weather", "days": 2})
    assert not allows(schema, {"tool": "weather", "city": "Oslo", "wind": True})


def test_for_one_message_only_its_own_words_can_be_quoted(schema: dict[str, Any]) -> None:
    tight = tightened(schema, "a comedy from the nineties", Understanding(message=""))

    assert allows(tight, filtered(COMEDY, NINETIES))
    assert not allows(tight, filtered(COMEDY | {"quote": "funny"}))
    Draft202012Validator.check_schema(tight)


def test_a_message_without_words_leaves_the_schema_as_it_is(schema: dict[str, Any]) -> None:
    assert tightened(schema, "?!", Understanding(message="?!")) == schema


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("a comedy from the nineties", "recommend"),
        ("how many comedies are there?", "answer"),
        ("who directed Jaws", "answer"),
        ("the longest western", "recommend"),
        ("a comedy, and who directed Jaws?", None),
        ("a zzz film", None),
        ("do you have any westerns?", None),
        ("which age ratings are there among films by Steven Spielberg?", "answer"),
        ("Jaws", None),
        ("hello", None),
    ],
)
def test_the_kind_of_plan_is_held_where_it_is_plain(
    schema: dict[str, Any], reading: Read, message: str, kind: str | None
) -> None:
    understood = reading(message).understood

    assert plain_kind(understood) == kind
    held = tightened(schema, message, understood)["properties"]["kind"]
    assert held == ({"const": kind} if kind else schema["properties"]["kind"])
