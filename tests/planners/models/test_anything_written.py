"""Whatever JSON a model that no schema holds writes, it can be run or is complained of in one of our errors."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palate.errors import BadCompletion, PlanError
from palate.planners.models.compiling import compiled
from palate.planners.models.written import WrittenPlan
from tests.planners.models.conftest import Read

NAMES = ("where", "order", "aggregate", "select", "items", "query", "limit", "by", "fields", "group_by", "any_of")
KEYS = ("quote", "field", "op", "value", "any_of", "from", "descending", "function")
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 3000),
    st.sampled_from(
        ["comedy", "genres", "year", "runtime", "Comedy", "Jaws", "<", "=", "contains", "count", "max", ""]
    ),
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)),
    max_leaves=8,
)
TOOLS = st.sampled_from(["filter", "lookup", "search", "similar", "rank", "facets", "sql", "delete"])
STEPS = st.builds(
    lambda tool, args: {"tool": tool, **args}, TOOLS, st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4)
)
PLANS = st.fixed_dictionaries(
    {"kind": st.sampled_from(["recommend", "answer", "chat"]), "steps": st.lists(STEPS, max_size=3)}
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=PLANS)
def test_nothing_that_is_written_raises_anything_else(reading: Read, written: dict[str, Any]) -> None:
    held = reading("a comedy like Jaws from the nineties")
    with suppress(PlanError, BadCompletion):
        assert compiled(WrittenPlan.read(json.dumps(written)), held, planner="test").understanding.intents


@pytest.mark.parametrize(
    ("step", "args"),
    [
        (
            {"tool": "filter", "where": {"field": "year", "op": "=", "value": 1990}},
            {"where": [{"quote": "", "field": "year", "op": "=", "value": 1990}]},
        ),
        ({"tool": "similar", "items": "Jaws"}, {"items": ["Jaws"]}),
        ({"tool": "lookup", "items": None, "select": "year"}, {"select": ["year"]}),
        ({"tool": "weather", "items": "Jaws", "order": 3}, {"items": "Jaws", "order": 3}),
    ],
)
def test_one_of_something_is_a_list_of_one(step: dict[str, Any], args: dict[str, Any]) -> None:
    plan = WrittenPlan.read(json.dumps({"kind": "recommend", "steps": [step]}))

    assert plan.steps[0].args == args


def test_a_list_of_something_else_is_complained_of() -> None:
    with pytest.raises(BadCompletion, match="`where` of `filter` is no list of conditions"):
        WrittenPlan.read(json.dumps({"kind": "recommend", "steps": [{"tool": "filter", "where": "year > 1990"}]}))
