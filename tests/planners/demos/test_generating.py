"""Generation: what is kept, and what is dropped for which reason."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from palate import Catalog
from palate.errors import ModelUnavailable
from palate.llm.model import CallOptions, Message
from palate.llm.scripted import ScriptedModel
from palate.planners.demos.generating import Replan, generate_plans_first, generate_requests_first
from palate.planners.demos.replanning import replanner
from palate.planners.models.choosing import Demonstrations
from palate.planners.models.written import WrittenPlan


def filtered(quote: str, value: str) -> WrittenPlan:
    where = {"quote": quote, "field": "genres", "op": "contains", "value": value}
    return WrittenPlan.model_validate(
        {"kind": "recommend", "steps": [{"tool": "filter", "where": [where]}, {"tool": "rank"}]}
    )


PLANS = {
    "make me laugh tonight": filtered("laugh", "Comedy"),
    "make me laugh tonight!": filtered("laugh", "Comedy"),
    "the scary kind": filtered("the frightening sort of stuff", "Horror"),
    "polka": filtered("polka", "Polkadot"),
    "a crime mystery both in one": WrittenPlan.model_validate(
        {
            "kind": "recommend",
            "steps": [
                {
                    "tool": "filter",
                    "where": [
                        {"quote": "crime", "field": "genres", "op": "contains", "value": "Crime"},
                        {"quote": "mystery", "field": "genres", "op": "contains", "value": "Mystery"},
                    ],
                },
                {"tool": "rank"},
            ],
        }
    ),
}


def plan(request: str) -> WrittenPlan | None:
    return PLANS.get(request)


def test_requests_first_keeps_what_runs_and_counts_the_rest_by_reason(tiny: Catalog) -> None:
    written = [*PLANS, "no idea"]
    model = ScriptedModel([json.dumps({"requests": written}), "no JSON", *["{}"] * 9])

    made = generate_requests_first(model, tiny, 3, 0, plan=plan)

    assert [(each.request, each.plan, each.source, each.tags) for each in made.kept] == [
        ("make me laugh tonight", PLANS["make me laugh tonight"], "generated", ("value",))
    ]
    assert made.dropped == {
        "duplicate": 1,
        "misquoted": 1,
        "invalid": 1,
        "empty": 1,
        "unplanned": 1,
        "unreadable": 1,
    }


def test_it_stops_when_there_are_enough(tiny: Catalog) -> None:
    model = ScriptedModel([json.dumps({"requests": ["make me laugh tonight", "no idea"]})])
    told: list[tuple[str, int, int | None]] = []

    made = generate_requests_first(
        model, tiny, 1, 0, plan=plan, progress=lambda stage, done, total: told.append((stage, done, total))
    )

    assert (len(made.kept), made.dropped, len(model.asked)) == (1, {}, 1)
    assert told == [("generating", 1, 1)]


def test_what_is_known_is_not_written_again(tiny: Catalog) -> None:
    model = ScriptedModel([json.dumps({"requests": ["make me laugh tonight"]})])

    made = generate_requests_first(model, tiny, 1, 0, plan=plan, known=["Make me laugh, tonight!"])

    assert (made.kept, made.dropped) == ((), {"duplicate": 1})


def echo(messages: Sequence[Message], options: CallOptions) -> str:
    """Say the message of a prompt once more, with a word before it."""
    said = messages[-1].content.split("\n")[0].removeprefix("Message: ")
    return json.dumps({"request": f"now then: {said}"})


def planned_as_asked(model: ScriptedModel) -> Replan:
    """Return a planner that writes the very plan that a request was written for."""

    def plan(request: str) -> WrittenPlan | None:
        return WrittenPlan.read(model.asked[-1].messages[-1].content.split("\nPlan: ")[1])

    return plan


def test_plans_first_keeps_what_is_planned_to_the_same_outcome(films: Catalog) -> None:
    model = ScriptedModel(echo)

    made = generate_plans_first(model, films, 4, 7, plan=planned_as_asked(model))

    assert len(made.kept) == 4
    assert made.dropped == {}
    assert all(each.request.startswith("now then: ") for each in made.kept)


def test_plans_first_drops_what_is_planned_to_another_outcome(films: Catalog) -> None:
    model = ScriptedModel(echo)

    made = generate_plans_first(
        model,
        films,
        2,
        7,
        plan=lambda _: WrittenPlan.model_validate(
            {"kind": "answer", "steps": [{"tool": "lookup", "items": ["Heat"], "select": ["year"]}]}
        ),
    )

    assert made.kept == ()
    assert set(made.dropped) <= {"disagrees", "invalid"}


def test_another_seed_says_other_plans(films: Catalog) -> None:
    asked = []
    for seed in (1, 1, 2):
        model = ScriptedModel(echo)
        generate_plans_first(model, films, 3, seed, plan=planned_as_asked(model))
        asked.append([ask.messages for ask in model.asked])

    assert asked[0] == asked[1] != asked[2]


def test_a_model_that_is_not_there_ends_it(tiny: Catalog) -> None:
    with pytest.raises(ModelUnavailable):
        generate_requests_first(ScriptedModel([]), tiny, 1, 0, plan=plan)


def test_a_model_replans_by_the_prompt_of_the_planner(films: Catalog) -> None:
    wanted = filtered("comedies", "Comedy")
    model = ScriptedModel([wanted.dumped(), "nothing"])

    again = replanner(model, films, demonstrations=Demonstrations(mode="fixed", k=1))

    assert again("comedies") == wanted
    assert again("comedies") is None
    assert model.asked[0].messages[-1].content == "Message: comedies"
    assert len(model.asked[0].messages) == 4
