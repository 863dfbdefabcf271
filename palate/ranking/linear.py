r"""A linear item-item model in closed form: how much each item that a person took speaks for every other one.

$B = I - P \operatorname{diag}(P)^{-1}$ with $P = (X^\top X + \lambda I)^{-1}$ (EASE; Steck, 2019), $X$ holding 1 where
a person likes an item and `TAKEN` where they took it without liking it. Unlike neighbours, which weigh each pair by
itself, it takes off what other items explain already, so two sequels do not count twice. The inverse grows with the
cube of the items, so it knows the `MOST_ITEMS` that most people took. A catalogue with too few people to tell items
apart, or with a simulated log, whose model neighbours have read already, keeps to neighbours.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import numpy.typing as npt

from palate.catalog.schema import Schema
from palate.ranking.log import TAKEN, Ints, LogArrays, read_log

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Progress = Callable[[str, int, int | None], None]
Weights = npt.NDArray[np.float32]

MOST_ITEMS = 5_000
LEAST_PEOPLE = 200
RIDGE = 300.0
"""Chosen on development people of MovieLens-100K, where 100 to 600 made no difference beyond chance."""
STALE = 0.02
"""By how much of itself a log may grow before the model is built again: every recorded click would be too often."""
STORED = np.float16
"""As weights lie in the file."""
_TABLES = (
    "CREATE TABLE IF NOT EXISTS linear(item INTEGER PRIMARY KEY, weights BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS linear_model(interactions INTEGER NOT NULL, items BLOB NOT NULL)",
    "DELETE FROM linear",
    "DELETE FROM linear_model",
)
"""A row of `linear` has a weight for each of the positions in `linear_model`, which has one row."""


@dataclass(frozen=True)
class LinearModel:
    """How much each item speaks for every other."""

    items: Ints
    """The positions of those that it knows, sorted."""
    weights: Weights
    """A row and a column for each; no item speaks for itself."""


class LinearIndex:
    """Builds and renews the table `linear` (the entry point `palate.indexes`)."""

    reads_fields: ClassVar[bool] = False

    @staticmethod
    def build(connection: sqlite3.Connection, schema: Schema, progress: Progress | None = None) -> None:
        """Compute the model from the whole log, inside the caller's transaction; an empty table where it has none."""
        for statement in _TABLES:
            connection.execute(statement)
        model = LinearModel(np.empty(0, dtype=np.int64), np.empty((0, 0), dtype=np.float32))
        if schema.log.users >= LEAST_PEOPLE and schema.log.simulated is None:
            if progress is not None:
                progress("fitting the linear model", 0, None)
            model = fitted(read_log(connection, schema.log))
        built = schema.log.interactions, model.items.tobytes()
        connection.execute("INSERT INTO linear_model VALUES (?, ?)", built)
        rows = zip((model.items + 1).tolist(), (row.astype(STORED).tobytes() for row in model.weights), strict=True)
        connection.executemany("INSERT INTO linear VALUES (?, ?)", rows)

    @staticmethod
    def update(connection: sqlite3.Connection, schema: Schema, touched: Collection[int]) -> None:
        """Build the model anew once the log has grown by `STALE`; until then it stays as it is.

        What one person likes counts at once whatever the model's age, since its weights are between items.
        """
        built = _built_from(connection)
        if touched and (built is None or schema.log.interactions - built > STALE * built):
            LinearIndex.build(connection, schema)


def fitted(log: LogArrays) -> LinearModel:
    """Return the model of what people took."""
    from scipy.linalg import lapack

    taken = log.only(log.consumed | log.liked)
    items = _most_taken(taken)
    if not len(items):
        return LinearModel(items, np.empty((0, 0), dtype=np.float32))
    people = people_of(taken, items)
    gram = np.asfortranarray((people.T @ people).toarray())
    gram[np.diag_indices_from(gram)] += RIDGE
    # The inverse in place of the matrix, its upper triangle alone: a third of the memory of a general solver.
    upper, _ = lapack.spotri(lapack.spotrf(gram, overwrite_a=True)[0], overwrite_c=True)
    inverse = np.triu(upper, 1)
    inverse += inverse.T
    weights: Weights = inverse / -np.diag(upper)
    return LinearModel(items, weights)


def people_of(log: LogArrays, items: Ints) -> csr_array:
    """Return who took what: a row a person, a column for each of `items`, 1 where they like it and `TAKEN` where not.

    Args:
        log: what people took; repeated entries count as the most liked one.
        items: sorted positions; what else the log has is left out.
    """
    from scipy.sparse import csr_array

    known = log.only(np.isin(log.items, items))
    width = int(items[-1]) + 1
    keys, entries = np.unique(known.users * width + known.items, return_inverse=True)
    worth = np.zeros(len(keys), dtype=np.float32)
    np.maximum.at(worth, entries, np.where(known.liked, 1.0, TAKEN).astype(np.float32))
    users, columns = keys // width, np.searchsorted(items, keys % width)
    return csr_array((worth, (users, columns)), shape=(int(log.users.max(initial=0)) + 1, len(items)))


def _most_taken(log: LogArrays) -> Ints:
    """Return the `MOST_ITEMS` items that most people took, sorted; of equals those further left."""
    width = int(log.items.max(initial=0)) + 1
    counts = np.bincount(np.unique(log.users * width + log.items) % width)
    order = np.argsort(-counts, kind="stable")[:MOST_ITEMS]
    return np.sort(order[counts[order] > 0])


def _built_from(connection: sqlite3.Connection) -> int | None:
    """Return how many interactions the log had when the model was last built; None where it never was."""
    if not has_model(connection):
        return None
    row = connection.execute("SELECT interactions FROM linear_model").fetchone()
    return None if row is None else int(row[0])


def has_model(connection: sqlite3.Connection) -> bool:
    """Tell whether the catalogue was built with this index installed; the model may still be empty."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'linear_model'").fetchone() is not None
