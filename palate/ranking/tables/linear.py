"""The linear model in a catalogue's file: a row of weights an item, read when it is first asked for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from palate.catalog.columns import Columns
from palate.ranking.linear import LinearModel, LinearRows, Weights
from palate.ranking.per_version import held

MOST_HELD = 2_500
"""Rows that stay in memory, 50 MB of a model of 5,000 items."""
STORED = np.float16
"""As weights lie in the file."""


def write_linear(connection: sqlite3.Connection, model: LinearModel) -> None:
    """Write a model in the place of another."""
    connection.execute("DELETE FROM linear")
    connection.execute("DELETE FROM linear_model")
    connection.execute("INSERT INTO linear_model VALUES (?)", (model.items.tobytes(),))
    rows = zip((model.items + 1).tolist(), (row.astype(STORED).tobytes() for row in model.weights), strict=True)
    connection.executemany("INSERT INTO linear VALUES (?, ?)", rows)


@dataclass(frozen=True)
class _Read:
    """What was read of one model."""

    items: bytes
    rows: dict[int, Weights] = field(default_factory=dict)
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
        kept = read.rows if read is not None and found.items == read.items else {}
        if len(kept) + len(found.rows) > MOST_HELD:
            kept = {at: kept[at] for at in wanted if at in kept}
        read = _Read(found.items, kept | found.rows)
        last[:] = [read]
    known = np.frombuffer(read.items, dtype=np.int64)
    if not len(known):
        return None
    within = int(np.searchsorted(known, columns.size))
    rows = {at: read.rows[at] for at in wanted if len(read.rows[at])}
    weights = np.array(list(rows.values()), dtype=np.float32).reshape(len(rows), len(known))
    return LinearRows(known[:within], {at: row for row, at in enumerate(rows)}, weights[:, :within])


def _read(connection: sqlite3.Connection, positions: Collection[int]) -> _Read:
    # One statement, so that the columns are those of the rows even while the model is being renewed.
    query = """SELECT 0, items FROM linear_model
        UNION ALL SELECT item, weights FROM linear WHERE item IN (SELECT value FROM json_each(?))"""
    rowids = json.dumps([position + 1 for position in positions])
    blobs: dict[int, bytes] = dict(connection.execute(query, (rowids,)).fetchall())
    halves = {at: np.frombuffer(blobs.get(at + 1, b""), dtype=STORED) for at in positions}
    return _Read(blobs.get(0, b""), {at: each.astype(np.float32) for at, each in halves.items()})
