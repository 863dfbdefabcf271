"""What a model writes becomes preferences with quotes and steps that can run; nothing of it is taken on trust."""

from __future__ import annotations

from typing import Any

import pytest

from palate import Condition
from palate.errors import PlanError
from palate.language.understanding import Question
from tests.planners.models.conftest import Compile

COMEDY = {"quote": "comedy", "field": "genres", "op": "contains", "value": "Comedy"}
RANK = {"tool": "rank"}


def recommend(*steps: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "recommend", "steps": list(steps)}


def filtered(*where: dict[str, Any]) -> dict[str, Any]:
    return {"tool": "filter", "where": list(where)}


def told(compile_plan: Compile, message: str, written: dict[str, Any]) -> list[tuple[object, str]]:
    (intent,) = compile_plan(message, written).understanding.intents
    return [(entry.where or entry.text or entry.item, entry.provenance.quote) for entry in intent.preferences]


def test_conditions_become_steps_and_preferences_with_their_quotes(compile_plan: Compile) -> None:
    nineties = {"quote": "From the Nineties", "field": "year", "op": "between", "value": [1990, 1999]}
    drafted = compile_plan("A comedy from the nineties, please", recommend(filtered(COMEDY, nineties), RANK))

    (plan,) = drafted.plans
    wheres = [
        {"field": "genres", "op": "contains", "value": "Comedy"},
        {"field": "year", "op": "between", "value": [1990, 1999]},
    ]
    assert [(step.tool, step.args) for step in plan.steps] == [("filter", {"where": wheres}), ("rank", {})]
    (intent,) = drafted.understanding.intents
    assert [(entry.where, entry.provenance.quote) for entry in intent.preferences] == [
        (Condition.model_validate(wheres[0]), "comedy"),
        (Condition.model_validate(wheres[1]), "from the nineties"),
    ]


def test_a_condition_that_nobody_said_is_left_out_and_told(compile_plan: Compile) -> None:
    short = {"quote": "not too long", "field": "runtime", "op": "<", "value": 90}
    drafted = compile_plan("a comedy", recommend(filtered(COMEDY, short), RANK))

    (plan,) = drafted.plans
    assert plan.steps[0].args == {"where": [{"field": "genres", "op": "contains", "value": "Comedy"}]}
    assert plan.repaired == ("`runtime < 90` was left out: the message does not say “not too long”.",)


def test_part_of_a_name_is_a_name_where_it_says_so_by_itself(compile_plan: Compile) -> None:
    de_niro = {"quote": "de niro", "field": "cast", "op": "contains", "value": "de niro"}
    knight = {"quote": "knight", "field": "cast", "op": "contains", "value": "knight"}

    (plan,) = compile_plan("una con de niro", recommend(filtered(de_niro), RANK)).plans

    assert plan.steps[0].args["where"][0]["value"] == "Robert De Niro"
    with pytest.raises(PlanError, match="`cast` has no value `knight`"):
        compile_plan("a knight plays chess", recommend(filtered(knight), RANK))


def test_an_item_that_nobody_named_is_refused(compile_plan: Compile) -> None:
    lookup = {"tool": "lookup", "select": ["runtime"], "items": ["Alien"]}

    with pytest.raises(PlanError, match="`step1`: the message does not name `Alien`"):
        compile_plan("which zzz is the longest?", {"kind": "answer", "steps": [lookup]})
    assert compile_plan("how long is alien?", {"kind": "answer", "steps": [lookup]}).plans


def test_a_title_that_the_message_names_has_to_be_used(compile_plan: Compile) -> None:
    message, cast = "whose faces do I see in The Conversation?", {"tool": "lookup", "select": ["cast"]}

    with pytest.raises(PlanError, match="the message names “The Conversation”, and no step uses it"):
        compile_plan(message, recommend({"tool": "search", "query": "faces"}, RANK))
    assert compile_plan(message, {"kind": "answer", "steps": [{**cast, "items": ["The Conversation"]}]}).plans
    assert compile_plan(message.lower(), recommend({"tool": "search", "query": "faces"}, RANK)).plans


def test_a_filter_of_which_nothing_is_left_does_not_recommend_anything_at_all(compile_plan: Compile) -> None:
    with pytest.raises(PlanError, match="`step1` has a condition whose quote is not in the message"):
        compile_plan("something zany", recommend(filtered(COMEDY), RANK))


def test_a_plan_that_uses_nothing_of_the_message_is_complained_of(compile_plan: Compile) -> None:
    with pytest.raises(PlanError, match="no step uses what the message says"):
        compile_plan("something zzz", recommend(RANK))

    assert compile_plan("surprise me", recommend(RANK)).plans[0].steps[0].tool == "rank"


def test_words_that_nobody_said_are_not_searched_for(compile_plan: Compile) -> None:
    search = {"tool": "search", "query": "the depression-era south"}

    with pytest.raises(PlanError, match="says nothing of “the depression-era south”"):
        compile_plan("which one is the longest", recommend(search, RANK))
    assert compile_plan("un atraco", recommend({"tool": "search", "query": "a heist"}, RANK)).plans


def test_a_question_is_not_answered_about_more_than_was_asked(compile_plan: Compile) -> None:
    count = {"tool": "lookup", "where": [COMEDY], "aggregate": [{"function": "count"}]}

    with pytest.raises(PlanError, match="`step1` has a condition whose quote is not in the message"):
        compile_plan("how many horror films are there?", {"kind": "answer", "steps": [count]})


