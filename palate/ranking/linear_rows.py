"""The rows of the linear model that are looked up: read from the catalogue's file when they are first asked for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from palate.catalog.columns import Columns
from palate.ranking.linear import STORED, LinearModel, Weights
from palate.ranking.log import Floats, Ints
from palate.ranking.per_version import held


@dataclass(frozen=True)
class LinearRows:
    """How much some items speak for all that the model knows."""

    positions: Ints
    """Of the items that the model knows, sorted."""
    rows: dict[int, int]
    """By an item's position its row of `weights`; items that the model does not know have none."""
    weights: Weights
    """A row for each asked item, a column for each of `positions`."""

    @classmethod
    def every(cls, model: LinearModel) -> LinearRows:
        """Return all the rows of a model."""
        return cls(model.items, {item: row for row, item in enumerate(model.items.tolist())}, model.weights)

    @classmethod
    def none(cls) -> LinearRows:
        """Return a model that knows nothing."""
        return cls(np.empty(0, dtype=np.int64), {}, np.empty((0, 0), dtype=np.float32))

    def summed(self, items: Ints, by: Floats, size: int) -> Floats:
        """Return for each row of `by`, a weight for each of `items`, what they add to each of `size` items."""
        found = np.zeros((len(by), size))
        known = [at for at, item in enumerate(items.tolist()) if item in self.rows]
        if known:
            rows = [self.rows[item] for item in items[known].tolist()]
            found[:, self.positions] = by[:, known].astype(np.float32) @ self.weights[rows]
        return found


@dataclass(frozen=True)
class _Read:
    """What was read of one model."""

    items: bytes
    rows: dict[int, bytes] = field(default_factory=dict)
    """By position; empty for an item that the model does not know."""


def linear_of(connection: sqlite3.Connection, positions: Collection[int], columns: Columns) -> LinearRows | None:
    """Return the rows of the items at `positions`, with the columns of a version's items; None for an empty model."""
    last: list[_Read] = held.get(columns, "linear", list)
    wanted = [position for position in positions if position < columns.size]
    read = last[0] if last else None
    if read is None or not read.rows.keys() >= set(wanted):
        found = _read(connection, [at for at in wanted if read is None or at not in read.rows])
        if read is not None and found.items != read.items:  # made anew meanwhile
            found = _read(connection, wanted)
        if read is None or found.items != read.items:
            read = found
            last[:] = [found]
        else:
            read.rows.update(found.rows)
    known = np.frombuffer(read.items, dtype=np.int64)
    if not len(known):
        return None
    within = int(np.searchsorted(known, columns.size))
    rows = {at: read.rows[at] for at in wanted if read.rows[at]}
    halves = np.frombuffer(b"".join(rows.values()), dtype=STORED).reshape(len(rows), len(known))[:, :within]
    return LinearRows(known[:within], {at: row for row, at in enumerate(rows)}, halves.astype(np.float32))


def _read(connection: sqlite3.Connection, positions: Collection[int]) -> _Read:
    # One statement, so that the columns are those of the rows even while the model is being renewed.
    query = """SELECT 0, items FROM linear_model
        UNION ALL SELECT item, weights FROM linear WHERE item IN (SELECT value FROM json_each(?))"""
    rowids = json.dumps([position + 1 for position in positions])
    blobs: dict[int, bytes] = dict(connection.execute(query, (rowids,)).fetchall())
    return _Read(blobs.get(0, b""), {position: blobs.get(position + 1, b"") for position in positions})
