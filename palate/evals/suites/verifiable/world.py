"""What of a catalogue may be taken, as masks over all its items: what solver, generator and judge share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from palate.agent.policies import ItemPolicy, NotSeen, Require, positions_of
from palate.catalog.columns import BoolArray, Positions
from palate.catalog.conditions import Where
from palate.evals.suites.verifiable.task import Task
from palate.evals.users.wish import Wish
from palate.ranking.taste import Taste

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


@dataclass
class World:
    """A catalogue, and which of its items the rules of one task leave."""

    catalog: Catalog
    policy: Where | None = None
    consumed: tuple[str, ...] = ()
    _masks: dict[str, BoolArray] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, catalog: Catalog, task: Task) -> World:
        """Return the world of a task."""
        return cls(catalog, task.policy, task.consumed)

    @property
    def policies(self) -> tuple[ItemPolicy, ...]:
        """The rules, as a contestant is given them."""
        return (NotSeen(),) if self.policy is None else (NotSeen(), Require(self.policy))

    @cached_property
    def allowed(self) -> BoolArray:
        """Which items no rule keeps out."""
        left = np.ones(self.catalog.columns.size, dtype=np.bool_)
        left[positions_of(self.catalog, self.consumed)] = False
        if self.policy is not None:
            left[Require(self.policy).barred(self.catalog, Taste())] = False
        return left

    def mask(self, where: Where) -> BoolArray:
        """Return which items meet a condition."""
        key = where.model_dump_json()
        if key not in self._masks:
            self._masks[key] = self.catalog.columns.mask(where)
        return self._masks[key]

    def fits(self, wheres: Iterable[Where]) -> BoolArray:
        """Return which items may be shown and meet all conditions."""
        left: BoolArray = np.logical_and.reduce([self.allowed, *(self.mask(where) for where in wheres)])
        return left

    def alike(self, one: Sequence[Where], other: Sequence[Where]) -> bool:
        """Tell whether the same items meet all of two sets of conditions, rules left aside."""
        size = self.catalog.columns.size
        both = [np.logical_and.reduce([np.ones(size, dtype=np.bool_), *map(self.mask, each)]) for each in (one, other)]
        return bool(np.array_equal(*both))

    def left(self, wishes: Sequence[Wish]) -> Positions:
        """Return the positions of what may be shown and meets all wishes."""
        return np.flatnonzero(self.fits(wish.where for wish in wishes))

    def needed(self, wheres: Sequence[Where]) -> bool:
        """Tell whether more would be left without any one of the conditions: whether each of them matters."""
        count = int(self.fits(wheres).sum())
        return all(
            int(self.fits([*wheres[:place], *wheres[place + 1 :]]).sum()) > count for place in range(len(wheres))
        )