def test_a_value_is_grounded_and_a_slip_in_it_told(compile_plan: Compile) -> None:
    kurosawa = {"quote": "by kurosowa", "field": "director", "op": "contains", "value": "kurosowa"}
    drafted = compile_plan("something by kurosowa", recommend(filtered(kurosawa), RANK))

    assert drafted.plans[0].steps[0].args["where"][0]["value"] == "Akira Kurosawa"
    assert [(snap.said, snap.used) for snap in drafted.understanding.snapped] == [("by kurosowa", "Akira Kurosawa")]


def test_a_value_that_is_not_there_is_complained_of(compile_plan: Compile) -> None:
    nobody = {"quote": "by Xyzzy", "field": "director", "op": "contains", "value": "Xyzzy"}

    with pytest.raises(PlanError, match="`director` has no value `Xyzzy`"):
        compile_plan("a film by Xyzzy", recommend(filtered(nobody), RANK))


def test_a_title_that_is_not_there_is_complained_of(compile_plan: Compile) -> None:
    with pytest.raises(PlanError, match="`Qwertyuiop` is the title of no film here"):
        compile_plan("like Qwertyuiop", recommend({"tool": "similar", "items": ["Qwertyuiop"]}, RANK))


def test_another_items_value_is_looked_up_and_kept_as_a_bound(compile_plan: Compile) -> None:
    older = {"quote": "older than Jaws", "field": "year", "op": "<", "value": {"from": "step1.rows[0].year"}}
    looked_up = {"tool": "lookup", "select": ["year"], "items": ["Jaws"]}
    drafted = compile_plan("films older than Jaws", recommend(looked_up, filtered(older), RANK))

    (intent,) = drafted.understanding.intents
    assert [(bound.field, bound.op, bound.title, bound.quote) for bound in intent.bounds] == [
        ("year", "<", "Jaws", "older than Jaws")
    ]
    assert intent.preferences == ()


def test_either_of_two_values_is_one_preference(compile_plan: Compile) -> None:
    either = {
        "any_of": [
            {"quote": "comedy", "field": "genres", "op": "contains", "value": "comedy"},
            {"quote": "western", "field": "genres", "op": "contains", "value": "Western"},
        ]
    }

    ((where, quote),) = told(compile_plan, "a comedy or a western", recommend(filtered(either), RANK))

    assert [part.value for part in where.parts] == ["Comedy", "Western"]  # type: ignore[attr-defined]
    assert quote == "comedy, western"


def test_what_a_person_tells_of_themselves_lasts(compile_plan: Compile) -> None:
    written = {
        "kind": "chat",
        "taste": [
            {"quote": "I love musicals", "likes": True, "field": "genres", "op": "contains", "value": "Musical"},
            {"quote": "hated Heat", "likes": False, "title": "Heat"},
            {"quote": "adore westerns", "likes": True, "field": "genres", "op": "contains", "value": "Western"},
        ],
        "steps": [],
    }
    drafted = compile_plan("I love musicals and hated Heat", written)

    (intent,) = drafted.understanding.intents
    assert intent.act == "state"
    assert [(entry.polarity, entry.horizon, entry.item or entry.where) for entry in intent.preferences] == [
        ("want", "long", Condition(field="genres", op="contains", value="Musical")),
        ("avoid", "long", "heat-1995"),
    ]


def test_how_many_to_show_is_no_limit_of_the_ranking(compile_plan: Compile) -> None:
    (plan,) = compile_plan("three comedies", recommend(filtered(COMEDY), RANK | {"limit": 3})).plans

    assert (plan.show, plan.steps[-1].args) == (3, {})


@pytest.mark.parametrize(
    ("message", "step", "question"),
    [
        (
            "how many comedies are there?",
            {"tool": "lookup", "where": [COMEDY | {"quote": "comedies"}], "aggregate": [{"function": "count"}]},
            Question(kind="count"),
        ),
        (
            "who directed Fargo?",
            {"tool": "lookup", "select": ["director"], "items": ["Fargo"]},
            Question(kind="attribute", field="director", items=("fargo-1996",)),
        ),
        (
            "the longest film?",
            {"tool": "lookup", "select": ["runtime"], "order": [{"field": "runtime", "descending": True}], "limit": 1},
            Question(kind="superlative", field="runtime", descending=True),
        ),
        (
            "how long are they on average?",
            {"tool": "lookup", "aggregate": [{"function": "avg", "field": "runtime"}]},
            Question(kind="average", field="runtime"),
        ),
        ("which genres?", {"tool": "facets", "fields": ["genres"]}, Question(kind="values", field="genres")),
    ],
)
def test_a_question_is_known_by_the_steps_that_answer_it(
    compile_plan: Compile, message: str, step: dict[str, Any], question: Question
) -> None:
    (intent,) = compile_plan(message, {"kind": "answer", "steps": [step]}).understanding.intents

    assert (intent.act, intent.question) == ("question", question)


def test_a_step_of_no_known_tool_is_complained_of(compile_plan: Compile) -> None:
    with pytest.raises(PlanError, match="`delete` is not a tool"):
        compile_plan("a comedy", recommend({"tool": "delete", "items": []}))


def test_a_taste_is_for_an_item_that_its_words_name(compile_plan: Compile) -> None:
    loves = {"quote": "zzz I adore Alien", "likes": True, "title": "Alien"}
    invented = {"quote": "zzz I adore it", "likes": True, "title": "Alien"}

    assert told(compile_plan, "zzz I adore Alien", {"kind": "chat", "taste": [loves]})[0][1] == "zzz I adore Alien"
    assert (
        not compile_plan("zzz I adore it", {"kind": "chat", "taste": [invented]}).understanding.intents[0].preferences
    )
