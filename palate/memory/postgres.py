"""Records and checkpoints in a PostgreSQL database (`palate[postgres]`)."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Self

from langgraph.checkpoint.postgres import PostgresSaver
from psycopg import Connection, Cursor, OperationalError
from psycopg.errors import LockNotAvailable
from psycopg.rows import DictRow, dict_row
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool

from palate.memory.store import Kind, Record, Still

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
_KEY = "hashtextextended(%s, 0)"
"""The number of a lock, which the database wants in the place of a name."""
_POLL = 0.05
_PATIENCE = 5.0
"""Seconds to wait for a connection: a server that is started again is waited for, and one that is gone is told."""
_ANY_NUMBER = 10_000
"""Of turns that hold a lock at once: what holds one is no reason for another conversation to wait."""
_ALIVE = ("tcp_keepalives_idle = 10", "tcp_keepalives_interval = 5", "tcp_keepalives_count = 3")
"""When the server takes a client for gone of which nothing is heard, and lets its locks go: after half a minute."""


class PostgresStore:
    """Keeps turns, memory and sessions in a schema of a PostgreSQL database, each turn in one transaction.

    Several machines may share it: turns of one conversation wait for each other wherever they run, by advisory locks,
    which go with the connection that holds them. A pooler in between has to leave sessions whole.
    """

    def __init__(self, url: str, *, schema: str = "palate", connections: int = 8) -> None:
        """Connect, and make the schema and its tables where they are missing.

        Args:
            url: Such as `postgresql://user@host/database`.
            schema: Holds nothing else.
            connections: As many at the most, and one besides for each turn that runs at the same time.

        Raises:
            psycopg.Error: the database cannot be reached, or may not be written.
        """
        settings = {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row}
        self._schema = schema
        self._pool: ConnectionPool[Connection[DictRow]] = ConnectionPool(
            url,
            min_size=1,
            max_size=connections,
            kwargs=settings,
            configure=lambda made: _enter(made, schema),
            check=ConnectionPool.check_connection,
            timeout=_PATIENCE,
            open=False,
        )
        self._locks = ConnectionPool(
            url,
            min_size=0,
            max_size=_ANY_NUMBER,
            kwargs={"autocommit": True},
            configure=_stay_alive,
            check=ConnectionPool.check_connection,
            timeout=_PATIENCE,
            open=False,
        )
        self._mine = threading.local()
        with _alone(url, schema) as connection:
            connection.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(Identifier(schema)))
            self._pool.open()
            self._locks.open()
            PostgresSaver(self._pool).setup()
            with self.transaction() as inside:
                inside.execute(_TABLE)
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

    @contextmanager
    def lock(self, name: str, *, seconds: float) -> Iterator[Still]:
        """Hold what goes by a name, by a connection of its own, with which it goes.

        Raises:
            TimeoutError: somebody else held it for so many seconds.
        """
        with self._locks.connection() as connection:
            connection.execute("SELECT set_config('lock_timeout', %s, false)", (str(max(1, round(seconds * 1000))),))
            try:
                connection.execute(f"SELECT pg_advisory_lock({_KEY})", (f"{self._schema}/{name}",))
            except LockNotAvailable as error:
                raise TimeoutError from error
            try:
                yield lambda: connection.execute("SELECT 1")
            finally:
                with suppress(OperationalError):
                    connection.execute("SELECT pg_advisory_unlock_all()")

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
        self._locks.close()

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


def _stay_alive(connection: Connection[Any]) -> None:
    for setting in _ALIVE:
        connection.execute(f"SET {setting}")


@contextmanager
def _alone(url: str, schema: str) -> Iterator[Connection[Any]]:
    """Connect, and be the only one who makes tables.

    Who waits asks again and again: an index that is made concurrently would wait for a statement that waits for a lock.
    """
    with Connection.connect(url, autocommit=True) as connection:
        while connection.execute(f"SELECT pg_try_advisory_lock({_KEY})", (f"{schema} tables",)).fetchone() != (True,):
            time.sleep(_POLL)
        yield connection
