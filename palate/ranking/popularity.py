"""How many people took each item, and how well they liked it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from palate.catalog import schema as card
from palate.catalog.catalog import Catalog
from palate.catalog.columns import Columns
from palate.ranking.log import Floats, Ints, LogArrays, read_log_of_items
from palate.ranking.per_version import held

HALF_LIFE = 30 * 86_400.0
_REFERENCE = 946_684_800.0
"""When an event counts 1, the start of 2000: from there on it counts more, so that what is stored need not fade."""
PRIOR_PEOPLE = 10.0
"""How many average opinions an item's own are mixed with, so that one top rating does not make the best of all."""


@dataclass(frozen=True)
class Popularity:
    """What the log says of every item, by position."""

    people: Ints
    """How many people consumed it (did anything with it, where the log declares no consuming behaviour)."""
    liked: Ints
    """How many people liked it."""
    mean: Floats
    """Mean value of its interactions; NaN where none has a value."""
    score: Floats
    """In [0, 1]: shrunk mean, on the scale from the log's lowest to its highest value, times the log of `people`."""
    recent: Floats
    """Share of an item in what all people did lately: each event counts half as much `HALF_LIFE` later."""


def count_popularity(log: LogArrays, size: int) -> Popularity:
    """Count what the log says of each of `size` items; the score is left at 0."""
    consumed = log.only(log.consumed)
    valued = consumed.only(~np.isnan(consumed.values))
    sums = np.bincount(valued.items, weights=valued.values, minlength=size)
    counts = np.bincount(valued.items, minlength=size)
    mean = np.divide(sums, counts, out=np.full(size, np.nan), where=counts > 0)
    return Popularity(
        _people(consumed, size), _people(log.only(log.liked), size), mean, np.zeros(size), recency(log, size)
    )


def recency(log: LogArrays, size: int) -> Floats:
    """Return what the events of each of `size` items count, later ones more; events without a time count nothing."""
    timed = log.only(log.consumed & ~np.isnan(log.times))
    counts = np.exp2(np.clip((timed.times - _REFERENCE) / HALF_LIFE, -900.0, 900.0))
    return np.bincount(timed.items, counts, minlength=size).astype(np.float64, copy=False)


def write_popularity(connection: sqlite3.Connection, popularity: Popularity) -> None:
    """Write the counts of every item that anybody touched."""
    connection.execute("DROP TABLE IF EXISTS popularity")
    connection.execute(
        "CREATE TABLE popularity(item INTEGER PRIMARY KEY, people INTEGER NOT NULL, liked INTEGER NOT NULL, mean REAL,"
        " recent REAL NOT NULL)"
    )
    connection.executemany("INSERT INTO popularity VALUES (?, ?, ?, ?, ?)", _rows(popularity))


def update_popularity(connection: sqlite3.Connection, log: card.Log, touched: Collection[int], size: int) -> None:
    """Count the items at the rowids `touched` anew."""
    counted = count_popularity(read_log_of_items(connection, log, touched), size)
    connection.executemany("DELETE FROM popularity WHERE item = ?", [(rowid,) for rowid in touched])
    connection.executemany("INSERT INTO popularity VALUES (?, ?, ?, ?, ?)", _rows(counted))


def read_popularity(connection: sqlite3.Connection, schema: card.Schema) -> Popularity:
    """Read the counts of a catalogue that has been built, and score them."""
    people, liked = np.zeros(schema.items, dtype=np.int64), np.zeros(schema.items, dtype=np.int64)
    mean, recent = np.full(schema.items, np.nan), np.zeros(schema.items)
    query = "SELECT item, people, liked, mean, recent FROM popularity WHERE item <= ?"
    rows = connection.execute(query, (schema.items,)).fetchall()
    if rows:
        item, *columns = zip(*rows, strict=True)
        at = np.array(item, dtype=np.int64) - 1
        people[at], liked[at], mean[at], recent[at] = (np.array(column, dtype=np.float64) for column in columns)
    recent /= recent.sum() or 1.0
    return Popularity(people, liked, mean, _scored(people, mean, schema.log), recent)


def popularity_of(catalog: Catalog, columns: Columns | None = None) -> Popularity:
    """Return the popularity of the current version of a catalogue (or that of `columns`), read once a version."""
    version = catalog.columns if columns is None else columns
    # The size is that of the columns: between two looks at a live catalogue its schema may have grown.
    return held.get(
        version,
        "popularity",
        lambda: read_popularity(catalog.connect(), catalog.schema.model_copy(update={"items": version.size})),
    )


def read_liked(connection: sqlite3.Connection, positions: Ints, size: int) -> Ints:
    """Read how many people liked the items at `positions`; the others of `size` items are left at 0."""
    liked = np.zeros(size, dtype=np.int64)
    query = "SELECT item, liked FROM popularity WHERE item IN (SELECT value FROM json_each(?))"
    for item, count in connection.execute(query, (json.dumps((positions + 1).tolist()),)):
        liked[item - 1] = count
    return liked


def _people(log: LogArrays, size: int) -> Ints:
    pairs = np.unique(log.users * size + log.items)
    return np.bincount(pairs % size, minlength=size) if len(pairs) else np.zeros(size, dtype=np.int64)


def _rows(popularity: Popularity) -> list[tuple[int, int, int, float | None, float]]:
    at = np.flatnonzero((popularity.people > 0) | (popularity.liked > 0))
    means = [None if np.isnan(mean) else float(mean) for mean in popularity.mean[at]]
    return list(
        zip(
            (at + 1).tolist(),
            popularity.people[at].tolist(),
            popularity.liked[at].tolist(),
            means,
            popularity.recent[at].tolist(),
            strict=True,
        )
    )


def _scored(people: Ints, mean: Floats, log: card.Log) -> Floats:
    if not len(people) or not people.max():
        return np.zeros(len(people))
    reach: Floats = np.log1p(people) / np.log1p(people.max())
    valued = ~np.isnan(mean)
    if not valued.any() or log.lowest is None or log.highest is None or log.highest <= log.lowest:
        return reach
    overall = float(np.average(mean[valued], weights=np.maximum(people[valued], 1)))
    known = np.where(valued, people, 0)
    shrunk = (np.where(valued, mean, 0.0) * known + overall * PRIOR_PEOPLE) / (known + PRIOR_PEOPLE)
    return np.asarray(reach * np.clip((shrunk - log.lowest) / (log.highest - log.lowest), 0.0, 1.0))
