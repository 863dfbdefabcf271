r"""What people take right before or after an item: the neighbours of a moment, not of a whole life.

$w_{ij} = \frac{1}{\sqrt{(c_i + s)(c_j + s)}} \sum_{u} \sum_{|p - q| \le w} \frac{1}{|p - q|}$ over the places $p$ of
$i$ and $q$ of $j$ in what each person did in order, with $c_i$ people's events of $i$ and $s$ the shrinkage. Where
somebody watches a series, or goes through a list, it knows the next one long before who likes what does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from palate.catalog.schema import Schema
from palate.ranking.links import heaviest
from palate.ranking.log import LogArrays, read_log

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Progress = Callable[[str, int, int | None], None]

WINDOW = 10
SHRINKAGE = 5.0
NEIGHBOURS = 100
MOST_EVENTS = 1_000
"""Events of one person that count, the latest."""
STALE = 0.02
"""By how much of itself a log may grow before the table is made anew."""
_CHUNK = 250_000
"""Events gone through, and links written, at a time, which bounds the memory."""


def beside(log: LogArrays, size: int) -> csr_array:
    """Return how much each of `size` items is taken beside every other, the `NEIGHBOURS` closest of each."""
    from scipy.sparse import csr_array

    log = log.in_order()
    latest = np.searchsorted(log.users, log.users, side="right") - np.arange(len(log)) <= MOST_EVENTS
    people, items = log.users[latest], log.items[latest]
    counts = np.bincount(items, minlength=size) + SHRINKAGE
    found = csr_array((size, size), dtype=np.float32)
    for start in range(0, len(items), _CHUNK):
        for apart in range(1, WINDOW + 1):
            other = items[start + apart : start + apart + _CHUNK]
            same = slice(start, start + len(other)), slice(start + apart, start + apart + len(other))
            kept = (people[same[0]] == people[same[1]]) & (items[same[0]] != other)
            weights = np.full(int(kept.sum()), 1.0 / apart, dtype=np.float32)
            found = found + csr_array((weights, (items[same[0]][kept], other[kept])), shape=(size, size))
    both = csr_array(found + found.T)
    both.data /= np.sqrt(np.repeat(counts, np.diff(both.indptr)) * counts[both.indices]).astype(np.float32)
    return heaviest(csr_array((both.data, both.indices, both.indptr), shape=(size, size)), NEIGHBOURS)


class SequenceIndex:
    """Builds and renews the table `sequence` (the entry point `palate.indexes`)."""

    reads_fields: ClassVar[bool] = False

    @staticmethod
    def build(connection: sqlite3.Connection, schema: Schema, progress: Progress | None = None) -> None:
        """Make the table from the whole log, inside the caller's transaction; an empty one where it has no times."""
        connection.execute("DROP TABLE IF EXISTS sequence")
        connection.execute(
            "CREATE TABLE sequence(item INTEGER, neighbour INTEGER, weight REAL, PRIMARY KEY(item, neighbour))"
            " WITHOUT ROWID"
        )
        connection.execute("CREATE TABLE IF NOT EXISTS sequence_made(interactions INTEGER NOT NULL)")
        connection.execute("DELETE FROM sequence_made")
        connection.execute("INSERT INTO sequence_made VALUES (?)", (schema.log.interactions,))
        if schema.log.first is None or schema.log.simulated is not None:
            return
        if progress is not None:
            progress("finding what is taken together", 0, None)
        links = beside(read_log(connection, schema.log), schema.items).tocoo()
        order = np.lexsort((links.col, links.row))
        for start in range(0, len(order), _CHUNK):  # a million links as Python numbers take a hundred megabytes
            part = order[start : start + _CHUNK]
            rows = ((links.row[part] + 1).tolist(), (links.col[part] + 1).tolist(), links.data[part].tolist())
            connection.executemany("INSERT INTO sequence VALUES (?, ?, ?)", zip(*rows, strict=True))

    @staticmethod
    def update(connection: sqlite3.Connection, schema: Schema, touched: Collection[int]) -> None:
        """Make the table anew once the log has grown by `STALE`; until then it stays as it is."""
        row = connection.execute("SELECT interactions FROM sequence_made").fetchone() if has_table(connection) else None
        if touched and (row is None or schema.log.interactions - row[0] > STALE * row[0]):
            SequenceIndex.build(connection, schema)


def has_table(connection: sqlite3.Connection) -> bool:
    """Tell whether the catalogue was built with this index installed."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sequence_made'").fetchone() is not None
