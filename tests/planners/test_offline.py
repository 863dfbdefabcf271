"""The offline planner: from what a message means to steps, for each act."""

from __future__ import annotations

from typing import Any

import pytest

from palate import Catalog, tool
from palate.language.pending import FieldQuestion
from palate.language.session import SessionView
from palate.language.understand import understand
from palate.planners.offline import OfflinePlanner
from palate.planners.plan import Plan
from palate.planners.planner import Advice, PlanningContext
from palate.tools.tool import Tool
from palate.tools.toolbox import Toolbox

NOBODY = SessionView()


def plans(
    catalog: Catalog,
    message: str,
    *,
    tools: tuple[Tool, ...] = (),
    advice: tuple[Advice, ...] = (),
    session: SessionView = NOBODY,
) -> list[Plan]:
    toolbox = Toolbox(tools, installed=False)
    understanding = understand(message, session, catalog, called=toolbox.called(message, catalog.schema))
    context = PlanningContext(
        understanding=understanding,
        session=session,
        schema=catalog.schema,
        toolbox=toolbox,
        held=tuple(intent.preferences for intent in understanding.intents),
        like=tuple(intent.like for intent in understanding.intents),
        advice=advice,
    )
    return list(OfflinePlanner().plan(context))


def steps(plan: Plan) -> list[tuple[str, dict[str, Any]]]:
    return [(step.tool, step.args) for step in plan.steps]


def test_conditions_are_filtered_then_ranked_by_preference(tiny: Catalog) -> None:
    [plan] = plans(tiny, "a comedy under 100 minutes")

    assert plan.kind == "recommend"
    assert steps(plan) == [
        (
            "filter",
            {
                "where": [
                    {"field": "genres", "op": "contains", "value": "Comedy"},
                    {"field": "runtime", "op": "<", "value": 100},
                ]
            },
        ),
        ("rank", {"by": "preference"}),
    ]


def test_what_is_soft_has_a_step_of_its_own_so_that_it_alone_can_be_given_up(tiny: Catalog) -> None:
    [plan] = plans(tiny, "a horror film, ideally from the seventies")

    assert [args["where"][0]["field"] for name, args in steps(plan) if name == "filter"] == ["genres", "year"]


def test_a_bound_by_another_item_is_looked_up_and_referred_to(tiny: Catalog) -> None:
    [plan] = plans(tiny, "a horror film made after Jaws came out")

    assert steps(plan)[:2] == [
        ("lookup", {"select": ["year"], "items": ["3"]}),
        ("filter", {"where": [{"field": "year", "op": ">", "value": {"from": "step1.rows[0].year"}}]}),
    ]


def test_likeness_is_ranked_by_similarity_and_a_superlative_by_its_field(tiny: Catalog) -> None:
    [like] = plans(tiny, "something like Alien")
    [longest] = plans(tiny, "the longest horror film")

    assert steps(like) == [("similar", {"items": ["1"]}), ("rank", {"by": "similarity"})]
    assert steps(longest)[-1] == (
        "rank",
        {"by": "preference", "order": [{"field": "runtime", "descending": True}]},
    )


def test_two_requests_have_two_plans(tiny: Catalog) -> None:
    first, second = plans(tiny, "find me a comedy and tell me how long Jaws is")

    assert (first.kind, first.intent, second.kind, second.intent) == ("recommend", 0, "answer", 1)
    assert steps(second) == [("lookup", {"select": ["title", "runtime"], "items": ["3"]})]


@pytest.mark.parametrize("message", ["hello", "thanks", "why?", "start over", "qwxz"])
def test_what_needs_no_tool_has_no_steps(tiny: Catalog, message: str) -> None:
    [plan] = plans(tiny, message)

    assert (plan.kind, plan.steps) == ("none", ())


def test_who_does_not_answer_a_question_is_shown_what_there_is(tiny: Catalog) -> None:
    [plan] = plans(tiny, "I don't know", session=SessionView(pending=FieldQuestion(field="genres")))

    assert (plan.kind, steps(plan)) == ("recommend", [("rank", {"by": "preference"})])


@pytest.mark.parametrize(
    ("message", "tools"),
    [
        ("how many horror films are there?", ["lookup"]),
        ("is Alien longer than Jaws?", ["lookup"]),
        ("what genres do you have?", ["facets"]),
        ("what's the longest horror film?", ["lookup"]),
        ("do you have any films?", ["lookup", "lookup"]),
    ],
)
def test_a_question_is_answered_by_look_ups(tiny: Catalog, message: str, tools: list[str]) -> None:
    [plan] = plans(tiny, message)

    assert plan.kind == "answer"
    assert [step.tool for step in plan.steps] == tools


def test_words_that_reflection_advises_are_searched_for(tiny: Catalog) -> None:
    advice = Advice("search", "Look for the words instead.", {"text": "shark", "step": "step1"})

    [plan] = plans(tiny, "a horror film", advice=(advice,))

    assert ("search", {"query": "shark"}) in steps(plan)


def test_an_outside_tool_is_called_with_what_follows_its_cue(tiny: Catalog) -> None:
    @tool(cues=("weather in",))
    def weather(place: str) -> str:
        """Tell tonight's weather, so that one can decide to stay in."""
        return f"rain in {place}"

    [plan] = plans(tiny, "what's the weather in Lisbon?", tools=(weather,))

    assert (plan.kind, steps(plan)) == ("answer", [("weather", {"place": "Lisbon"})])


def test_what_an_item_has_is_looked_up_before_it_is_asked_for(tiny: Catalog) -> None:
    [country] = plans(tiny, "same country as Fargo")
    [genres] = plans(tiny, "anything with the same genres as Fargo")

    assert steps(country) == [
        ("lookup", {"select": ["country"], "items": ["2"]}),
        ("filter", {"where": [{"field": "country", "op": "=", "value": {"from": "step1.rows[0].country"}}]}),
        ("rank", {"by": "preference"}),
    ]
    assert steps(genres)[1] == (
        "filter",
        {"where": [{"field": "genres", "op": "contains_any", "value": {"from": "step1.rows[0].genres"}}]},
    )


def test_words_that_call_a_tool_are_not_looked_for_as_well(tiny: Catalog) -> None:
    @tool(cues=("cinema", "tickets"))
    def showtimes(places: int) -> str:
        """Tell when films are shown."""
        return f"{places} places"

    [tickets] = plans(tiny, "tickets for 3", tools=(showtimes,))
    [seats, film] = plans(tiny, "tickets for 2 to a crime film", tools=(showtimes,))

    assert (tickets.kind, steps(tickets)) == ("answer", [("showtimes", {"places": 3})])
    assert [name for name, _ in steps(film)] == ["filter", "rank"]
    assert steps(seats) == [("showtimes", {"places": 2})]


def test_a_title_is_what_the_tool_is_asked_about_and_no_wish_for_more_like_it(tiny: Catalog) -> None:
    @tool(cues=("showtimes",))
    def showtimes(item: str) -> str:
        """Tell when a film is shown."""
        return f"8 pm: {item}"

    [plan] = plans(tiny, "showtimes for Fargo", tools=(showtimes,))

    assert (plan.kind, steps(plan)) == ("answer", [("showtimes", {"item": "2"})])
