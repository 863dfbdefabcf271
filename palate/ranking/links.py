"""Weighted links from items to others: neighbours, and what is taken beside an item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from palate.ranking.log import Bools, Floats, Ints

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_BLOCK = 500_000
"""Entries of a matrix that are sorted at a time, which bounds the memory."""


@dataclass(frozen=True)
class Linked:
    """The links of some items, one entry a link."""

    owners: Ints
    """Which of the items, by its place among those that were asked for."""
    items: Ints
    """The position of what is linked."""
    weights: Floats

    def summed(self, by: Floats, size: int) -> Floats:
        """Return for each of `size` items the sum of its links, each times `by` of its owner."""
        return np.bincount(self.items, self.weights * by[self.owners], minlength=size).astype(np.float64, copy=False)

    def strongest(self, size: int) -> Floats:
        """Return for each of `size` items its heaviest link, 0 for none."""
        found = np.zeros(size)
        np.maximum.at(found, self.items, self.weights)
        return found


@dataclass(frozen=True)
class Row:
    """The links of one item."""

    positions: Ints
    """Sorted."""
    weights: Floats

    def weight(self, position: int) -> float:
        """Return the weight of the link to the item at `position`, 0 where there is none."""
        at = int(np.searchsorted(self.positions, position))
        return float(self.weights[at]) if at < len(self.positions) and self.positions[at] == position else 0.0

    def only(self, keep: Bools) -> Row:
        """Return the links where `keep` is true."""
        return self if keep.all() else Row(self.positions[keep], self.weights[keep])

    def heaviest(self, most: int) -> Row:
        """Return the `most` heaviest links, sorted; of equals those to the earliest items."""
        kept = np.lexsort((self.positions, -self.weights))[:most]
        kept = kept[np.argsort(self.positions[kept])]
        return Row(self.positions[kept], self.weights[kept])


def stacked(blocks: Iterable[csr_array], size: int) -> csr_array:
    """Return blocks of rows, `size` columns wide, as one matrix."""
    from scipy.sparse import csr_array, vstack

    return csr_array(vstack([csr_array((0, size), dtype=np.float32), *blocks], format="csr"))


def entries(matrix: csr_array, rows: Ints) -> Linked:
    """Return the entries of some rows of a matrix (what indexing does, in a tenth of its time for a few rows)."""
    starts, counts = matrix.indptr[rows], matrix.indptr[rows + 1] - matrix.indptr[rows]
    owners = np.repeat(np.arange(len(rows)), counts)
    at = np.arange(len(owners)) + np.repeat(starts - np.cumsum(counts) + counts, counts)
    return Linked(owners, matrix.indices[at].astype(np.int64), matrix.data[at].astype(np.float64))


def heaviest(matrix: csr_array, most: int) -> Iterator[csr_array]:
    """Yield the `most` heaviest links of each item, some rows at a time; of equals those to the earliest items.

    A link is taken for one back as well, which adds to what leads there already.

    Args:
        matrix: what links each item to the others.
        most: how many links of an item stay.
    """
    from scipy.sparse import csr_array

    back = matrix.T.tocsr()
    before = matrix.indptr + back.indptr
    start = 0
    while start < matrix.shape[0]:
        full = int(np.searchsorted(before, before[start] + _BLOCK, side="right")) - 1
        stop = max(start + 1, full)
        block = matrix[start:stop] + back[start:stop]
        block.sort_indices()
        entries = block.tocoo()
        order = np.lexsort((-entries.data, entries.row))  # stable, so that equals stay in the order of the columns
        rows = np.asarray(entries.row)[order]
        kept = order[np.arange(len(rows)) - np.searchsorted(rows, rows) < most]
        held = (entries.data[kept], (entries.row[kept], entries.col[kept]))
        yield csr_array(held, shape=entries.shape)
        start = stop
