"""What a turn works on: which items are still in play, in which order, and what kept them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from palate.catalog.item import ItemId

MOST_RANKED = 2_000
MOST_KEPT = 200
_MANY = 2_000
"""From so many positions on, a table of all is faster than to look each one up."""

Positions = npt.NDArray[np.int64]
"""Sorted positions of items in the catalogue's columns (an item's position is its rowid minus one)."""


def _empty() -> Positions:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Candidates(Sequence[ItemId]):
    """Which items are still in play, and the best of them in order.

    `pool` is exact however large the catalogue: a filter after a filter loses nothing to a cap. Only `ids`, what has
    been put in order, is bounded, and it is cut by score, never by position. As a sequence it is its `ids`, and it
    equals a plain list of them; it is true while anything is in play.
    """

    pool: Positions | None = None
    """None for "all items"."""
    total: int = 0
    """How many items are in play: the pool's size."""
    ids: tuple[ItemId, ...] = ()
    """The best, in order, `MOST_RANKED` at most; empty while nothing has put the pool in order."""
    scores: Mapping[str, npt.NDArray[np.float64]] = field(default_factory=dict)
    """For each signal that ordered them (`search`, `similarity`, `popularity`, `preference`, `score`) a value an id."""
    kept_by: tuple[str, ...] = ()
    """Ids of the steps that narrowed or ordered them, in order."""
    order: Positions = field(default_factory=_empty)
    """The position of each of `ids`, in their order (so not sorted)."""
    unsure: Positions = field(default_factory=_empty)
    """Sorted positions that are in play only because a negated field is missing: ranked last, and disclosed."""

    def __post_init__(self) -> None:
        for name in ("pool", "order", "unsure"):
            if (positions := getattr(self, name)) is not None:
                object.__setattr__(self, name, _read_only(positions))

    @classmethod
    def everything(cls, total: int) -> Candidates:
        """Return all `total` items of a catalogue, in no order."""
        return cls(total=total)

    @classmethod
    def nothing(cls, step: str = "", kept_by: tuple[str, ...] = ()) -> Candidates:
        """Return no items, as left by `step`."""
        return cls(pool=_empty(), kept_by=(*kept_by, step) if step else kept_by)

    def size(self, items: int) -> int:
        """Return how many are in play in a catalogue of `items`."""
        return items if self.pool is None else len(self.pool)

    def positions(self, items: int) -> Positions:
        """Return the pool as positions, in a catalogue of `items`."""
        return np.arange(items, dtype=np.int64) if self.pool is None else self.pool

    def narrowed(self, positions: Positions, step: str, *, unsure: Positions | None = None) -> Candidates:
        """Return what is left when only `positions` (sorted, out of the pool) stay; the order and its scores stay.

        `unsure` are those of them that stay only because a negated field is missing.
        """
        kept = within(self.order, positions)
        doubts = self.unsure if unsure is None else np.union1d(self.unsure, unsure)
        return replace(
            self,
            pool=positions,
            total=len(positions),
            ids=tuple(self.ids[i] for i in np.flatnonzero(kept)),
            scores={name: values[kept] for name, values in self.scores.items()},
            kept_by=(*self.kept_by, step),
            order=self.order[kept],
            unsure=doubts[within(doubts, positions)],
        )

    def ordered(
        self,
        order: Positions,
        ids: Sequence[ItemId],
        step: str,
        *,
        scores: Mapping[str, npt.NDArray[np.float64]],
        pool: Positions | None = None,
    ) -> Candidates:
        """Return the same pool (or `pool`) with `order` and its `ids` as the best of it, best first.

        Scores of earlier steps are carried along, 0 for an item that such a step did not score.
        """
        carried = {name: self.score(name, order) for name in self.scores if name not in scores}
        left = self if pool is None else self.narrowed(pool, step)
        return replace(
            left,
            total=left.total if left.pool is None else len(left.pool),
            ids=tuple(ids[:MOST_RANKED]),
            scores={name: values[:MOST_RANKED] for name, values in {**carried, **scores}.items()},
            kept_by=(*self.kept_by, step),
            order=order[:MOST_RANKED],
        )

    def led_by(self, places: Iterable[int]) -> Candidates:
        """Return the same candidates with those at `places` of the order first; the others follow as they were."""
        first = dict.fromkeys(places)
        at = np.array([*first, *(place for place in range(len(self.ids)) if place not in first)], dtype=np.int64)
        return replace(
            self,
            ids=tuple(self.ids[place] for place in at.tolist()),
            scores={name: values[at] for name, values in self.scores.items()},
            order=self.order[at],
        )

    def score(self, name: str, positions: Positions) -> npt.NDArray[np.float64]:
        """Return the score called `name` of each of `positions`, 0 where it has none."""
        found = np.zeros(len(positions))
        if name not in self.scores or not len(self.order):
            return found
        if len(positions) > _MANY:
            table = np.zeros(max(int(self.order.max()), int(positions.max())) + 1)
            table[self.order] = self.scores[name]
            return table[positions]
        ranks = np.argsort(self.order, kind="stable")
        places = np.searchsorted(self.order[ranks], positions)
        places[places == len(ranks)] = 0
        hit = self.order[ranks][places] == positions
        found[hit] = self.scores[name][ranks[places[hit]]]
        return found

    def to_state(self) -> dict[str, Any]:
        """Return what is printed of them: the counts and `MOST_KEPT` ids at most, JSON-able."""
        return {
            "total": self.total,
            "ids": list(self.ids[:MOST_KEPT]),
            "scores": {name: [round(float(v), 6) for v in got[:MOST_KEPT]] for name, got in self.scores.items()},
            "kept_by": list(self.kept_by),
        }

    def __len__(self) -> int:
        return len(self.ids)

    def __bool__(self) -> bool:
        return self.pool is None or len(self.pool) > 0

    def __iter__(self) -> Iterator[ItemId]:
        return iter(self.ids)

    @overload
    def __getitem__(self, index: int) -> ItemId: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[ItemId, ...]: ...

    def __getitem__(self, index: int | slice) -> ItemId | tuple[ItemId, ...]:
        return self.ids[index]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Candidates):
            return self.ids == other.ids and _same(self.pool, other.pool)
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return self.ids == tuple(other) and bool(self.ids) == bool(self)

    def __hash__(self) -> int:
        return hash((self.ids, self.total))


def within(positions: Positions, pool: Positions) -> npt.NDArray[np.bool_]:
    """Tell for each of `positions` (in any order) whether it is in `pool` (sorted)."""
    if not len(pool):
        return np.zeros(len(positions), dtype=np.bool_)
    if len(positions) > _MANY:
        table = np.zeros(max(int(pool[-1]), int(positions.max())) + 1, dtype=np.bool_)
        table[pool] = True
        return table[positions]
    places = np.searchsorted(pool, positions)
    places[places == len(pool)] = 0
    return np.asarray(pool[places] == positions, dtype=np.bool_)


def _read_only(positions: Positions) -> Positions:
    view = positions.view()
    view.setflags(write=False)
    return view


def _same(one: Positions | None, other: Positions | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other)
