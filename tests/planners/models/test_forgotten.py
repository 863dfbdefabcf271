"""What a message plainly says and a model's plan forgot."""

from __future__ import annotations

from typing import Any

from palate.planners.models.forgotten import with_all_said
from palate.planners.models.rereading import reread
from palate.planners.models.written import WrittenPlan
from tests.planners.models.conftest import Read

COMEDY = {"quote": "comedy", "field": "genres", "op": "contains", "value": "Comedy"}
RANK = {"tool": "rank"}


def condition(quote: str, field: str, op: str, value: Any) -> dict[str, Any]:
    return {"quote": quote, "field": field, "op": op, "value": value}


def filtered(*where: dict[str, Any]) -> dict[str, Any]:
    return {"tool": "filter", "where": list(where)}


def mended(read: Read, message: str, *steps: dict[str, Any], kind: str = "recommend", **more: Any) -> WrittenPlan:
    written = WrittenPlan.model_validate({"kind": kind, "steps": list(steps), **more})
    return with_all_said(reread(written, read(message))[0], read(message))[0]


def wheres(plan: WrittenPlan) -> list[dict[str, Any]]:
    return [where for step in plan.steps for where in step.args.get("where", ())]


def test_a_quote_that_asks_for_an_order_is_no_condition(reading: Read) -> None:
    plan = mended(reading, "the oldest horror", filtered(condition("the oldest", "year", "=", 1920)), RANK)

    assert wheres(plan) == [condition("horror", "genres", "contains", "Horror")]
    assert plan.steps[-1].args == {"order": [{"field": "year", "descending": False}]}


def test_what_was_plainly_said_and_forgotten_is_added(reading: Read) -> None:
    plan, told = with_all_said(
        WrittenPlan.model_validate({"kind": "recommend", "steps": [filtered(COMEDY), RANK]}),
        reading("a comedy from the nineties"),
    )

    assert wheres(plan) == [COMEDY, condition("nineties", "year", "between", [1990, 1999])]
    assert told == ("“nineties” was added: the plan made no use of it.",)


def test_of_two_things_that_are_not_wanted_none_is_forgotten(reading: Read) -> None:
    hanks = condition("without Tom Hanks", "cast", "not_contains", "Tom Hanks")
    ryan = condition("Meg Ryan", "cast", "not_contains", "Meg Ryan")
    said = "without Tom Hanks or Meg Ryan"

    assert wheres(mended(reading, said, filtered(hanks, ryan), RANK)) == [hanks, ryan]
    assert wheres(mended(reading, said, filtered(hanks), RANK)) == [hanks, ryan]


def test_a_condition_of_a_look_up_filters_no_recommendation(reading: Read) -> None:
    plan = mended(reading, "a comedy", {"tool": "lookup", "where": [COMEDY]}, RANK)

    assert [step.tool for step in plan.steps] == ["filter", "rank"]


def test_words_that_are_searched_for_are_not_lost(reading: Read) -> None:
    steps = [{"tool": "search", "query": "a horror writer"}, RANK]

    assert [step.tool for step in mended(reading, "about a horror writer", *steps).steps] == ["search", "rank"]


def test_items_named_for_a_likeness_are_compared_with(reading: Read) -> None:
    violent = condition("Same vibe as Amélie", "moods", "contains", "violent")
    plan = mended(reading, "Same vibe as Amélie, please", filtered(violent), RANK)

    assert [(step.tool, step.args) for step in plan.steps] == [("similar", {"items": ["Amélie"]}), ("rank", {})]


def test_a_count_is_of_what_was_named_and_of_no_groups(reading: Read) -> None:
    count = {"tool": "lookup", "aggregate": [{"function": "count"}], "group_by": "language"}
    plan = mended(reading, "how many of the lot are in splatterpunk tones, film noir I mean?", count, kind="answer")

    assert [where["value"] for where in wheres(plan)] == ["Film-Noir"]
    assert "group_by" not in plan.steps[0].args


def test_the_first_by_an_order_is_looked_up_where_that_is_asked(reading: Read) -> None:
    oldest = condition("oldest", "year", "=", 1920)
    figure = {"tool": "lookup", "where": [oldest], "aggregate": [{"function": "min", "field": "year"}]}
    plan = mended(reading, "what's the oldest thing you've got?", figure, kind="answer")

    order = {"select": ["year"], "where": [], "order": [{"field": "year", "descending": False}], "limit": 1}
    assert plan.steps[0].args == order


def test_an_order_is_followed_where_the_plan_ranks_nothing(reading: Read) -> None:
    plan = mended(reading, "the shortest western", filtered(condition("western", "genres", "contains", "Western")))

    assert plan.steps[-1].tool == "rank"
    assert plan.steps[-1].args == {"order": [{"field": "runtime", "descending": False}]}


def test_the_most_is_not_looked_up_as_the_least(reading: Read) -> None:
    wrong = {"tool": "lookup", "order": [{"field": "runtime", "descending": False}], "limit": 1}
    plan = mended(reading, "which one is the longest zzz?", wrong, kind="answer")

    assert plan.steps[0].args["order"] == [{"field": "runtime", "descending": True}]


def test_a_step_that_others_count_on_keeps_its_place(reading: Read) -> None:
    older = condition("older than Jaws", "year", "<", {"from": "step2.rows[0].year"})
    looked_up = {"tool": "lookup", "select": ["year"], "items": ["Jaws"]}
    plan = mended(
        reading, "films older than Jaws", {"tool": "search", "query": "films"}, looked_up, filtered(older), RANK
    )

    assert [step.tool for step in plan.steps] == ["search", "lookup", "filter", "rank"]


def test_what_was_plainly_said_by_itself_is_no_alternative(reading: Read) -> None:
    either = {"any_of": [COMEDY, condition("from the nineties", "year", "between", [1990, 1999])]}

    plan = mended(reading, "a comedy from the nineties", filtered(either), RANK)
    chosen = mended(reading, "a comedy or from the nineties", filtered(either), RANK)

    assert wheres(plan)[1:] == [COMEDY, condition("nineties", "year", "between", [1990, 1999])]
    assert wheres(chosen) == [either]


def test_a_value_that_was_said_is_not_looked_up(reading: Read) -> None:
    looked_up = condition("under 100 minutes", "runtime", "<", {"from": "step1.rows[0].runtime"})

    plan = mended(reading, "a comedy under 100 minutes", {"tool": "lookup", "limit": 1}, filtered(looked_up), RANK)

    assert condition("100 minutes", "runtime", "<", 100) in wheres(plan)
