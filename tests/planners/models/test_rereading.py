"""A model's plan against what its message plainly says: small models mislink and miscount."""

from __future__ import annotations

from typing import Any

import pytest

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
    return reread(written, read(message))[0]


def wheres(plan: WrittenPlan) -> list[dict[str, Any]]:
    return [where for step in plan.steps for where in step.args.get("where", ())]


@pytest.mark.parametrize(
    ("message", "wrote", "plain"),
    [
        (
            "horror after 2010",
            condition("horror", "moods", "contains", "heartwarming"),
            condition("horror", "genres", "contains", "Horror"),
        ),
        (
            "twenty-tens westerns",
            condition("twenty-tens", "year", "between", [1900, 1999]),
            condition("twenty-tens", "year", "between", [2010, 2019]),
        ),
        (
            "no horror",
            condition("horror", "moods", "not_contains", "scary"),
            condition("horror", "genres", "not_contains", "Horror"),
        ),
        (
            "longer than two hours",
            condition("two hours", "runtime", ">", 2),
            condition("two hours", "runtime", ">", 120),
        ),
    ],
)
def test_a_quote_that_says_something_else_is_read_again(
    reading: Read, message: str, wrote: dict[str, Any], plain: dict[str, Any]
) -> None:
    plan, told = reread(WrittenPlan.model_validate({"kind": "chat", "steps": [filtered(wrote)]}), reading(message))

    assert wheres(plan) == [plain]
    assert len(told) == 1


@pytest.mark.parametrize(
    ("message", "right"),
    [
        ("a comedy", COMEDY),
        ("not a comedy", condition("comedy", "genres", "not_contains", "Comedy")),
        ("something splatterpunk", condition("splatterpunk", "genres", "contains", "Horror")),
        ("una de terror", condition("terror", "genres", "contains", "Horror")),
        ("it has to fit into 80 minutes", condition("80 minutes", "runtime", "<=", 80)),
        ("older than Jaws", condition("older than Jaws", "year", "<", {"from": "step1.rows[0].year"})),
        ("an older one", condition("older", "year", "<", 1960)),
    ],
)
def test_a_quote_that_may_say_so_is_left_as_it_is(reading: Read, message: str, right: dict[str, Any]) -> None:
    plan = mended(reading, message, filtered(right), kind="chat")

    assert wheres(plan) == [right]


@pytest.mark.parametrize(
    ("message", "wrote", "plain"),
    [
        (
            "nothing from before 1970",
            condition("before 1970", "year", "<", 1970),
            condition("before 1970", "year", ">=", 1970),
        ),
        (
            "no horror",
            condition("horror", "genres", "contains", "Horror"),
            condition("horror", "genres", "not_contains", "Horror"),
        ),
        (
            "without Tom Hanks or Meg Ryan",
            condition("without Tom Hanks", "cast", "contains", "Meg Ryan"),
            condition("without Tom Hanks", "cast", "not_contains", "Tom Hanks"),
        ),
    ],
)
def test_a_quote_that_is_cut_out_of_a_phrase_means_what_the_phrase_does(
    reading: Read, message: str, wrote: dict[str, Any], plain: dict[str, Any]
) -> None:
    assert wheres(mended(reading, message, filtered(wrote))) == [plain]


def test_a_range_that_was_written_as_two_bounds_is_one(reading: Read) -> None:
    plan = mended(
        reading,
        "una de los eighties",
        filtered(condition("the eighties", "year", ">=", 1980), condition("eighties", "year", "<", 1990)),
    )

    assert wheres(plan)[-1] == condition("eighties", "year", "between", [1980, 1989])


@pytest.mark.parametrize(("op", "bound"), [("<", 1980), ("<=", 1989), (">", 1989), (">=", 1980)])
def test_a_comparison_with_a_range_is_with_one_end_of_it(reading: Read, op: str, bound: int) -> None:
    wrong = condition("eighties", "year", op, 1)
    if op in (">", ">="):
        wrong["value"] = 3000

    assert wheres(mended(reading, "eighties zzz", filtered(wrong))) == [condition("eighties", "year", op, bound)]


def test_what_is_filtered_by_twice_is_filtered_by_once(reading: Read) -> None:
    again = {**COMEDY, "quote": "a comedy"}

    assert wheres(mended(reading, "a comedy", filtered(COMEDY, again))) == [COMEDY]


def test_a_look_up_of_which_nothing_would_be_left_stays_to_be_refused(reading: Read) -> None:
    wrong = {"tool": "lookup", "where": [condition("the longest", "year", "=", 1920)]}

    assert wheres(mended(reading, "tell me the longest zzz", wrong, kind="answer")) == wrong["where"]


