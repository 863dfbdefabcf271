"""What items are, as a sparse matrix: how near an item lies to what a person took, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from palate.catalog.columns import Columns
from palate.catalog.schema import Role, Schema
from palate.ranking.links import entries
from palate.ranking.log import Bools, Floats, Ints
from palate.ranking.per_version import held

if TYPE_CHECKING:
    from scipy.sparse import csc_array, csr_array

MOST_FIELDS = 8
"""Fields of each kind that are looked at, the first that the catalogue has."""
NO_TASTE: frozenset[Role] = frozenset({"count", "score", "stock"})
"""What a number can measure that makes items good or available, and is no matter of taste, nor makes them alike."""


@dataclass(frozen=True)
class Attributes:
    """The values of items: rare ones weigh more, and each item's weights of a field have a length of 1."""

    values: csr_array
    """A row an item, a column a value of a category or tags field."""
    named: Mapping[str, slice]
    """Which columns belong to each of these fields, in order."""
    numbers: Mapping[str, Floats]
    """For each number and date field the share of items below an item's value, NaN where it has none."""

    @classmethod
    def of(cls, columns: Columns, schema: Schema) -> Attributes:
        """Return those of one version of a catalogue, made once."""

        def make() -> Attributes:
            from scipy.sparse import csr_array, hstack

            named = [field.name for field in schema.of_kind("category", "tags")][:MOST_FIELDS]
            fields = [each for each in schema.of_kind("number", "date") if each.role not in NO_TASTE][:MOST_FIELDS]
            parts = [_weighed(columns, name) for name in named]
            ends = np.cumsum([0, *(part.shape[1] for part in parts)]).tolist()
            return cls(
                csr_array(hstack([csr_array((columns.size, 0)), *parts], format="csr")),
                {name: slice(*ends[at : at + 2]) for at, name in enumerate(named)},
                {field.name: _ranked(columns.numbers(field.name)) for field in fields},
            )

        return held.get(columns, "attributes", make)

    @cached_property
    def _holders(self) -> csc_array:
        """The values by column."""
        return self.values.tocsc()

    def affinity(self, taken: Ints, by: Floats, items: Ints) -> Mapping[str, Floats]:
        """Return by field how like the mean of what was `taken` each of `items` is, in [0, 1]."""
        if not len(taken) or not by.sum():
            return dict.fromkeys(self.named, np.zeros(len(items)))
        mean = entries(self.values, taken).summed(by / by.sum(), self.values.shape[1])
        held = entries(self.values, items)
        field = np.repeat(np.arange(len(self.named)), [each.stop - each.start for each in self.named.values()])
        places = field[held.items] * len(items) + held.owners
        sums = np.bincount(places, held.weights * mean[held.items], minlength=len(self.named) * len(items))
        return dict(zip(self.named, sums.reshape(len(self.named), -1), strict=True))

    def sharing(self, item: int, draw: np.random.Generator) -> Bools:
        """Return which items share one value with an item, drawn among those that it has; none where it has none."""
        shared = np.zeros(self.values.shape[0], dtype=np.bool_)
        start, stop = self.values.indptr[item : item + 2].tolist()
        if stop > start:
            value = draw.choice(self.values.indices[start:stop])
            shared[self._holders.indices[slice(*self._holders.indptr[value : value + 2])]] = True
        return shared

    def distance(self, field: str, taken: Ints, items: Ints) -> Floats:
        """Return how far from the mean of what was `taken` each of `items` lies, as a share of all items."""
        ranks = self.numbers[field]
        known = ranks[taken][~np.isnan(ranks[taken])]
        if not len(known):
            return np.full(len(items), np.nan)
        return np.asarray(np.abs(ranks[items] - known.mean()))


def _weighed(columns: Columns, field: str) -> csr_array:
    from scipy.sparse import csr_array

    items, codes = columns.incidence(field)
    values = len(columns.values(field))
    counts = np.maximum(np.bincount(codes, minlength=values), 1)
    weights = np.log1p(columns.size / counts)[codes]
    lengths = np.sqrt(np.bincount(items, weights**2, minlength=columns.size))
    shape = (columns.size, max(values, 1))
    return csr_array((weights / lengths[items], (items, codes)), shape=shape)


def _ranked(numbers: Floats) -> Floats:
    known = np.sort(numbers[~np.isnan(numbers)])
    ranks = np.searchsorted(known, numbers, side="left") / max(len(known), 1)
    return np.where(np.isnan(numbers), np.nan, ranks)
