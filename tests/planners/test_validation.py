from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, model_validator

from palate import Catalog, ItemId, tool
from palate.catalog.conditions import Condition
from palate.errors import PlanError
from palate.planners.plan import Plan, Step
from palate.planners.validation import validate
from palate.tools.toolbox import Toolbox

TOOLBOX = Toolbox(installed=False)


class Place(BaseModel):
    name: str
    size: int
    within: list[Place] = []

    @model_validator(mode="after")
    def _sized(self) -> Place:
        if self.size <= 0:
            raise ValueError("a place has a size above 0")
        return self


def plan(*steps: tuple[str, dict[str, Any]], kind: Any = "answer") -> Plan:
    numbered = tuple(Step(id=f"step{n}", tool=tool, args=args) for n, (tool, args) in enumerate(steps, start=1))
    return Plan(request="", steps=numbered, kind=kind)


def where(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


def mended(tiny: Catalog, *steps: tuple[str, dict[str, Any]]) -> Plan:
    return validate(plan(*steps), tiny.schema, TOOLBOX)


def complaint(tiny: Catalog, made: Plan, **limits: int) -> str:
    with pytest.raises(PlanError) as caught:
        validate(made, tiny.schema, TOOLBOX, **limits)
    return str(caught.value)


JAWS_YEAR = ("lookup", {"select": ["year"], "items": ["3"]})
BEFORE_JAWS = ("filter", {"where": [where("year", "<", {"from": "step1.rows[0].year"})]})


def test_a_sound_plan_stays_as_it_is(tiny: Catalog) -> None:
    sound = plan(JAWS_YEAR, BEFORE_JAWS, ("rank", {"by": "popularity"}), kind="recommend")

    assert validate(sound, tiny.schema, TOOLBOX) == sound


@pytest.mark.parametrize(
    "given",
    [
        where("genres", "contains", "comedy"),
        where("genres", "=", ["comedy", "horror"]),
        where("country", "in", "france"),
    ],
)
def test_a_condition_with_a_meaning_stays_as_it_is_written(tiny: Catalog, given: dict[str, Any]) -> None:
    written = plan(("filter", {"where": [given]}))

    assert validate(written, tiny.schema, TOOLBOX) == written


def test_conditions_within_an_or_are_checked_too(tiny: Catalog) -> None:
    either = plan(("filter", {"where": [{"any_of": [where("genre", "contains", "Comedy")]}]}))

    assert complaint(tiny, either) == "`step1`: `genre` is not a field of `tiny`; the closest is `genres`."


def test_conditions_and_tuples_are_written_out(tiny: Catalog) -> None:
    given = Condition(field="year", op="<", value=1990)

    assert mended(tiny, ("filter", {"where": (given,)})).steps[0].args == {"where": [where("year", "<", 1990)]}


@pytest.mark.parametrize(
    ("step", "args", "name"),
    [
        (("similar", {"items": "3"}), {"items": ["3"]}, "items"),
        (("lookup", {"select": "year"}), {"select": ["year"]}, "select"),
        (("filter", {"where": where("year", "<", 1990)}), {"where": [where("year", "<", 1990)]}, "where"),
    ],
)
def test_one_value_where_a_list_is_meant(
    tiny: Catalog, step: tuple[str, dict[str, Any]], args: dict[str, Any], name: str
) -> None:
    result = mended(tiny, step)

    assert result.steps[0].args == args
    assert result.repaired == (f"`step1`: `{name}` is a list; its one value was put into one.",)


def test_a_misspelt_argument(tiny: Catalog) -> None:
    result = mended(tiny, ("search", {"querry": "heist"}))

    assert result.steps[0].args == {"query": "heist"}
    assert result.repaired == ("`step1`: the argument `querry` is now `query`.",)


def test_a_step_said_twice_runs_once(tiny: Catalog) -> None:
    assert [step.id for step in mended(tiny, JAWS_YEAR, JAWS_YEAR).steps] == ["step1"]


def test_a_recommendation_ends_in_an_order(tiny: Catalog) -> None:
    result = validate(plan(("filter", {"where": []}), kind="recommend"), tiny.schema, TOOLBOX)

    assert [(step.id, step.tool, step.args) for step in result.steps[1:]] == [("step2", "rank", {"by": "preference"})]
    assert result.repaired == ("nothing put the candidates in order; `step2` ranks them by preference.",)


@tool
def near(
    places: Annotated[list[Place], Field(min_length=1)], when: dict[str, Annotated[int, Field(ge=0)]]
) -> list[ItemId]:
    """Tell what is near some places."""
    return [f"{places} {when}"]


TITLE, COUNT = {"from": "step1.rows[0].title"}, {"from": "step1.rows[0].n"}


@pytest.mark.parametrize(
    ("args", "why"),
    [
        ({"places": [{"name": TITLE, "size": COUNT}], "when": {"at": COUNT}}, ""),
        ({"places": [TITLE], "when": {}}, ""),
        ({"places": {"from": "step1.rows[*].title"}, "when": {}}, ""),
        (
            {"places": [{"name": TITLE, "size": "big"}], "when": {}},
            "`places[0].size` of `near` should be a valid integer",
        ),
        ({"places": [TITLE], "when": {"at": -1}}, "`when.at` of `near` should be greater than or equal to 0"),
        ({"places": [{"name": "Graz", "size": -1}], "when": {}}, "`places[0]` of `near`: a place has a size above 0"),
    ],
)
def test_arguments_of_an_apps_tool_have_its_types_beside_references(
    tiny: Catalog, args: dict[str, Any], why: str
) -> None:
    made, box = plan(JAWS_YEAR, ("near", args)), Toolbox([near], installed=False)

    if not why:
        assert validate(made, tiny.schema, box) == made
        return
    with pytest.raises(PlanError) as caught:
        validate(made, tiny.schema, box)
    assert str(caught.value).startswith(f"`step2`: {why}")


def test_two_steps_of_one_name_are_complained_of(tiny: Catalog) -> None:
    twins = Plan(
        request="",
        kind="answer",
        steps=(Step(id="a", tool="search", args={"query": "x"}), Step(id="a", tool="search", args={"query": "y"})),
    )

    assert complaint(tiny, twins) == "two steps are called `a`; give each a name of its own."


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        (
            [("filtre", {"where": []})],
            "`step1`: `filtre` is not a tool; the closest is `filter`.",
        ),
        (
            [("filter", {"where": [where("zzz", "=", "red")]})],
            "`step1`: `zzz` is not a field of `tiny`; known: `id`, `title`, `year`, `runtime`, `genres`, `country`.",
        ),
        (
            [("filter", {"where": [where("runtime", "<", "short")]})],
            "`step1`: `runtime` is a number of minutes; `short` is not a number.",
        ),
        (
            [("filter", {"where": [where("Genre", "has", "comedy")]})],
            "`step1`: `where[0].op` of `filter` should be '=', '!=', '<', '<=', '>', '>=', 'in', 'not_in', 'between',"
            " 'contains', 'contains_any', 'not_contains' or 'exists'; `has` is not.",
        ),
        (
            [("filter", {"where": [where("year", "<", {"to": 1990})]})],
            "`step1`: `where[0].value` of `filter` should be a valid boolean or a valid integer or a valid number or a"
            " valid string or a valid list; `{'to': 1990}` is not.",
        ),
        (
            [JAWS_YEAR, ("filter", {"where": [where("years", "<", {"from": "step1.rows[0].year"})]})],
            "`step2`: `years` is not a field of `tiny`; the closest is `year`.",
        ),
        (
            [JAWS_YEAR, ("lookup", {"items": ["3"], "limit": 0, "select": {"from": "step1.rows[*].year"}})],
            "`step2`: `limit` of `lookup` should be greater than or equal to 1 or a reference; `0` is not.",
        ),
        (
            [JAWS_YEAR, ("similar", {"items": ["3"], "seed": {"from": "step1.rows[0].year"}})],
            "`step2`: `similar` has no argument `seed`; known: `items`.",
        ),
        (
            [("filter", {"where": None})],
            "`step1`: `where` of `filter` should be a valid list; `None` is not.",
        ),
        (
            [("search", {"query": "x", "depth": 3})],
            "`step1`: `search` has no argument `depth`; known: `query`.",
        ),
        (
            [("filter", {"where": [where("year", "<", {"from": "step1.rows[0].year"})]})],
            "`step1` refers to `step1`; no such step is before it.",
        ),
        (
            [("filter", {"where": [where("year", "<", {"from": "step9.rows[0].year"})]})],
            "`step1` refers to `step9`; no such step is before it.",
        ),
        (
            [("filter", {"where": [where("year", "<", {"from": "the year of Jaws"})]})],
            "`step1`: `the year of Jaws` is no reference; write `step1.rows[0].year` for the one row, `rows[*]` for"
            " all.",
        ),
    ],
)
def test_what_cannot_be_mended_is_complained_of(
    tiny: Catalog, steps: list[tuple[str, dict[str, Any]]], why: str
) -> None:
    assert complaint(tiny, plan(*steps)) == why


def test_every_complaint_is_listed(tiny: Catalog) -> None:
    bad = plan(("filter", {"where": [where("runtime", "<", "short"), where("year", "contains", 3)]}))

    assert complaint(tiny, bad).startswith(
        "`step1`: `runtime` is a number of minutes; `short` is not a number; `step1`: `year`"
    )


def test_too_many_steps(tiny: Catalog) -> None:
    long = plan(*[("search", {"query": str(n)}) for n in range(4)])

    assert complaint(tiny, long, most_steps=3) == "the plan has 4 steps; at most 3 may run."


def test_a_plan_for_an_intent_that_is_not_there(tiny: Catalog) -> None:
    stray = plan(("search", {"query": "x"})).model_copy(update={"intent": 1})

    assert complaint(tiny, stray) == "the plan serves intent 1; the message has 1."
