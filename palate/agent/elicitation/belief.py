"""Wishes that nobody spoke of: which items are likely to be taken, most of all after some were turned down.

Each field may bear a wish: to have a value or not to have it, to be lower or higher than some number. The person has
one of the items in play in mind, and wishes something that is true of it. A wish that an item which was turned down
meets becomes unlikely. Of a field that was named as what is wrong there surely is a wish, and only what was turned down
for it tells which; of the other fields what was turned down without a reason tells. An item has to meet them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from palate.catalog.columns import BoolArray, Positions
from palate.catalog.item import Item
from palate.memory.item_history import TurnedDown

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.schema import Field

MOST = 300
"""Items, the best, that are put in another order; those behind them stay as they are."""
_MOST_VALUES = 30
_SHARES = (0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875)
"""Where among the items in play a number may be wished to be lower or higher, or in between."""
_LACKING = 0.1
"""How likely somebody who has an item in mind wishes that it lacks some value, beside that it has one of its own."""
_BEARS = 0.7
"""How likely a field bears a wish that nobody spoke of, where every item in play has a value."""
_OTHERWISE = 0.03
"""How often an item is turned down without a reason though it meets a wish: there may be another."""
_MISNAMED = 0.02
"""How often one is turned down for a field though it meets what is wished of it."""
_TRUST = 0.125
"""How fast chances fall with the place once something was turned down; a ranking of which more was is trusted less."""


@dataclass(frozen=True)
class _Wish:
    meets: BoolArray
    """For each item in play, and then for each that was turned down."""
    often: float = 1.0
    """How often somebody has it who has an item in mind that meets it."""


def likeliest(catalog: Catalog, order: Positions, turned_down: Sequence[TurnedDown]) -> Positions:
    """Return items in the order in which they are likely to be taken; of equals the one that ranks first."""
    known = [each for each in turned_down if catalog.has(each.item)]
    first = order[:MOST]
    if len(first) < 2:
        return order
    items = catalog.items([*catalog.ids(first), *(each.item for each in known)])
    named = {name for each in known for name in each.faults}
    unexplained = np.array([not each.faults for each in known], dtype=np.bool_)
    chances = np.ones(len(first))
    for field in catalog.schema.of_kind("category", "tags", "number", "flag"):
        wishes = list(_wishes(field, items, len(first)))
        if field.name in named:
            blamed = np.array([field.name in each.faults for each in known], dtype=np.bool_)
            chances *= _chances(wishes, len(first), blamed, _MISNAMED)
        else:
            bears = _BEARS * _known(field, items[: len(first)])
            chances *= 1 - bears + bears * _chances(wishes, len(first), unexplained, _OTHERWISE)
    if known:
        chances /= (np.arange(len(first)) + 1.0) ** (_TRUST / len(known) ** 2)
    return np.concatenate([first[np.argsort(-chances, kind="stable")], order[MOST:]])


def _known(field: Field, items: Sequence[Item]) -> float:
    """Return the share of items that have a value: who has one of the others in mind wishes for none."""
    return sum(item.get(field.name) not in (None, []) for item in items) / len(items)


def _chances(wishes: Sequence[_Wish], playing: int, down: BoolArray, yet: float) -> npt.NDArray[np.float64]:
    """Return for each item in play how likely it meets the wish that somebody has about a field.

    Args:
        wishes: What the wish may be.
        playing: How many items are in play.
        down: Which of those that were turned down tell of it.
        yet: How likely one of them is turned down though it meets the wish.
    """
    if not wishes:
        return np.ones(playing)
    meets = np.array([wish.meets for wish in wishes], dtype=np.float64)
    mine = meets[:, :playing] * np.array([[wish.often] for wish in wishes])
    weights = (mine / np.maximum(mine.sum(axis=0), 1e-12)).sum(axis=1) * yet ** meets[:, playing:][:, down].sum(axis=1)
    total = weights.sum()
    return weights @ meets[:, :playing] / total if total else np.ones(playing)


def _wishes(field: Field, items: Sequence[Item], playing: int) -> Iterator[_Wish]:
    """Yield the wishes that somebody may have about a field."""
    if field.kind in ("number", "flag"):
        yield from _of_number(field, items, playing)
        return
    values = [_values(item, field) for item in items]
    counts = Counter(value for each in values[:playing] for value in each)
    for value, _ in counts.most_common(_MOST_VALUES):
        has = np.array([value in each for each in values], dtype=np.bool_)
        yield _Wish(has)
        yield _Wish(~has, _LACKING)


def _values(item: Item, field: Field) -> frozenset[str]:
    value = item.get(field.name)
    return frozenset() if value is None else frozenset(map(str, value if isinstance(value, list) else [value]))


def _of_number(field: Field, items: Sequence[Item], playing: int) -> Iterator[_Wish]:
    numbers = np.array([_number(item, field) for item in items])
    known = numbers[:playing][~np.isnan(numbers[:playing])]
    if not len(known):
        return
    bounds = sorted(set(np.quantile(known, _SHARES).tolist()))
    sides = [side for bound in bounds for side in (numbers < bound, numbers >= bound)]
    between = [(numbers >= low) & (numbers < high) for low, high in pairwise([-np.inf, *bounds, np.inf])]
    for meets in (*sides, *between):
        yield _Wish(meets)


def _number(item: Item, field: Field) -> float:
    value = item.get(field.name)
    return float(value) if isinstance(value, int | float) else np.nan
