"""Weighted links from items to others: neighbours, and what is taken beside an item."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from palate.ranking.log import Floats, Ints

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


class Links(Protocol):
    """Links of every item."""

    def of(self, positions: Ints) -> Linked:
        """Return the links of the items at `positions`."""
        ...


@dataclass(frozen=True)
class HeldLinks:
    """Links in memory, as the rows of a matrix."""

    matrix: csr_array

    def of(self, positions: Ints) -> Linked:
        """Return the links of the items at `positions`."""
        rows = self.matrix[positions].tocoo()
        return Linked(
            np.asarray(rows.row, dtype=np.int64), np.asarray(rows.col, dtype=np.int64), rows.data.astype(np.float64)
        )


@dataclass(frozen=True)
class StoredLinks:
    """Links in a table `item, neighbour, weight` of rowids."""

    connection: sqlite3.Connection
    table: str
    size: int
    """Of the version that is looked at: links to later items are left out."""

    def of(self, positions: Ints) -> Linked:
        """Return the links of the items at `positions`."""
        wanted, place = np.unique(positions, return_inverse=True)
        query = f"""SELECT item, neighbour, weight FROM "{self.table}"
            WHERE item IN (SELECT value FROM json_each(?)) AND neighbour <= ? ORDER BY item, neighbour"""
        found = self.connection.execute(query, (json.dumps((wanted + 1).tolist()), self.size)).fetchall()
        rows = np.array(found, dtype=np.float64).reshape(-1, 3)
        items = rows[:, 0].astype(np.int64) - 1
        starts, ends = np.searchsorted(items, wanted), np.searchsorted(items, wanted, side="right")
        spans = [np.arange(starts[at], ends[at]) for at in place]
        at = np.concatenate(spans) if spans else np.empty(0, dtype=np.int64)
        owners = np.repeat(np.arange(len(positions)), [len(span) for span in spans])
        return Linked(owners, rows[at, 1].astype(np.int64) - 1, rows[at, 2])


def heaviest(matrix: csr_array, most: int) -> csr_array:
    """Return a matrix with the `most` largest entries of each row; of equals those further left."""
    from scipy.sparse import csr_array, vstack

    blocks, start = [matrix[:0]], 0
    while start < matrix.shape[0]:
        full = int(np.searchsorted(matrix.indptr, matrix.indptr[start] + _BLOCK, side="right")) - 1
        stop = max(start + 1, full)
        entries = matrix[start:stop].tocoo()
        order = np.lexsort((entries.col, -entries.data, entries.row))
        rows = np.asarray(entries.row)[order]
        kept = order[np.arange(len(rows)) - np.searchsorted(rows, rows) < most]
        held = (entries.data[kept], (entries.row[kept], entries.col[kept]))
        blocks.append(csr_array(held, shape=entries.shape))
        start = stop
    return csr_array(vstack(blocks, format="csr"))
