r"""A linear item-item model in closed form: how much each item that a person took speaks for every other one.

$B = I - P \operatorname{diag}(P)^{-1}$ with $P = (X^\top X + \lambda I)^{-1}$ (EASE; Steck, 2019), $X$ holding 1 where
a person likes an item and `TAKEN` where they took it without liking it. Unlike neighbours, which weigh each pair by
itself, it takes off what other items explain already, so two sequels do not count twice. The inverse grows with the
cube of the items, so a catalogue with more than `MOST_ITEMS` that anybody touched keeps to neighbours; so does one with
too few people to tell items apart, or with a simulated log, whose model neighbours have read already.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from palate.catalog.schema import Schema
from palate.ranking.log import TAKEN, Floats, Ints, LogArrays, read_log

Progress = Callable[[str, int, int | None], None]
Weights = npt.NDArray[np.float32]

MOST_ITEMS = 5_000
LEAST_PEOPLE = 200
RIDGE = 300.0
"""Chosen on development people of MovieLens-100K, where 100 to 600 made no difference beyond chance."""
STALE = 0.02
"""By how much of itself a log may grow before the model is built again: every recorded click would be too often."""
_STORED = np.float16
_TABLES = (
    "CREATE TABLE IF NOT EXISTS linear(item INTEGER PRIMARY KEY, weights BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS linear_model(interactions INTEGER NOT NULL, items BLOB NOT NULL)",
    "DELETE FROM linear",
    "DELETE FROM linear_model",
)
"""A row of `linear` has a weight for each of the positions in `linear_model`, which has one row."""


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


class LinearIndex:
    """Builds and renews the table `linear` (the entry point `palate.indexes`)."""

    reads_fields: ClassVar[bool] = False

    @staticmethod
    def build(connection: sqlite3.Connection, schema: Schema, progress: Progress | None = None) -> None:
        """Compute the model from the whole log, inside the caller's transaction; an empty table where it has none."""
        for statement in _TABLES:
            connection.execute(statement)
        items, weights = np.empty(0, dtype=np.int64), np.empty((0, 0))
        if _fits(connection, schema):
            if progress is not None:
                progress("fitting the linear model", 0, None)
            log = read_log(connection, schema.log)
            taken = log.only(log.consumed | log.liked)
            items = np.unique(taken.items)
            weights = fitted(taken, items) if len(items) else weights
        connection.execute("INSERT INTO linear_model VALUES (?, ?)", (schema.log.interactions, items.tobytes()))
        rows = zip((items + 1).tolist(), (row.astype(_STORED).tobytes() for row in weights), strict=True)
        connection.executemany("INSERT INTO linear VALUES (?, ?)", rows)

    @staticmethod
    def update(connection: sqlite3.Connection, schema: Schema, touched: Collection[int]) -> None:
        """Build the model anew once the log has grown by `STALE`; until then it stays as it is.

        What one person likes counts at once whatever the model's age, since its weights are between items.
        """
        built = _built_from(connection)
        if touched and (built is None or schema.log.interactions - built > STALE * built):
            LinearIndex.build(connection, schema)


def fitted(log: LogArrays, items: Ints) -> Floats:
    """Return the model's weights: row and column `i` are `items[i]`, and no item speaks for itself.

    Args:
        log: what people took; repeated entries count as the most liked one.
        items: sorted positions, all of the log's among them.
    """
    from scipy.linalg import cho_factor, cho_solve
    from scipy.sparse import csr_array

    width = int(items[-1]) + 1
    keys, entries = np.unique(log.users * width + log.items, return_inverse=True)
    worth = np.zeros(len(keys))
    np.maximum.at(worth, entries, np.where(log.liked, 1.0, TAKEN))
    users, columns = keys // width, np.searchsorted(items, keys % width)
    people = csr_array((worth, (users, columns)), shape=(int(users.max()) + 1, len(items)))
    gram = (people.T @ people).toarray()
    gram[np.diag_indices_from(gram)] += RIDGE
    inverse = cho_solve(cho_factor(gram, overwrite_a=True), np.eye(len(items)), overwrite_b=True)
    weights: Floats = -inverse / np.diag(inverse)
    weights[np.diag_indices_from(weights)] = 0.0
    return weights


def linear_of(connection: sqlite3.Connection, positions: Collection[int], *, size: int) -> LinearRows | None:
    """Read the rows of the items at `positions`, and the columns of the first `size`; None for an empty model."""
    wanted = [position + 1 for position in positions if position < size]
    # One statement, so that the columns are those of the rows even while the model is being renewed.
    query = """SELECT 0, items FROM linear_model
        UNION ALL SELECT item, weights FROM linear WHERE item IN (SELECT value FROM json_each(?))"""
    blobs: dict[int, bytes] = dict(connection.execute(query, (json.dumps(wanted),)).fetchall())
    known = np.frombuffer(blobs.pop(0, b""), dtype=np.int64)
    if not len(known):
        return None
    within = int(np.searchsorted(known, size))
    weights = np.empty((len(blobs), within), dtype=np.float32)
    for row, blob in enumerate(blobs.values()):
        weights[row] = np.frombuffer(blob, dtype=_STORED)[:within]
    return LinearRows(known[:within], {item - 1: row for row, item in enumerate(blobs)}, weights)


def _fits(connection: sqlite3.Connection, schema: Schema) -> bool:
    """Tell whether the log can carry a model, and is small enough for one."""
    if schema.log.users < LEAST_PEOPLE or schema.log.simulated is not None:
        return False
    counted = connection.execute(
        "SELECT COUNT(*) FROM (SELECT DISTINCT item FROM interactions LIMIT ?)", (MOST_ITEMS + 1,)
    )
    return int(counted.fetchone()[0]) <= MOST_ITEMS


def _built_from(connection: sqlite3.Connection) -> int | None:
    """Return how many interactions the log had when the model was last built; None where it never was."""
    if not has_model(connection):
        return None
    row = connection.execute("SELECT interactions FROM linear_model").fetchone()
    return None if row is None else int(row[0])


def has_model(connection: sqlite3.Connection) -> bool:
    """Tell whether the catalogue was built with this index installed; the model may still be empty."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'linear_model'").fetchone() is not None
