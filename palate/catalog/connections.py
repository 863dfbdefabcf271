"""Connections to a catalogue: one reader a thread, and writers that wait for each other."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import TypeVar

from palate.catalog.lifetime import Lifetime
from palate.catalog.place import FileId, Place
from palate.catalog.storage import MEND, Connection, damaged, is_sound
from palate.errors import PalateError, StorageError

_C = TypeVar("_C", bound=Connection)


class Reader(Connection):
    """The read-only connection of one thread."""

    seen: int | None = None
    """The data version of which its catalogue last took note."""
    file: FileId | None = None
    """The file that it reads, which is not the one at the path any more once that was built again."""


class Connections:
    """All connections of one catalogue object.

    Closing it lets go of them: each is closed once no cursor of its thread needs it any more.
    """

    def __init__(self, place: Place, anchor: Connection | None = None) -> None:
        """`anchor` is a connection that keeps what is in memory alive."""
        self._place = place
        self._anchor = anchor
        self._local = threading.local()
        name = f"The catalogue `{place.path.name}`"
        self.lifetime = Lifetime(name, self._let_go, mend=MEND)

    def reader(self) -> Reader:
        """Return this thread's read-only connection, a new one where the file was replaced by another build."""
        local = self._local
        if self.lifetime.closed:
            raise self.lifetime.refusal()
        reader: Reader | None = getattr(local, "reader", None)
        file = self._place.file()
        if reader is not None and file in (reader.file, None):
            return reader
        reader = self.fresh(Reader)
        reader.execute("PRAGMA query_only = ON")
        reader.file = file
        local.reader, local.hold = reader, reader.held()
        return reader

    def fresh(self, kind: type[_C]) -> _C:
        """Return a new read-only connection, which is the caller's."""
        if self.lifetime.closed:
            raise self.lifetime.refusal()
        return self._place.connect("ro", kind)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection inside a write transaction, which is kept if the block ends well and undone if not.

        Waits up to a minute for other writers.
        """
        with (
            self.lifetime.inside(),
            self._place.writable(),
            closing(self._place.connect("rw", Connection)) as connection,
        ):
            try:
                try:
                    connection.execute("PRAGMA synchronous = NORMAL")
                    connection.execute("BEGIN IMMEDIATE")
                    yield connection
                    connection.execute("COMMIT")
                finally:
                    if connection.in_transaction:
                        with suppress(StorageError):  # what went wrong first is told
                            connection.execute("ROLLBACK")
            except PalateError:
                raise
            except Exception as error:
                if is_sound(connection):
                    raise
                raise damaged(self._place.path, type(error).__name__) from error

    def _let_go(self) -> None:
        self._local = threading.local()
        if self._anchor is not None:
            self._anchor.close()
        self._place.tidy()
