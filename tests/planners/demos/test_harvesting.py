"""Harvesting: what turns teach, and what is pruned."""

from __future__ import annotations

from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.harvesting import Record, harvest, pruned
from palate.planners.models.written import WrittenPlan


def plan(value: str = "Comedy") -> WrittenPlan:
    where = {"quote": "x", "field": "genres", "op": "contains", "value": value}
    steps = [{"tool": "filter", "where": [where]}, {"tool": "rank"}]
    return WrittenPlan.model_validate({"kind": "recommend", "steps": steps})


def record(request: str, *, success: bool, value: str = "Comedy", user: str | None = None) -> Record:
    return Record(request=request, plan=plan(value), success=success, user=user)


def test_a_turn_that_was_accepted_becomes_a_demonstration() -> None:
    made = harvest([record("something to laugh at", success=True, user="ann")])

    [kept] = made.demonstrations
    assert (kept.request, kept.plan, kept.tags, kept.source) == (
        "something to laugh at",
        plan(),
        ("value",),
        "harvested",
    )
    assert (kept.successes, kept.tries, kept.users, made.added) == (1, 1, ("ann",), 1)


def test_one_that_failed_does_not() -> None:
    made = harvest([record("something to laugh at", success=False)])

    assert (made.demonstrations, made.ignored) == ((), 1)


def test_the_score_is_successes_and_one_of_tries_and_two() -> None:
    outcomes = [True, True, False, True]

    made = harvest([record("something to laugh at", success=each) for each in outcomes])

    [kept] = made.demonstrations
    assert (kept.successes, kept.tries, kept.score) == (3, 4, 4 / 6)
    assert (made.added, made.counted) == (1, 3)


def test_nearly_the_same_request_counts_for_the_same() -> None:
    made = harvest([record("something to laugh at", success=True), record("Something to laugh at!", success=False)])

    assert [(each.successes, each.tries) for each in made.demonstrations] == [(1, 2)]


def test_another_plan_for_the_same_request_competes() -> None:
    made = harvest([record("make me smile", success=True), record("make me smile", success=True, value="Romance")])

    assert len({each.id for each in made.demonstrations}) == 2


def test_who_said_it_too_is_noted_on_what_was_harvested_alone() -> None:
    written = Demonstration(id="mine", request="make me smile", plan=plan(), source="generated")
    turns = [record("make me smile", success=True, user="ann")]

    [known] = harvest(turns, [written]).demonstrations
    [taken] = harvest([*turns, record("make me smile", success=True, user="bob")]).demonstrations

    assert (known.users, known.tries) == ((), 1)
    assert taken.users == ("ann", "bob")


def made(name: str, *tags: str, successes: int = 0, tries: int = 0, seed: bool = False) -> Demonstration:
    return Demonstration(
        id=name,
        request=name,
        plan=plan(),
        tags=tags,
        successes=successes,
        tries=tries,
        source="seed" if seed else "harvested",
    )


def test_the_best_of_each_tag_are_kept() -> None:
    every = [
        made("bad", "range", tries=4),
        made("good", "range", successes=4, tries=4),
        made("fair", "range", successes=2, tries=4),
        made("rare", "negation", tries=9),
        made("own", "range", tries=9, seed=True),
    ]

    assert [each.id for each in pruned(every, most_per_tag=1)] == ["good", "rare", "own"]


def test_harvesting_prunes() -> None:
    turns = [record(f"{word} and nothing besides", success=True, value=word) for word in ("Comedy", "War", "Romance")]

    done = harvest(turns, most_per_tag=2)

    assert (len(done.demonstrations), done.added, done.pruned) == (2, 3, 1)
