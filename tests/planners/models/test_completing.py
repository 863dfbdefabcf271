"""A model's plan need not say what holds from before: it is added, filtered first."""

from __future__ import annotations

from palate import Catalog, Condition
from palate.language.preference import Preference, Provenance
from palate.language.understanding import Mention, SessionView, Understanding
from palate.planners.models.completing import completed
from palate.planners.plan import Plan, Step
from palate.planners.planner import PlanningContext
from palate.tools.toolbox import Toolbox

COMEDY = Preference(
    where=Condition(field="genres", op="contains", value="Comedy"), provenance=Provenance(quote="funny")
)
SHORT = Preference(where=Condition(field="runtime", op="<", value=90), provenance=Provenance(quote="short"))
FILTER = Step(id="step1", tool="filter", args={"where": [{"field": "runtime", "op": "<", "value": 90}]})
RANK = Step(id="step2", tool="rank")


def context(films: Catalog, *held: Preference, like: tuple[Mention, ...] = ()) -> PlanningContext:
    said = Understanding(message="short")
    toolbox = Toolbox(installed=False)
    return PlanningContext(said, SessionView(), films.schema, toolbox, held=(held,), like=(like,))


def test_a_plan_that_says_all_stays_as_it_is(films: Catalog) -> None:
    plan = Plan(request="short", steps=(FILTER, RANK))

    assert completed(plan, context(films, SHORT)) is plan


def test_what_holds_is_filtered_first(films: Catalog) -> None:
    plan = completed(Plan(request="short", steps=(FILTER, RANK)), context(films, COMEDY, SHORT))

    first = Step(
        id="held1",
        tool="filter",
        args={"where": [{"field": "genres", "op": "contains", "value": "Comedy"}]},
        why="“funny”",
    )
    assert plan.steps == (first, FILTER, RANK)
    assert plan.repaired == ("`held1` was added: “funny” holds from before.",)


def test_words_and_likenesses_come_before_the_ranking(films: Catalog) -> None:
    heist = Preference(text="heist", strength="soft")
    alien = Mention(item="alien-1979", title="Alien", quote="like Alien")
    plan = completed(Plan(request="short", steps=(FILTER, RANK)), context(films, SHORT, heist, like=(alien,)))

    assert [step.tool for step in plan.steps] == ["filter", "search", "similar", "rank"]


def test_an_answer_is_about_what_was_asked_alone(films: Catalog) -> None:
    plan = Plan(request="how many?", kind="answer", steps=(Step(id="step1", tool="lookup"),))

    assert completed(plan, context(films, COMEDY)) is plan
