"""What items are, as a sparse matrix: how near an item lies to what a person took, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from palate.catalog.columns import Columns
from palate.catalog.schema import Role, Schema
from palate.ranking.links import entries
from palate.ranking.log import Bools, Floats, Ints
from palate.ranking.per_version import held

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_FIELDS = 8
"""Fields of each kind that are looked at, the first that the catalogue has."""
TOO_COMMON = 0.5
"""A value that more than this share of all items has tells nothing of those that share it."""
BITS = 64
"""Of a SimHash."""
_SEED = 11
_BLOCK = 100_000
"""Items that are hashed at a time, which bounds the memory."""
_NO_TASTE: frozenset[Role] = frozenset({"count", "score", "stock"})
"""What a number can measure that makes items good or available, and is no matter of taste."""


@dataclass(frozen=True)
class Values:
    """What two items can share: a column for each value of a category or tags field, the rarest first."""

    has: csr_array
    """A row an item, an entry for each value that it has and that not too many have."""
    tells: Floats
    """How much it tells to share each value: ln(1 + N / n) where n of N items have it."""
    fields: Ints
    """Which field each is of, by its place among the fields."""
    codes: Ints
    """Its code in the field."""
    names: tuple[str, ...]
    """Of the fields."""

    def of(self, field: str | None) -> csr_array:
        """Return what items have of one field, of all where it is None."""
        from scipy.sparse import csr_array

        if field is None:
            return self.has
        kept = self.has.tocoo()
        there = (self.fields == self.names.index(field))[kept.col]
        return csr_array((kept.data[there], (kept.row[there], kept.col[there])), shape=kept.shape)

    def of_item(self, position: int) -> list[int]:
        """Return the columns of the values that an item has."""
        start, stop = self.has.indptr[position : position + 2].tolist()
        found: list[int] = self.has.indices[start:stop].tolist()
        return found


@dataclass(frozen=True)
class Attributes:
    """The values of items: rare ones weigh more, and each item's weights of a field have a length of 1."""

    weights: csr_array
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
            fields = [each for each in schema.of_kind("number", "date") if each.role not in _NO_TASTE][:MOST_FIELDS]
            parts = [_weighed(columns, name) for name in named]
            ends = np.cumsum([0, *(part.shape[1] for part in parts)]).tolist()
            return cls(
                csr_array(hstack([csr_array((columns.size, 0)), *parts], format="csr")),
                {name: slice(*ends[at : at + 2]) for at, name in enumerate(named)},
                {field.name: _ranked(columns.numbers(field.name)) for field in fields},
            )

        return held.get(columns, "attributes", make)

    @cached_property
    def values(self) -> Values:
        """What two items can share."""
        has = self.weights.sign().tocsc()
        counts = np.diff(has.indptr)
        kept = np.flatnonzero((counts > 0) & (counts <= np.maximum(TOO_COMMON * self.weights.shape[0], 2)))
        kept = kept[np.argsort(counts[kept], kind="stable")]
        widths = [each.stop - each.start for each in self.named.values()]
        fields = np.repeat(np.arange(len(widths)), widths)[kept]
        codes = np.concatenate([np.arange(width) for width in (0, *widths)])[kept]
        return Values(
            has[:, kept].tocsr(), np.log1p(self.weights.shape[0] / counts[kept]), fields, codes, tuple(self.named)
        )

    @cached_property
    def codes(self) -> npt.NDArray[np.uint64]:
        """A SimHash of each item's content (Charikar, 2002): on which side of `BITS` random hyperplanes it lies."""
        from scipy.sparse import csr_array, hstack

        numbers = [csr_array(np.nan_to_num(each - 0.5)[:, None]) for each in self.numbers.values()]
        content = hstack([self.weights, *numbers], format="csr", dtype=np.float32)
        planes = np.random.default_rng(_SEED).standard_normal((content.shape[1], BITS), dtype=np.float32)
        blocks = (content[start : start + _BLOCK] @ planes > 0 for start in range(0, self.weights.shape[0], _BLOCK))
        packed = [np.empty((0, BITS // 8), dtype=np.uint8), *(np.packbits(block, axis=1) for block in blocks)]
        return np.concatenate(packed).view(np.uint64).ravel()

    @cached_property
    def told(self) -> Bools:
        """Whether anything is told of each item."""
        told = np.diff(self.weights.indptr) > 0
        for numbers in self.numbers.values():
            told |= ~np.isnan(numbers)
        return told

    def affinity(self, taken: Ints, by: Floats, items: Ints) -> Mapping[str, Floats]:
        """Return by field how like the mean of what was `taken` each of `items` is, in [0, 1]."""
        if not len(taken) or not by.sum():
            return dict.fromkeys(self.named, np.zeros(len(items)))
        mean = entries(self.weights, taken).summed(by / by.sum(), self.weights.shape[1])
        held = entries(self.weights, items)
        field = np.repeat(np.arange(len(self.named)), [each.stop - each.start for each in self.named.values()])
        places = field[held.items] * len(items) + held.owners
        sums = np.bincount(places, held.weights * mean[held.items], minlength=len(self.named) * len(items))
        return dict(zip(self.named, sums.reshape(len(self.named), -1), strict=True))

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
