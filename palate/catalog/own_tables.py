"""Which tables of a catalogue's file are Palate's own: an app may keep others beside them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_KEY = "tables"


@contextmanager
def noting_tables(connection: sqlite3.Connection) -> Iterator[None]:
    """Note the tables that a block makes, indexes of higher rooms among them, as Palate's own."""
    before = _tables(connection)
    own = _own(connection, before)
    yield
    now = _tables(connection)
    noted = json.dumps(sorted(now & own | now - before))
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_KEY, noted))


def others(connection: sqlite3.Connection) -> list[str]:
    """Return the tables and views of a catalogue's file that are not Palate's."""
    tables = _tables(connection)
    return sorted(tables - _own(connection, tables))


def _own(connection: sqlite3.Connection, tables: set[str]) -> set[str]:
    if "meta" in tables:
        noted = connection.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
        with suppress(TypeError, ValueError):
            return set(json.loads(noted[0]))
    return set()


def _tables(connection: sqlite3.Connection) -> set[str]:
    """Return the names of tables, views and triggers, but not SQLite's own (`sqlite_stat1`)."""
    query = "SELECT name FROM sqlite_master WHERE type <> 'index' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    return {str(name) for (name,) in connection.execute(query)}
