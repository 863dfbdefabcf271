from __future__ import annotations

from collections import Counter

import pytest

from palate import Catalog
from palate.errors import BadArgument
from palate.evals.suites.verifiable import generator
from palate.evals.suites.verifiable.generator import generate
from palate.evals.suites.verifiable.task import Task
from palate.evals.suites.verifiable.world import World
from palate.evals.users.wish import TEMPERS


@pytest.fixture(scope="module")
def tasks(lamps: Catalog) -> list[Task]:
    return generate("lamps", lamps, count=25, patience=12, seed="a")


def test_the_shares_are_exact(tasks: list[Task]) -> None:
    wishes = [wish for task in tasks for wish in task.wishes]
    reveals = Counter(wish.reveal for wish in wishes)
    hinted = sum(wish.hinted for wish in wishes)

    assert reveals["hidden"] == round(0.25 * len(wishes))
    assert reveals["asked"] == round(0.30 * len(wishes))
    assert abs(reveals["hidden"] - 2 * hinted) <= 1
    assert sum(task.impossible for task in tasks) == 2
    assert set(Counter(task.temper for task in tasks).values()) <= {6, 7}
    assert {task.temper for task in tasks} == {*TEMPERS}


def test_every_task_volunteers_something_and_nothing_impossible_is_hidden(tasks: list[Task]) -> None:
    assert all(task.of("volunteered") for task in tasks)
    assert [task.of("hidden") for task in tasks if task.impossible] == [(), ()]


def test_what_is_possible_has_a_solution_and_what_is_not_has_one_without_any_one_wish(
    tasks: list[Task], lamps: Catalog
) -> None:
    for task in tasks:
        world = World.of(lamps, task)
        without = [[each for each in task.wishes if each is not wish] for wish in task.wishes]

        assert bool(len(world.left(task.wishes))) != task.impossible
        if task.impossible:
            assert all(len(world.left(rest)) for rest in without)


def test_every_wish_matters(tasks: list[Task], lamps: Catalog) -> None:
    for task in tasks:
        everything = World(lamps, task.policy)
        wheres = [wish.where for wish in task.wishes]

        assert everything.needed(wheres), wheres


def test_a_person_has_consumed_something_that_would_have_met_what_they_tell(tasks: list[Task], lamps: Catalog) -> None:
    told = [[wish.where for wish in task.of("volunteered", "asked")] for task in tasks]
    traps = [
        World(lamps, task.policy).fits(wheres)[lamps.positions(task.consumed)].any()
        for task, wheres in zip(tasks, told, strict=True)
    ]

    assert sum(traps) > len(tasks) / 2


def test_the_rule_is_that_things_are_in_stock_where_the_catalogue_knows_it(tasks: list[Task]) -> None:
    fields = {task.policy.parts[0].field for task in tasks if task.policy is not None}

    assert fields == {"in_stock"}


def test_who_corrects_themselves_says_another_value_first(tasks: list[Task]) -> None:
    for task in tasks:
        for wish in task.wishes:
            assert (wish.instead is not None and wish.instead != wish.where) == (
                task.temper == "self-correcting" and wish.field != "in_stock" and wish.where.parts[0].op not in _LISTS
            ), wish


_LISTS = ("in", "contains_any")


def test_the_same_seed_draws_the_same_and_another_others(lamps: Catalog) -> None:
    first, again, other = (generate("lamps", lamps, count=4, patience=12, seed=seed) for seed in "aab")

    assert first == again != other


def test_a_catalogue_that_is_too_small_is_refused(tiny: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generator, "_TRIES", 40)

    with pytest.raises(BadArgument, match="could be drawn from `tiny`: its 8 items are too few"):
        generate("tiny", tiny, count=25, patience=12, seed="a")
