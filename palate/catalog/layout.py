"""The tables of a catalogue's file, made and numbered by migrations."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from palate.catalog.kinds.column import Column

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x50414C54
"""`PALT`: how a file says that it is a catalogue."""
SET = "palate.catalog"
_TYPES = {"number": "NUMERIC", "flag": "INTEGER"}


def quote(identifier: str) -> str:
    """Quote the name of a table or column for SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def tags_table(field: str) -> str:
    """Return the quoted name of the side table of a tags field."""
    return quote(f"tags:{field}")


def m001_tables(db: Database) -> None:
    """Make the tables whose columns are the same in every catalogue."""
    for statement in (
        "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        """CREATE TABLE interactions(
            user TEXT NOT NULL, item INTEGER NOT NULL, behaviour TEXT NOT NULL, value REAL, time REAL)""",
        "CREATE TABLE terms(field TEXT, value TEXT, count INTEGER NOT NULL, PRIMARY KEY(field, value)) WITHOUT ROWID",
        "CREATE TABLE titles(key TEXT NOT NULL, item INTEGER NOT NULL)",
        "CREATE TABLE words(word TEXT PRIMARY KEY, count INTEGER NOT NULL)",
        """CREATE VIRTUAL TABLE items_fts USING fts5(
            title, text, terms, tokenize='porter unicode61 remove_diacritics 2', prefix='2 3')""",
        "CREATE VIRTUAL TABLE words_fts USING fts5(word, tokenize='trigram')",
    ):
        db.conn.execute(statement)


def m002_rankers(db: Database) -> None:
    """Make the table of trained rankers, of which one is in use."""
    db.conn.execute(
        """CREATE TABLE rankers(
            version INTEGER PRIMARY KEY AUTOINCREMENT, made REAL NOT NULL, used INTEGER NOT NULL,
            features TEXT NOT NULL, trees TEXT NOT NULL, digest TEXT NOT NULL, report TEXT NOT NULL)"""
    )


def m003_log_models(db: Database) -> None:
    """Make the tables of what is derived from the log, and note of how many interactions."""
    for statement in (
        "CREATE TABLE neighbours(item INTEGER PRIMARY KEY, links BLOB NOT NULL)",
        "CREATE TABLE sequence(item INTEGER PRIMARY KEY, links BLOB NOT NULL)",
        "CREATE TABLE linear(item INTEGER PRIMARY KEY, weights BLOB NOT NULL)",
        "CREATE TABLE linear_model(items BLOB NOT NULL)",
        "CREATE TABLE log_models(interactions INTEGER NOT NULL)",
    ):
        db.conn.execute(statement)


def m004_text_meanings(db: Database) -> None:
    """Make the table of what the texts of items mean, each beside what tells its text from others."""
    db.conn.execute("CREATE TABLE text_meanings(item INTEGER PRIMARY KEY, text BLOB NOT NULL, meaning BLOB NOT NULL)")


STEPS = (m001_tables, m002_rankers, m003_log_models, m004_text_meanings)


def make(connection: sqlite3.Connection) -> None:
    """Make an empty catalogue's fixed tables."""
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    steps = Migrations(SET)
    for step in STEPS:
        steps(name=step.__name__)(step)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    steps.apply(Database(connection))


@cache
def fixed_tables() -> Mapping[str, str]:
    """Return the names of the tables that are the same in every catalogue, each with the statement that makes it."""
    with closing(sqlite3.connect(":memory:")) as empty:
        for step in STEPS:
            step(cast("Database", SimpleNamespace(conn=empty)))
        # What FTS5 makes for its own use depends on the version of SQLite.
        return dict(
            empty.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB '*_fts_*'")
        )


def applied(connection: sqlite3.Connection) -> list[str]:
    """Return the names of the migrations that a file has seen; empty where it is no catalogue."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone()
    if known is None:
        return []
    rows = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY rowid", (SET,))
    return [str(name) for (name,) in rows]


def make_items(connection: sqlite3.Connection, columns: Sequence[Column]) -> None:
    """Make `items` and the side tables of its tags fields."""
    others = "".join(f", {_column(column)}" for column in columns if column.name not in ("id", "title"))
    connection.execute(f"CREATE TABLE items(id TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL{others})")
    for column in columns:
        if column.kind == "tags":
            make_tags(connection, column.name)


def make_users(connection: sqlite3.Connection, columns: Sequence[Column]) -> None:
    """Make `users`."""
    others = "".join(f", {_column(column)}" for column in columns if column.name != "id")
    connection.execute(f"CREATE TABLE users(id TEXT PRIMARY KEY NOT NULL{others})")


def make_tags(connection: sqlite3.Connection, field: str) -> None:
    """Make the side table of one tags field."""
    connection.execute(f"CREATE TABLE {tags_table(field)}(item INTEGER NOT NULL, value TEXT NOT NULL)")


def add_column(connection: sqlite3.Connection, column: Column) -> None:
    """Add a field to `items`."""
    connection.execute(f"ALTER TABLE items ADD COLUMN {_column(column)}")
    if column.kind == "tags":
        make_tags(connection, column.name)
        make_indexes(connection, [column])


def make_indexes(connection: sqlite3.Connection, columns: Iterable[Column]) -> None:
    """Index the side tables; quicker once they are filled."""
    for field in (column.name for column in columns if column.kind == "tags"):
        table = tags_table(field)
        connection.execute(f"CREATE INDEX {quote(f'tags:{field}:value')} ON {table}(value, item)")
        connection.execute(f"CREATE INDEX {quote(f'tags:{field}:item')} ON {table}(item)")


def make_log_indexes(connection: sqlite3.Connection) -> None:
    """Index what does not depend on the columns; quicker once it is filled."""
    for table, column in (("interactions", "user"), ("interactions", "item"), ("titles", "key"), ("titles", "item")):
        connection.execute(f"CREATE INDEX {table}_{column} ON {table}({column})")
    connection.execute("CREATE INDEX terms_count ON terms(field, count DESC)")


def rowids_of(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, int]:
    """Return the row of each of some items that there are, by its id."""
    query = "SELECT id, rowid FROM items WHERE id IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(query, (json.dumps(ids),)).fetchall())


def _column(column: Column) -> str:
    return f"{quote(column.name)} {_TYPES.get(column.kind, 'TEXT')}"