def test_a_look_up_of_a_message_that_says_no_more_is_of_all_that_it_says(reading: Read) -> None:
    wrong = {"tool": "lookup", "where": [condition("the longest", "year", "=", 1920)]}

    assert wheres(mended(reading, "tell me the longest", wrong, kind="answer")) == []


@pytest.mark.parametrize("quote", ["newest", "the newest"])
def test_words_that_ask_for_an_order_are_no_value_of_another_step(reading: Read, quote: str) -> None:
    newest = condition(quote, "year", "=", {"from": "step1.rows[0].year"})
    either = {"any_of": [newest, condition("Korean", "language", "=", "Korean")]}
    korean = {
        "any_of": [condition("Korean", "language", "=", "Korean"), condition("Korean", "country", "=", "South Korea")]
    }

    assert wheres(mended(reading, "the newest horror", filtered(newest), RANK)) == []
    assert wheres(mended(reading, "the newest Korean film", filtered(either), RANK)) == [korean]


def test_one_of_several_meanings_is_too_narrow(reading: Read) -> None:
    narrow = condition("Korean", "language", "=", "Korean")

    (where,) = wheres(mended(reading, "a Korean film", filtered(narrow), RANK))

    assert [part["field"] for part in where["any_of"]] == ["language", "country"]


def test_where_nothing_is_asked_for_no_condition_is_made(reading: Read) -> None:
    moods = [condition("suit me", "moods", "contains", each) for each in ("dark", "tense")]

    assert wheres(mended(reading, "what would suit me?", filtered(*moods), RANK)) == []


def test_a_look_up_by_a_title_is_of_that_item(reading: Read) -> None:
    wrong = {"tool": "lookup", "select": ["country"], "where": [condition("Incendies", "synopsis", "contains", "x")]}
    plan = mended(reading, "which country is Incendies from?", wrong, kind="answer")

    assert plan.steps[0].args == {"select": ["country"], "items": ["Incendies"]}


def test_a_look_up_of_a_figure_by_a_misspelt_title_is_of_that_item(reading: Read) -> None:
    where = [condition("Pans Labirynth", "synopsis", "contains", "Pans Labirynth")]
    wrong = {"tool": "lookup", "where": where, "aggregate": [{"function": "max", "field": "year"}]}
    plan = mended(reading, "when was Pans Labirynth released?", wrong, kind="answer")

    assert plan.steps[0].args == {"select": ["year"], "items": ["Pan's Labyrinth"]}


def test_the_most_is_looked_up_with_the_item_that_has_it(reading: Read) -> None:
    where = [condition("Western", "genres", "contains", "Western")]
    wrote = {"tool": "lookup", "where": where, "aggregate": [{"function": "max", "field": "runtime"}]}
    plan = mended(reading, "welcher Western ist der längste?", wrote, kind="answer")

    order = [{"field": "runtime", "descending": True}]
    assert plan.steps[0].args == {"where": where, "select": ["runtime"], "order": order, "limit": 1}


def test_an_idle_look_up_is_left_out_whatever_words_are_quoted(reading: Read) -> None:
    nineties = condition("from the nineties", "year", "between", [1990, 1999])
    plan = mended(reading, "from the nineties", {"tool": "lookup", "items": ["Xyzzy"]}, filtered(nineties), RANK)

    assert [step.tool for step in plan.steps] == ["filter", "rank"]


def test_what_is_wanted_now_is_no_taste(reading: Read) -> None:
    now = {"quote": "the oldest", "likes": False, "field": "age_rating", "op": "=", "value": "G"}
    love = {"quote": "I love musicals", "likes": True, "field": "genres", "op": "contains", "value": "Musical"}

    assert mended(reading, "the oldest horror film", RANK, taste=[now]).taste == ()
    assert len(mended(reading, "I love musicals", kind="chat", taste=[love]).taste) == 1


def test_of_what_is_plainly_said_otherwise_a_model_has_nothing_to_add(reading: Read) -> None:
    plain = condition("at most 100 minutes", "runtime", "<=", 100)
    invented = condition("whole day", "runtime", ">=", 160)
    plan = mended(reading, "a film of at most 100 minutes, it took me a whole day", filtered(plain, invented), RANK)

    assert wheres(plan) == [plain]


def test_what_a_longer_quote_says_may_be_more_than_was_read_in_it(reading: Read) -> None:
    before = condition("vor 1960", "year", "<", 1960)

    assert wheres(mended(reading, "ein Film vor 1960", filtered(before), RANK)) == [before]
