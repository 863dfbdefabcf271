"""Weighted links from items to others: neighbours, and what is taken beside an item."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

from palate.catalog.columns import Columns
from palate.ranking.log import Floats, Ints
from palate.ranking.per_version import held

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_HELD = 20_000
"""Items whose links stay in memory, about 30 MB."""
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
        return entries(self.matrix, positions)


@dataclass(frozen=True)
class StoredLinks:
    """Links in a table `item, neighbour, weight` of rowids; those of an item are read when they are first asked for."""

    connection: sqlite3.Connection
    table: str
    size: int
    """Of the version that is looked at: links to later items are left out."""
    rows: dict[int, Row] = field(default_factory=dict)
    """By position what was read, at most `MOST_HELD`."""

    @classmethod
    def of_version(cls, connection: sqlite3.Connection, table: str, columns: Columns) -> StoredLinks:
        """Return those of a table, with what was read of it before for one version of a catalogue."""
        return cls(connection, table, columns.size, held.get(columns, f"links of {table}", dict))

    def of(self, positions: Ints) -> Linked:
        """Return the links of the items at `positions`."""
        rows = list(self._read(positions.tolist()).values())
        wanted = [rows[at] for at in np.unique(positions, return_inverse=True)[1]]
        if not wanted:
            return Linked(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0))
        owners = np.repeat(np.arange(len(wanted)), [len(row.positions) for row in wanted])
        items, weights = (np.concatenate([getattr(row, name) for row in wanted]) for name in ("positions", "weights"))
        return Linked(owners, items, weights)

    def by_item(self, positions: Iterable[int]) -> dict[int, Row]:
        """Return the links of each item; one without any is left out."""
        return {at: row for at, row in self._read(positions).items() if len(row.positions)}

    def _read(self, positions: Iterable[int]) -> dict[int, Row]:
        """Return the links of each item by its position, sorted."""
        wanted = sorted(set(positions))
        found = {at: self.rows[at] for at in wanted if at in self.rows}
        if missing := [at for at in wanted if at not in found]:
            found |= self._stored(missing)
            if len(self.rows) > MOST_HELD:
                self.rows.clear()
            self.rows.update(found)
        return {at: found[at] for at in wanted}

    def _stored(self, positions: Sequence[int]) -> dict[int, Row]:
        query = f"""SELECT item, neighbour, weight FROM "{self.table}"
            WHERE item IN (SELECT value FROM json_each(?)) AND neighbour <= ? ORDER BY item, neighbour"""
        rowids = json.dumps([at + 1 for at in positions])
        links = np.array(self.connection.execute(query, (rowids, self.size)).fetchall(), dtype=np.float64)
        items, others, weights = links.reshape(-1, 3).T
        bounds = np.searchsorted(items, np.asarray(positions) + 1), np.searchsorted(items, np.asarray(positions) + 2)
        places = others.astype(np.int64) - 1
        spans = zip(positions, *(each.tolist() for each in bounds), strict=True)
        return {at: Row(places[start:end], weights[start:end].copy()) for at, start, end in spans}


def entries(matrix: csr_array, rows: Ints) -> Linked:
    """Return the entries of some rows of a matrix (what indexing does, in a tenth of its time for a few rows)."""
    starts, counts = matrix.indptr[rows], matrix.indptr[rows + 1] - matrix.indptr[rows]
    owners = np.repeat(np.arange(len(rows)), counts)
    at = np.arange(len(owners)) + np.repeat(starts - np.cumsum(counts) + counts, counts)
    return Linked(owners, matrix.indices[at].astype(np.int64), matrix.data[at].astype(np.float64))


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
