"""The neighbours of each item: made with the catalogue, and brought up to date with each change."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

import numpy as np

from palate.catalog.indexes import Progress
from palate.catalog.schema import Schema
from palate.ranking.cooccurrence import LEAST, NEIGHBOURS, Pairs, likes_of, neighbours_among, similar_pairs
from palate.ranking.links import Row
from palate.ranking.log import Ints, LogArrays, read_log_around
from palate.ranking.popularity import count_popularity, read_liked, update_popularity, write_popularity
from palate.ranking.tables.links import read_links, replace_links, write_links

TABLE = "neighbours"


def make_neighbours(connection: sqlite3.Connection, schema: Schema, log: LogArrays, progress: Progress) -> None:
    """Compute the tables `neighbours` and `popularity` from the whole log."""
    popularity = count_popularity(log, schema.items)
    write_popularity(connection, popularity)
    liked = log.only(log.liked)
    likes = likes_of(liked.users, liked.items, popularity.liked, schema.log.users)
    most = int(np.count_nonzero(popularity.liked))
    found = neighbours_among(likes, advance=lambda done: progress("finding neighbours", done, most))
    write_links(connection, TABLE, [found])


def update_neighbours(connection: sqlite3.Connection, schema: Schema, touched: Collection[int]) -> None:
    """Recompute what the items at the rowids `touched` take part in.

    The rows of `touched` come out as a rebuild would make them. In the row of any other item, the entries for
    `touched` do too, but an entry that leaves such a row is not replaced by the next best one, which is not kept.
    Pairs of which neither item is touched stay: they do not notice that there are new people, nor that `MOST_LIKES`
    now cuts a like of old. So a log recorded bit by bit gives nearly the neighbours of a rebuild.
    """
    rowids = sorted(touched)
    update_popularity(connection, schema.log, rowids, schema.items)
    log = read_log_around(connection, schema.log, rowids)
    liked = log.only(log.liked)
    counts = read_liked(connection, np.unique(liked.items), schema.items)
    likes = likes_of(liked.users, liked.items, counts, schema.log.users)
    rows = np.array(rowids, dtype=np.int64) - 1
    for pairs in similar_pairs(likes, rows):
        replace_links(connection, TABLE, _by_item(pairs.heavy().best(), np.unique(pairs.items)))
        _mirror(connection, pairs, rows)


def _mirror(connection: sqlite3.Connection, pairs: Pairs, touched: Ints) -> None:
    """Bring the entries for touched items up to date in the rows of all others, and cut those rows to `NEIGHBOURS`."""
    elsewhere = pairs.only(~np.isin(pairs.neighbours, touched)).turned()
    changed = np.unique(elsewhere.items)
    new = _by_item(elsewhere, changed)
    kept = {}
    for item, old in read_links(connection, TABLE, changed.tolist()).items():
        stays = old.only(~np.isin(old.positions, new[item].positions))
        heavy = new[item].only(new[item].weights >= LEAST)
        kept[item] = Row(
            np.concatenate([stays.positions, heavy.positions]), np.concatenate([stays.weights, heavy.weights])
        ).heaviest(NEIGHBOURS)
    replace_links(connection, TABLE, kept)


def _by_item(pairs: Pairs, items: Ints) -> dict[int, Row]:
    """Return the pairs of each of some items, none of one that has none."""
    order = np.lexsort((pairs.neighbours, pairs.items))
    owners, positions, weights = pairs.items[order], pairs.neighbours[order], pairs.weights[order]
    starts, ends = np.searchsorted(owners, items), np.searchsorted(owners, items, side="right")
    spans = zip(items.tolist(), starts.tolist(), ends.tolist(), strict=True)
    return {item: Row(positions[start:end], weights[start:end]) for item, start, end in spans}
