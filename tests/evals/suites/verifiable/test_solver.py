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

    assert solved(lamps, ROUND, asked) == Reference(preview=1.0, previews=1, first_pick=1.0)


def test_what_is_impossible_is_said_to_be(lamps: Catalog) -> None:
    assert solved(lamps, ROUND, impossible=True) == Reference(preview=1.0, previews=0, first_pick=1.0)


def test_the_first_pick_is_a_guess_where_something_is_hidden(lamps: Catalog) -> None:
    hidden = Wish(where=BLUE, reveal="hidden")
    reference = solved(lamps, ROUND, hidden)

    # A wish of a round lamp is as likely met as not: a value, a bound, or none of a value that another has.
    assert 0.3 < reference.first_pick < 0.9
    assert reference.preview == 1.0
    assert 1 <= reference.previews <= 12


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
