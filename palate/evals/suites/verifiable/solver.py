"""The solver: it understands every word, knows how wishes are drawn, and reasons about those that nobody tells it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from palate.catalog.columns import BoolArray, Positions
from palate.catalog.conditions import Where
from palate.evals.suites.verifiable.drawing import draw
from palate.evals.suites.verifiable.task import Reference, Task
from palate.evals.suites.verifiable.world import World
from palate.evals.users.wish import Wish

if TYPE_CHECKING:
    from palate.catalog.item import Item

_DRAWN = 400
"""Sets of hidden wishes that the solver holds possible."""
_TRIES = 4
"""Draws for each of them, since some dice fail."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Hypothesis:
    """Wishes that may be the hidden ones, and what of the pool meets them."""

    fits: BoolArray
    by_field: dict[str, BoolArray]


def solve(task: Task, world: World, *, patience: int, chance: random.Random) -> Reference:
    """Return what can be reached: what is told leaves a pool, and of it the likeliest item is shown first.

    Whatever it shows meets all that was told. It is greedy, so its previews are no proof that fewer would not do; that
    it knows how wishes are drawn, and how many are hidden, no agent can be expected to. `task.solver` is not looked at.
    """
    if task.impossible:
        return Reference(preview=1.0, previews=0)
    hidden, pool = task.of("hidden"), world.left(task.of("volunteered", "asked"))
    if not hidden:
        return Reference(preview=1.0, previews=1)
    previews = _previews(_hypotheses(world, pool, len(hidden), chance), pool, hidden, world)
    # Each wish that is asked for takes a message, and each item that is shown the one before it.
    in_time = len(task.of("asked")) + previews <= patience
    return Reference(preview=float(in_time), previews=previews)


def _hypotheses(world: World, pool: Positions, count: int, chance: random.Random) -> list[_Hypothesis]:
    """Draw wishes as the generator does, of items that may be the one in mind."""
    items = world.catalog.items(world.catalog.ids(pool))
    found: list[_Hypothesis] = []
    for _ in range(_DRAWN * _TRIES):
        wheres = _wheres(world, chance.choice(items), count, chance)
        if wheres is not None:
            found.append(_hypothesis(world, pool, wheres))
        if len(found) == _DRAWN:
            break
    return found


def _wheres(world: World, item: Item, count: int, chance: random.Random) -> list[Where] | None:
    drawn = [draw(world.catalog, item, chance) for _ in range(count)]
    return None if None in drawn else [where for where in drawn if where is not None]


def _hypothesis(world: World, pool: Positions, wheres: Sequence[Where]) -> _Hypothesis:
    by_field: dict[str, BoolArray] = {}
    for where in wheres:
        field, mask = where.parts[0].field, world.mask(where)[pool]
        by_field[field] = by_field[field] & mask if field in by_field else mask
    return _Hypothesis(np.logical_and.reduce(list(by_field.values())), by_field)


def _likely(possible: Sequence[_Hypothesis], size: int) -> Floats:
    """Return for each item of the pool how likely it is to be accepted."""
    if not possible:
        return np.full(size, 1.0 / size)
    return np.asarray(np.mean([each.fits for each in possible], axis=0), dtype=np.float64)


def _previews(possible: Sequence[_Hypothesis], pool: Positions, hidden: Sequence[Wish], world: World) -> int:
    """Return how many items are shown until one is accepted, each the likeliest after all that was rejected."""
    wanted = world.fits(wish.where for wish in hidden)[pool]
    shown = np.zeros(len(pool), dtype=np.bool_)
    for count in range(1, len(pool) + 1):
        chances = _likely(possible, len(pool))
        # Of equals the one that comes first, as long as it was not shown.
        place = int(np.argmax(np.where(shown, -1.0, chances)))
        if wanted[place]:
            return count
        shown[place] = True
        possible = [each for each in possible if _explains(each, place, pool, hidden, world)]
    return len(pool) + 1


def _explains(each: _Hypothesis, place: int, pool: Positions, hidden: Sequence[Wish], world: World) -> bool:
    """Tell whether a hypothesis explains why the item at `place` was rejected, and the hint that was given."""
    broken = broken_first(hidden, int(pool[place]), world)
    if broken is None or each.fits[place]:
        return False
    return not broken.hinted or (broken.field in each.by_field and not each.by_field[broken.field][place])


def broken_first(wishes: Sequence[Wish], position: int, world: World) -> Wish | None:
    """Return the first wish that an item does not meet: the one that a person complains of."""
    return next((wish for wish in wishes if not world.mask(wish.where)[position]), None)
