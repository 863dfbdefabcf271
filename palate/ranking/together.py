"""What is liked together with given items, by the linear model where the catalogue has one and by neighbours else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from palate.catalog.catalog import Catalog
from palate.catalog.columns import BoolArray, Columns, FloatArray, Positions
from palate.catalog.item import ItemId
from palate.ranking.linear import LinearRows
from palate.ranking.links import Row
from palate.ranking.places import known_positions
from palate.ranking.tables.linear import linear_of
from palate.ranking.tables.links import StoredLinks

Shares = dict[ItemId, float]
"""What each item adds, the largest first."""


@dataclass(frozen=True)
class Added:
    """What some items add to another one."""

    named: Shares = field(default_factory=dict)
    """By those that people like together with it."""
    rest: float = 0.0
    """By the others, which may be negative: the linear model takes off what is explained already."""


def together_with(
    catalog: Catalog, columns: Columns, items: Collection[ItemId], *, seen: Collection[ItemId] = (), linear: bool = True
) -> Together:
    """Read what bears on some items.

    Args:
        catalog: where they are looked up.
        columns: of the version that is scored.
        items: liked and disliked ones, some of which the catalogue may not have.
        seen: others that were merely consumed, of which only the linear model makes something.
        linear: use the linear model where there is one.
    """
    places, connection = known_positions(catalog, items), catalog.connect()
    near = StoredLinks.of_version(connection, "neighbours", columns).by_item(places.values())
    by_id = {item: near[at] for item, at in places.items() if at in near}
    if not linear:
        return ByNeighbours(by_id)
    places |= known_positions(catalog, seen)
    rows = linear_of(connection, places.values(), columns)
    if rows is None:
        return ByNeighbours(by_id)
    return ByModel(rows, {item: rows.rows[at] for item, at in places.items() if at in rows.rows}, by_id)


@dataclass(frozen=True)
class ByNeighbours:
    """Each item speaks for its neighbours."""

    near: Mapping[ItemId, Row]
    linear = False
    """Whether the linear model speaks."""

    def silent(self, size: int) -> BoolArray | None:  # noqa: ARG002
        """Leave to popularity of which of `size` items nothing can be said."""
        return None

    def summed(self, weights: Mapping[ItemId, float], size: int) -> FloatArray:
        """Return by position the sum of weighted neighbour weights."""
        total = np.zeros(size)
        for item, weight in weights.items():
            if item in self.near:
                total[self.near[item].positions] += weight * self.near[item].weights
        return total

    def added(self, weights: Mapping[ItemId, float], places: Positions) -> list[Added]:
        """Return what each item adds to `places` as its neighbour."""
        items = [item for item in weights if item in self.near]
        found: dict[int, Shares] = {}
        if items:
            near = [self.near[item] for item in items]
            positions = np.concatenate([each.positions for each in near])
            hits = np.flatnonzero(np.isin(positions, places))
            owners = np.repeat(np.arange(len(items)), [len(each.positions) for each in near])[hits]
            shares = np.concatenate([each.weights for each in near])[hits] * [weights[items[at]] for at in owners]
            for at in np.lexsort((owners, -shares)).tolist():
                found.setdefault(int(positions[hits[at]]), {})[items[owners[at]]] = float(shares[at])
        return [Added(found.get(place, {})) for place in places.tolist()]


@dataclass(frozen=True)
class ByModel:
    """Each item speaks for every other by the linear model; those that are neighbours too are named."""

    model: LinearRows
    rows: Mapping[ItemId, int]
    near: Mapping[ItemId, Row]
    linear = True

    def silent(self, size: int) -> BoolArray | None:
        """Return which of `size` items the model does not know."""
        silent = np.ones(size, dtype=np.bool_)
        silent[self.model.positions] = False
        return silent

    def summed(self, weights: Mapping[ItemId, float], size: int) -> FloatArray:
        """Return by position the sum of weighted rows of the model."""
        total = np.zeros(size)
        total[self.model.positions] = self._weights(weights).astype(np.float32) @ self.model.weights
        return total

    def added(self, weights: Mapping[ItemId, float], places: Positions) -> list[Added]:
        """Return what each item adds to `places`; by name only where people are known to like both."""
        columns = np.searchsorted(self.model.positions, places)
        columns = np.minimum(columns, len(self.model.positions) - 1)
        known = self.model.positions[columns] == places
        sums = np.where(known, self._weights(weights) @ self.model.weights[:, columns], 0.0)
        linked = ByNeighbours({item: self.near[item] for item in self.rows if item in self.near})
        found = []
        for at, links in enumerate(linked.added(dict.fromkeys(weights, 1.0), places)):
            shares = {
                item: weights[item] * float(self.model.weights[self.rows[item], columns[at]])
                for item in links.named
                if known[at]
            }
            named = dict(
                sorted(((item, share) for item, share in shares.items() if share > 0), key=lambda each: -each[1])
            )
            found.append(Added(named, float(sums[at]) - sum(named.values())))
        return found

    def _weights(self, weights: Mapping[ItemId, float]) -> FloatArray:
        """Return the weight of each row."""
        found = np.zeros(len(self.model.weights))
        for item, weight in weights.items():
            if item in self.rows:
                found[self.rows[item]] = weight
        return found


Together = ByNeighbours | ByModel
"""How much items speak for others."""
