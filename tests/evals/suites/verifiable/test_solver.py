from __future__ import annotations

import random

import pytest

from palate import Catalog, Condition
from palate.evals.suites.verifiable.solver import solve
from palate.evals.suites.verifiable.task import Reference, Task
from palate.evals.suites.verifiable.world import World
from palate.evals.users.wish import Wish

ROUND = Wish(where=Condition(field="shape", op="=", value="round"))
BLUE = Condition(field="colour", op="=", value="blue")


def solved(catalog: Catalog, *wishes: Wish, patience: int = 12, impossible: bool = False) -> Reference:
    task = Task(catalogue="lamps", wishes=wishes, impossible=impossible)
    return solve(task, World.of(catalog, task), patience=patience, chance=random.Random(1))


def test_with_nothing_hidden_the_first_item_is_right(lamps: Catalog) -> None:
    asked = Wish(where=BLUE, reveal="asked")

    assert solved(lamps, ROUND, asked) == Reference(preview=1.0, previews=1)


def test_what_is_impossible_is_said_to_be(lamps: Catalog) -> None:
    assert solved(lamps, ROUND, impossible=True) == Reference(preview=1.0, previews=0)


@pytest.mark.parametrize("colour", ["blue", "red"])
def test_the_first_pick_is_right_where_the_first_item_shown_is(lamps: Catalog, colour: str) -> None:
    hidden = Wish(where=Condition(field="colour", op="=", value=colour), reveal="hidden")
    reference = solved(lamps, ROUND, hidden)

    assert reference.preview == 1.0
    assert 1 <= reference.previews <= 12
    assert reference.first_pick == float(reference.previews == 1)


def test_the_first_pick_is_a_guess_where_something_is_hidden(lamps: Catalog) -> None:
    colours = {str(item.get("colour")) for item in lamps.items(lamps.ids(range(lamps.columns.size)))}
    guesses = [
        solved(lamps, ROUND, Wish(where=Condition(field="colour", op="!=", value=each), reveal="hidden")).first_pick
        for each in sorted(colours)
    ]

    # What is ruled out is seldom what is shown first, and is for somebody.
    assert 0.0 in guesses
    assert 1.0 in guesses


def test_a_hint_at_the_field_saves_previews(lamps: Catalog) -> None:
    both = [
        sum(
            solved(
                lamps, ROUND, Wish(where=Condition(field="size", op="=", value=size), reveal="hidden", hinted=hint)
            ).previews
            for size in ("S", "M", "L", "XL")
        )
        for hint in (True, False)
    ]

    assert both[0] <= both[1]


@pytest.mark.parametrize(("patience", "reached"), [(30, 1.0), (1, 0.0)])
def test_patience_ends_it(lamps: Catalog, patience: int, reached: float) -> None:
    hidden = Wish(where=Condition(field="price", op="<", value=14), reveal="hidden", hinted=True)

    assert solved(lamps, ROUND, hidden, patience=patience).preview == reached
