"""Logs without a catalogue around them, for what only reads `interactions`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence

import pytest

from palate.catalog import layout
from palate.catalog.schema import Log, Schema
from palate.ranking.tables.links import read_links

Row = tuple[str, int, float | None]
MakeLog = Callable[[Sequence[Row]], sqlite3.Connection]


@pytest.fixture
def make_log() -> Iterator[MakeLog]:
    """Make a log of (user, rowid of the item, value)."""
    opened: list[sqlite3.Connection] = []

    def make(rows: Sequence[Row]) -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        opened.append(connection)
        layout.make(connection)
        record(connection, rows)
        return connection

    yield make
    for connection in opened:
        connection.close()


def record(connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Add to a log."""
    connection.executemany("INSERT INTO interactions VALUES (?, ?, 'rating', ?, NULL)", rows)


def card(connection: sqlite3.Connection, *, items: int, liked_from: float | None = 4.0) -> Schema:
    """Return a schema card for a log of ratings from 1 to 5."""
    users = connection.execute("SELECT COUNT(DISTINCT user) FROM interactions").fetchone()[0]
    log = Log(users=users, consuming=("rating",), lowest=1.0, highest=5.0, liked_from=liked_from)
    return Schema(name="log", version=1, items=items, fields=(), log=log)


def neighbours(connection: sqlite3.Connection) -> list[tuple[int, int, float]]:
    """Return the whole table."""
    items = [item - 1 for (item,) in connection.execute("SELECT item FROM neighbours ORDER BY item")]
    return [
        (item + 1, position + 1, round(weight, 6))
        for item, row in read_links(connection, "neighbours", items).items()
        for position, weight in zip(row.positions.tolist(), row.weights.tolist(), strict=True)
    ]
