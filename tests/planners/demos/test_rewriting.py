"""From plans that ran back to what a model should write."""

from __future__ import annotations

from typing import Any

from palate import Catalog
from palate.planners.demos.rewriting import rewritten
from palate.planners.plan import Plan, Step

COMEDY = {"field": "genres", "op": "contains", "value": "Comedy"}
SHORT = {"field": "runtime", "op": "<", "value": 100}


def plan(*steps: tuple[str, dict[str, Any], str], **more: Any) -> Plan:
    made = (Step(id=f"s{n}", tool=tool, args=args, why=why) for n, (tool, args, why) in enumerate(steps))
    return Plan(request="x", steps=tuple(made), **more)


def test_conditions_get_their_quotes_back(tiny: Catalog) -> None:
    ran = plan(
        ("filter", {"where": [COMEDY, SHORT]}, "comedy; under 100 minutes"), ("rank", {"by": "preference"}, ""), show=2
    )

    found = rewritten(ran, "A comedy under 100 minutes", tiny)

    assert found is not None
    assert found.plan.model_dump(mode="json", exclude_defaults=True) == {
        "kind": "recommend",
        "steps": [
            {
                "tool": "filter",
                "where": [{"quote": "comedy", **COMEDY}, {"quote": "under 100 minutes", **SHORT}],
            },
            {"tool": "rank", "limit": 2},
        ],
    }


def test_what_the_message_does_not_say_held_before(tiny: Catalog) -> None:
    ran = plan(("filter", {"where": [COMEDY, SHORT]}, "comedy; shorter"), ("rank", {}, ""))

    found = rewritten(ran, "shorter please", tiny)

    assert found is not None
    assert found.before == 'genres contains "Comedy"'
    assert found.plan.steps[0].args == {"where": [{"quote": "shorter", **SHORT}]}


def test_references_follow_the_steps_that_are_left(tiny: Catalog) -> None:
    bound = {"field": "year", "op": ">", "value": {"from": "s1.rows[0].year"}}
    ran = plan(
        ("filter", {"where": [COMEDY]}, "comedy"),
        ("lookup", {"select": ["year"], "items": ["3"]}, "newer than Jaws"),
        ("filter", {"where": [bound]}, "newer than Jaws"),
        ("rank", {}, ""),
    )

    found = rewritten(ran, "newer than Jaws", tiny)

    assert found is not None
    assert [step.tool for step in found.plan.steps] == ["lookup", "filter", "rank"]
    assert found.plan.steps[0].args == {"select": ["year"], "items": ["Jaws"]}
    [where] = found.plan.steps[1].args["where"]
    assert where == {"quote": "newer than Jaws", **bound, "value": {"from": "step1.rows[0].year"}}


def test_an_item_that_the_message_does_not_name_cannot_be_told(tiny: Catalog) -> None:
    ran = plan(("similar", {"items": ["3"]}, "the first"), ("rank", {"by": "similarity"}, ""))

    assert rewritten(ran, "like the first", tiny) is None
    assert rewritten(ran, "like Jaws", tiny) is not None


def test_conditions_of_which_nobody_knows_the_words_cannot_be_told(tiny: Catalog) -> None:
    assert rewritten(plan(("filter", {"where": [COMEDY, SHORT]}, "comedy")), "a comedy", tiny) is None


def test_an_outside_tool_cannot_be_told(tiny: Catalog) -> None:
    assert rewritten(plan(("weather", {}, ""), ("rank", {}, "")), "x", tiny) is None
