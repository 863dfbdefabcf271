"""Records and checkpoints in a PostgreSQL database (`palate[postgres]`)."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self

from langgraph.checkpoint.postgres import PostgresSaver
from psycopg import Connection, Cursor
from psycopg.rows import DictRow, dict_row
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool

from palate.memory.store import Kind, Record

_TABLE = """
CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL, owner TEXT COLLATE "C" NOT NULL, key TEXT COLLATE "C" NOT NULL, time DOUBLE PRECISION NOT NULL,
    data TEXT NOT NULL, PRIMARY KEY (kind, owner, key)
)
"""
_PUT = """
INSERT INTO records VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (kind, owner, key) DO UPDATE SET time = excluded.time, data = excluded.data
"""
_LAST = "\U0010ffff"


class PostgresStore:
    """Keeps turns, memory and sessions in a schema of a PostgreSQL database, each turn in one transaction.

    Several machines may share it. Turns of one conversation wait for each other within a process, so send a
    conversation to one process at a time.
    """

    def __init__(self, url: str, *, schema: str = "palate", connections: int = 8) -> None:
        """Connect, and make the schema and its tables where they are missing.

        Args:
            url: Such as `postgresql://user@host/database`.
            schema: Holds nothing else.
            connections: As many at the most.

        Raises:
            psycopg.Error: the database cannot be reached, or may not be written.
        """
        settings = {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row}
        with Connection.connect(url, autocommit=True) as connection:
            connection.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(Identifier(schema)))
        self._pool: ConnectionPool[Connection[DictRow]] = ConnectionPool(
            url,
            min_size=1,
            max_size=connections,
            kwargs=settings,
            configure=lambda made: _enter(made, schema),
            open=True,
        )
        self._mine = threading.local()
        PostgresSaver(self._pool).setup()
        with self.transaction() as connection:
            connection.execute(_TABLE)
        self.saver = _Saver(self)

    @contextmanager
    def transaction(self) -> Iterator[Connection[DictRow]]:
        """Keep all that this thread writes inside of the block, or, where it raises, nothing of it."""
        if (held := getattr(self._mine, "connection", None)) is not None:
            yield held
            return
        with self._pool.connection() as connection, connection.transaction():
            self._mine.connection = connection
            try:
                yield connection
            finally:
                self._mine.connection = None

    def put(self, kind: Kind, records: Sequence[Record]) -> None:
        """Write records; one of the same kind, owner and key is written over."""
        rows = [(kind, each.owner, each.key, each.time, each.data) for each in records]
        with self.transaction() as connection, connection.cursor() as cursor:
            cursor.executemany(_PUT, rows)

    def read(self, kind: Kind, owner: str) -> list[Record]:
        """Return the records of an owner in the order of their keys."""
        query = "SELECT owner, key, time, data FROM records WHERE kind = %s AND owner = %s ORDER BY key"
        with self.transaction() as connection:
            return [Record(**row) for row in connection.execute(query, (kind, owner))]

    def owners(self, kind: Kind, *, prefix: str = "", before: float | None = None) -> list[str]:
        """Return who has records, in order."""
        query = "SELECT DISTINCT owner FROM records WHERE kind = %s AND owner >= %s AND owner < %s"
        query += " AND (%s::float8 IS NULL OR time < %s) ORDER BY owner"
        with self.transaction() as connection:
            return [row["owner"] for row in connection.execute(query, (kind, prefix, prefix + _LAST, before, before))]

    def delete(self, kind: Kind, owner: str, keys: Collection[str] | None = None) -> int:
        """Remove an owner's records of these keys, all where None; return how many there were."""
        query = "DELETE FROM records WHERE kind = %s AND owner = %s AND (%s::text[] IS NULL OR key = ANY(%s))"
        wanted = None if keys is None else list(keys)
        with self.transaction() as connection:
            return connection.execute(query, (kind, owner, wanted, wanted)).rowcount

    def expire(self, kind: Kind, before: float) -> int:
        """Remove the records of everybody that are older; return how many there were."""
        with self.transaction() as connection:
            return connection.execute("DELETE FROM records WHERE kind = %s AND time < %s", (kind, before)).rowcount

    def scrub(self) -> None:
        """Have the server take away the dead rows; its write-ahead log and its backups are the operator's."""
        with self._pool.connection() as connection:
            for table in ("records", "checkpoints", "checkpoint_blobs", "checkpoint_writes"):
                connection.execute(SQL("VACUUM {}").format(Identifier(table)))

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Saver(PostgresSaver):
    """LangGraph's checkpoints in the store's transactions, the last of each thread."""

    def __init__(self, store: PostgresStore) -> None:
        super().__init__(store._pool)
        self._store = store

    @contextmanager
    def _cursor(self, *, pipeline: bool = False) -> Iterator[Cursor[DictRow]]:  # noqa: ARG002
        with self._store.transaction() as connection, connection.cursor(binary=True, row_factory=dict_row) as cursor:
            yield cursor

    def prune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:  # noqa: ARG002
        """Keep the last checkpoint of each thread, and the values that it refers to."""
        last = "(SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = %(thread)s)"
        kept = (
            "SELECT 1 FROM checkpoints c, jsonb_each_text(c.checkpoint -> 'channel_versions') AS v "
            "WHERE c.thread_id = b.thread_id AND v.key = b.channel AND v.value = b.version"
        )
        with self._store.transaction() as connection:
            for thread in thread_ids:
                named: dict[str, Any] = {"thread": thread}
                for table in ("checkpoint_writes", "checkpoints"):
                    query = f"DELETE FROM {table} WHERE thread_id = %(thread)s AND checkpoint_id < {last}"
                    connection.execute(query.encode(), named)
                gone = f"DELETE FROM checkpoint_blobs b WHERE thread_id = %(thread)s AND NOT EXISTS ({kept})"
                connection.execute(gone.encode(), named)


def _enter(connection: Connection[DictRow], schema: str) -> None:
    connection.execute(SQL("SET search_path TO {}").format(Identifier(schema)))
