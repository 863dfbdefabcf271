"""What plans name that does not exist, told over eight films."""

from __future__ import annotations

from typing import Any

import pytest

from palate import Catalog
from palate.agent.reply import Reply, Trace
from palate.evals.suites.plans.naming import unknown_names
from palate.planners.plan import Plan, Step


def named(catalog: Catalog, tool: str, **args: Any) -> list[str]:
    plan = Plan(request="x", steps=(Step(id="step1", tool=tool, args=args),)).model_dump(mode="json")
    return unknown_names(
        [Reply(act="recommend", text=""), Reply(act="recommend", text="", trace=Trace(plan=[plan]))], catalog
    )


def where(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


@pytest.mark.parametrize(
    ("tool", "args", "found"),
    [
        ("fly", {}, ["the tool `fly`"]),
        ("similar", {"items": ["2", "nope"]}, ["the item `nope`"]),
        ("lookup", {"select": ["title", "taste"], "group_by": "mood"}, ["the field `taste`", "the field `mood`"]),
        ("lookup", {"aggregate": [{"function": "avg", "field": "mood"}]}, ["the field `mood`"]),
        ("rank", {"order": [{"field": "mood", "descending": True}]}, ["the field `mood`"]),
        ("filter", {"where": [where("genres", "contains", "Zany")]}, ["`Zany` of `genres`"]),
        (
            "filter",
            {"where": [{"any_of": [where("genres", "contains_any", ["Horror", "Zany"])]}]},
            ["`Zany` of `genres`"],
        ),
        ("filter", {"where": [where("mood", "=", "Zany")]}, ["the field `mood`"]),
    ],
)
def test_what_is_not_there_is_told(tiny: Catalog, tool: str, args: dict[str, Any], found: list[str]) -> None:
    assert named(tiny, tool, **args) == found


@pytest.mark.parametrize(
    ("tool", "args"),
    [
        ("filter", {"where": [where("genres", "contains", "horror"), where("year", ">", 5000)]}),
        ("filter", {"where": [where("genres", "contains_any", {"from": "step1.rows[0].genres"})]}),
        ("similar", {"items": {"from": "step1.rows[*].id"}}),
        ("search", {"query": "a shark"}),
        ("rank", {"by": "preference"}),
    ],
)
def test_what_is_there_and_what_is_looked_up_is_not(tiny: Catalog, tool: str, args: dict[str, Any]) -> None:
    assert named(tiny, tool, **args) == []
