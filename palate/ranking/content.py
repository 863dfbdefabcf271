r"""How alike items are in what the catalogue says of them: shared values, rare ones counting for more.

A value $v$ of a category or tags field weighs $\ln(1 + N / n_v)$, with $n_v$ of $N$ items having it, and an item is
as like another as the share of the other's weight that it has too (text is left to `search`). Numbers and dates then
discount it: of two equally good matches the nearer in year, length or price comes first. Nothing is computed ahead,
and work grows with the items that share a value, not with the catalogue's text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from palate.catalog.catalog import Catalog
from palate.catalog.columns import BoolArray, Columns, FloatArray, Positions
from palate.catalog.item import Item, ItemId
from palate.catalog.schema import Schema
from palate.ranking.attributes import NO_TASTE
from palate.ranking.per_version import held

MOST_VALUES = 24
"""Values, the weightiest first, that one comparison looks at."""
TOO_COMMON = 0.5
"""A value that more than this share of all items has makes no two of them alike."""
FAR = 0.25
"""How much of its likeness an item loses that lies at the other end of every number field."""

Vector = dict[tuple[str, str], float]
"""The weight of each (field, value)."""


@dataclass(frozen=True)
class Model:
    """One item that others are compared with, and how much it counts."""

    item: Item
    position: int
    weight: float = 1.0


def models_of(catalog: Catalog, weights: Mapping[ItemId, float]) -> list[Model]:
    """Return items with their weights, ready to be compared with."""
    ids = list(weights)
    places = catalog.positions(ids).tolist()
    return [Model(item, at, weights[item.id]) for item, at in zip(catalog.items(ids), places, strict=True)]


@dataclass(frozen=True)
class Content:
    """Likeness by content, over one version of a catalogue."""

    columns: Columns
    schema: Schema

    @classmethod
    def of(cls, catalog: Catalog) -> Content:
        """Return it for the current version."""
        return cls(catalog.columns, catalog.schema)

    def scores(self, models: Sequence[Model], *, only: BoolArray | None = None) -> FloatArray:
        """Return how alike every item is to the mixture of `models`, in [0, 1]; 0 where nothing is shared.

        Args:
            models: what to compare with; weights are above 0.
            only: where it is False nothing is computed, and the likeness is 0.
        """
        total = np.zeros(self.columns.size)
        vector = self._vector(models)
        for (field, value), weight in self._compared(vector).items():
            positions = self.columns.postings(field, value)
            total[positions if only is None else positions[only[positions]]] += weight
        found = np.flatnonzero(total)
        if len(found):
            total[found] *= (1 - FAR * self._distance(models, found)) / sum(vector.values())
        return total

    def shared(self, one: Item, other: Item) -> dict[str, list[str]]:
        """Return by field the values that two items share, the rarest first, without those that too many have."""
        found = {}
        for field in self._fields():
            both = {value: self._worth(field, value) for value in {*_values(one, field)} & {*_values(other, field)}}
            telling = sorted((value for value in both if both[value] > 0), key=lambda value: (-both[value], value))
            if telling:
                found[field] = telling
        return found

    def _fields(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.schema.of_kind("category", "tags"))

    def _worth(self, field: str, value: str) -> float:
        count = self.columns.vocabulary(field).get(value, 0)
        if not count or (count > 2 and count > TOO_COMMON * self.columns.size):
            return 0.0
        return float(np.log1p(self.columns.size / count))

    def _vector(self, models: Sequence[Model]) -> Vector:
        """Return the mixture of models: the weight of each value that tells something."""
        vector: Vector = {}
        for model in models:
            for field in self._fields():
                for value in _values(model.item, field):
                    if worth := self._worth(field, value):
                        vector[field, value] = vector.get((field, value), 0.0) + worth * model.weight
        return vector

    def _compared(self, vector: Vector) -> Vector:
        """Return the part of a mixture that others have too, the weightiest `MOST_VALUES` of it."""
        others = [key for key in vector if self.columns.vocabulary(key[0])[key[1]] > 1]
        return {key: vector[key] for key in sorted(others, key=lambda key: (-vector[key], key))[:MOST_VALUES]}

    def _distance(self, models: Sequence[Model], positions: Positions) -> FloatArray:
        """Return how far items lie from the models' mean in numbers and dates, in [0, 1]; missing counts as half."""
        apart = [
            np.nan_to_num(np.minimum(np.abs(axis.numbers[positions] - axis.middle) / axis.spread, 1.0), nan=0.5)
            for axis in self._axes(models)
        ]
        return np.asarray(np.mean(apart, axis=0)) if apart else np.zeros(len(positions))

    def _axes(self, models: Sequence[Model]) -> Iterator[_Axis]:
        at, weights = [model.position for model in models], np.array([model.weight for model in models])
        for field in self.schema.of_kind("number", "date"):
            numbers = self.columns.numbers(field.name)
            known = ~np.isnan(numbers[at])
            spread = self._spread(field.name)
            if field.role not in NO_TASTE and known.any() and spread > 0:
                yield _Axis(numbers, float(np.average(numbers[at][known], weights=weights[known])), spread)

    def _spread(self, field: str) -> float:
        """Return the width of a field's middle nine tenths, which a few extreme values do not stretch."""

        def measure() -> float:
            numbers = self.columns.numbers(field)
            known = numbers[~np.isnan(numbers)]
            low, high = np.percentile(known, [5, 95]) if len(known) else (0.0, 0.0)
            return float(high - low)

        return held.get(self.columns, f"spread of {field}", measure)


@dataclass(frozen=True)
class _Axis:
    numbers: FloatArray
    middle: float
    spread: float


def _values(item: Item, field: str) -> Sequence[str]:
    cell = item.get(field)
    if isinstance(cell, list):
        return cell
    return () if cell is None else (str(cell),)
