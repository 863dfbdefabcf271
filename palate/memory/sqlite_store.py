"""Records and checkpoints in one SQLite file: the store that comes with Palate."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver

from palate.memory.database import Database
from palate.memory.store import Kind, Record

Result = TypeVar("Result")
_LAST = "\U0010ffff"
_TABLE = """
CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL, owner TEXT NOT NULL, key TEXT NOT NULL, time REAL NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (kind, owner, key)
) WITHOUT ROWID
"""


class SqliteStore(Database):
    """Keeps records in a file, or in memory."""

    def __init__(self, path: Path | None) -> None:
        """Open the file, making it where it is missing; None keeps everything in memory."""
        super().__init__(path)
        try:
            with self.transaction() as cursor:
                cursor.execute(_TABLE)
            self.saver = _Saver(self)
        except BaseException:
            self.close()
            raise

    def kept(self, *writes: Callable[[], object]) -> None:
        """Keep all that `writes` write, one after another, or, where one raises, nothing."""
        with self.transaction():
            for write in writes:
                write()

    def asked(self, call: Callable[[], Result]) -> Result:
        """Return what a call returns that reads or writes the file."""
        return call()

    def put(self, kind: Kind, records: Sequence[Record]) -> None:
        """Write records; one of the same kind, owner and key is written over."""
        rows = [(kind, each.owner, each.key, each.time, each.data) for each in records]
        with self.transaction() as cursor:
            cursor.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?)", rows)

    def read(self, kind: Kind, owner: str) -> list[Record]:
        """Return the records of an owner in the order of their keys."""
        # In a damaged file a column may hold values of another type than it was declared with.
        query = "SELECT owner, CAST(key AS TEXT), ifnull(CAST(time AS REAL), 0.0), CAST(data AS TEXT) FROM records"
        query += " WHERE kind = ? AND owner = ? ORDER BY key"
        with self.reading() as cursor:
            return [Record(*row) for row in cursor.execute(query, (kind, owner))]

    def owners(self, kind: Kind, *, prefix: str = "", before: float | None = None) -> list[str]:
        """Return who has records, in order."""
        query = "SELECT DISTINCT owner FROM records WHERE kind = ?1 AND owner >= ?2 AND owner < ?3"
        query += " AND (?4 IS NULL OR time < ?4) ORDER BY owner"
        with self.reading() as cursor:
            return [row[0] for row in cursor.execute(query, (kind, prefix, prefix + _LAST, before))]

    def delete(self, kind: Kind, owner: str, keys: Collection[str] | None = None) -> int:
        """Remove an owner's records of these keys, all where None; return how many there were."""
        query = "DELETE FROM records WHERE kind = ? AND owner = ?"
        with self.transaction() as cursor:
            if keys is None:
                return cursor.execute(query, (kind, owner)).rowcount
            return sum(cursor.execute(f"{query} AND key = ?", (kind, owner, key)).rowcount for key in set(keys))

    def expire(self, kind: Kind, before: float) -> int:
        """Remove the records of everybody that are older; return how many there were."""
        with self.transaction() as cursor:
            return cursor.execute("DELETE FROM records WHERE kind = ? AND time < ?", (kind, before)).rowcount


class SealedSerializer(JsonPlusSerializer):
    """Keeps a digest of the data in the type: damaged msgpack often decodes, to objects that fail much later."""

    def dumps_typed(self, obj: Any) -> tuple[str, bytes]:
        """Serialize an object to its type, with the digest, and its data."""
        kind, data = super().dumps_typed(obj)
        return f"{kind}:{_digest(data)}", data

    def loads_typed(self, data: tuple[str, bytes]) -> Any:
        """Deserialize an object; raises `ValueError` where the digest does not match."""
        kind, _, digest = data[0].partition(":")
        if digest != _digest(data[1]):
            raise ValueError("its digest does not match")
        return super().loads_typed((kind, data[1]))


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


class _Saver(SqliteSaver):
    """LangGraph's checkpoints in the store's transactions, the last of each thread."""

    def __init__(self, store: Database) -> None:
        super().__init__(store.connection, serde=SealedSerializer())
        self._store = store
        self.setup()

    @contextmanager
    def cursor(self, transaction: bool = True) -> Iterator[sqlite3.Cursor]:
        """Give a cursor of the database, inside a transaction where it may write."""
        with self._store.transaction() if transaction else self._store.reading() as cursor:
            yield cursor

    def prune(self, thread_ids: Sequence[str], *, strategy: str = "keep_latest") -> None:  # noqa: ARG002
        """Keep the last checkpoint of each thread."""
        last = "(SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ?1)"
        with self._store.transaction() as cursor:
            for thread in thread_ids:
                for table in ("writes", "checkpoints"):
                    cursor.execute(f"DELETE FROM {table} WHERE thread_id = ?1 AND checkpoint_id < {last}", (thread,))
