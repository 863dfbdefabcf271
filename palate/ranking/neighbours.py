"""The neighbours of each item, kept in the catalogue's file: built with it, and brought up to date with each change."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from typing import ClassVar

import numpy as np

from palate.catalog.schema import Schema
from palate.ranking.cooccurrence import NEIGHBOURS, Pairs, likes_of, similar_pairs
from palate.ranking.log import Ints, read_log, read_log_of_users, users_of_items
from palate.ranking.popularity import count_popularity, read_liked, update_popularity, write_popularity

Progress = Callable[[str, int, int | None], None]


class NeighbourIndex:
    """Builds and updates the tables `neighbours` and `popularity` (the entry point `palate.indexes`)."""

    reads_fields: ClassVar[bool] = False

    @staticmethod
    def build(connection: sqlite3.Connection, schema: Schema, progress: Progress | None = None) -> None:
        """Compute both tables from the whole log, inside the caller's transaction."""
        tell = progress or _silent
        log = read_log(
            connection, schema.log, advance=lambda done: tell("reading the log", done, schema.log.interactions)
        )
        popularity = count_popularity(log, schema.items)
        write_popularity(connection, popularity)
        connection.execute("DROP TABLE IF EXISTS neighbours")
        connection.execute(
            "CREATE TABLE neighbours(item INTEGER, neighbour INTEGER, weight REAL, PRIMARY KEY(item, neighbour))"
            " WITHOUT ROWID"
        )
        liked = log.only(log.liked)
        likes = likes_of(liked.users, liked.items, popularity.liked, schema.log.users)
        rows = np.flatnonzero(popularity.liked)
        for pairs in similar_pairs(likes, rows, advance=lambda done: tell("finding neighbours", done, len(rows))):
            _insert(connection, pairs.heavy().best())

    @staticmethod
    def update(connection: sqlite3.Connection, schema: Schema, touched: Collection[int]) -> None:
        """Recompute what the items at the rowids `touched` take part in, inside the caller's transaction.

        The rows of `touched` come out as a rebuild would make them. In the row of any other item, the entries for
        `touched` do too, but an entry that leaves such a row is not replaced by the next best one, which is not kept.
        Pairs of which neither item is touched stay: they do not notice that there are new people, nor that `MOST_LIKES`
        now cuts a like of old. So a log recorded bit by bit gives nearly the neighbours of a rebuild.
        """
        if not touched:
            return
        rowids = sorted(touched)
        update_popularity(connection, schema.log, rowids, schema.items)
        log = read_log_of_users(connection, schema.log, users_of_items(connection, rowids))
        liked = log.only(log.liked)
        counts = read_liked(connection, np.unique(liked.items), schema.items)
        likes = likes_of(liked.users, liked.items, counts, schema.log.users)
        rows = np.array(rowids, dtype=np.int64) - 1
        for pairs in similar_pairs(likes, rows):
            _replace_rows(connection, pairs)
            _mirror(connection, pairs, rows)


def _insert(connection: sqlite3.Connection, pairs: Pairs) -> None:
    connection.executemany("INSERT OR REPLACE INTO neighbours VALUES (?, ?, ?)", _rows(pairs))


def _rows(pairs: Pairs) -> Iterator[tuple[int, int, float]]:
    # Sorted by the primary key, which SQLite appends far faster than it inserts.
    order = np.lexsort((pairs.neighbours, pairs.items))
    items, neighbours = (pairs.items[order] + 1).tolist(), (pairs.neighbours[order] + 1).tolist()
    return zip(items, neighbours, pairs.weights[order].tolist(), strict=True)


def _replace_rows(connection: sqlite3.Connection, pairs: Pairs) -> None:
    """Write the rows of touched items anew; a row never empties, since likes are only added."""
    rowids = [(row + 1,) for row in np.unique(pairs.items).tolist()]
    connection.executemany("DELETE FROM neighbours WHERE item = ?", rowids)
    _insert(connection, pairs.heavy().best())


def _mirror(connection: sqlite3.Connection, pairs: Pairs, touched: Ints) -> None:
    """Bring the entries for touched items up to date in the rows of all others, and cut those rows to `NEIGHBOURS`."""
    elsewhere = pairs.only(~np.isin(pairs.neighbours, touched)).turned()
    gone = zip((elsewhere.items + 1).tolist(), (elsewhere.neighbours + 1).tolist(), strict=True)
    connection.executemany("DELETE FROM neighbours WHERE item = ? AND neighbour = ?", gone)
    heavy = elsewhere.heavy()
    _insert(connection, heavy)
    connection.executemany(
        """DELETE FROM neighbours WHERE item = :item AND neighbour NOT IN (
            SELECT neighbour FROM neighbours WHERE item = :item ORDER BY weight DESC, neighbour LIMIT :most)""",
        [{"item": item + 1, "most": NEIGHBOURS} for item in np.unique(heavy.items).tolist()],
    )


def _silent(stage: str, done: int, total: int | None) -> None:
    """Report nothing."""
