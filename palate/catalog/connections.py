"""Connections to a catalogue's file: one reader a thread, and writers that wait for each other."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote as percent

from palate.errors import CallerError

_WAIT_SECONDS = 60.0


FileId = tuple[int, int]


class Reader(sqlite3.Connection):
    """A read-only connection that closes itself with the thread that it belongs to."""

    seen: int | None = None
    """The data version of which its catalogue last took note."""
    file: FileId | None = None
    """The file that it reads, which is not the one at the path any more once that was built again."""

    def __del__(self) -> None:
        with suppress(sqlite3.Error):
            self.close()


class Connections:
    """All connections of one catalogue object."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._lock = threading.Lock()
        self._open: weakref.WeakSet[Reader] = weakref.WeakSet()
        self._closed = False

    def reader(self) -> Reader:
        """Return this thread's read-only connection, a new one where the file was replaced by another build.

        Raises:
            CallerError: the catalogue was closed.
        """
        if self._closed:
            raise CallerError(f"The catalogue `{self._path.name}` was closed; open it again with `Catalog.open`.")
        reader: Reader | None = getattr(self._local, "reader", None)
        file = _file_id(self._path)
        if reader is not None and file in (reader.file, None):
            return reader
        reader = _read_only(self._path)
        reader.file = file
        with self._lock:
            self._open.add(reader)
        self._local.reader = reader
        return reader

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection inside a write transaction, which is kept if the block ends well and undone if not.

        Waits up to a minute for other writers.

        Raises:
            CallerError: the file may not be written, or the others took longer.
        """
        connection = sqlite3.connect(self._path, isolation_level=None, timeout=_WAIT_SECONDS)
        try:
            try:
                connection.execute("PRAGMA synchronous = NORMAL")
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                raise CallerError(f"`{self._path}` cannot be written now: {error}.") from error
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        finally:
            connection.close()

    def close(self) -> None:
        """Close every connection, of whichever thread."""
        with self._lock:
            first, self._closed = not self._closed, True
            for reader in list(self._open):
                reader.close()
            self._open.clear()
        if first:
            self._tidy()

    def _tidy(self) -> None:
        """Remove the files of the write-ahead log where nobody else uses them: readers make them and leave them."""
        if not self._path.with_name(self._path.name + "-wal").exists():
            return
        with suppress(sqlite3.Error):
            writer = sqlite3.connect(f"file:{percent(str(self._path.absolute()))}?mode=rw", uri=True, timeout=0)
            try:
                writer.execute("PRAGMA wal_checkpoint(PASSIVE)")
            finally:
                writer.close()  # the last to close folds the log into the file


def _file_id(path: Path) -> FileId | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _read_only(path: Path) -> Reader:
    address = f"file:{percent(str(path.absolute()))}?mode=ro"
    try:
        return _try(address)
    except sqlite3.OperationalError:
        # A folder that may not be written has no room for the files that readers of a write-ahead log share. Nobody
        # can write the catalogue there either, so reading it as it lies is safe.
        return _try(address + "&immutable=1")


def _try(address: str) -> Reader:
    # Only the owning thread uses it, but `close` may come from another.
    reader: Reader = sqlite3.connect(
        address, uri=True, factory=Reader, check_same_thread=False, isolation_level=None, timeout=_WAIT_SECONDS
    )
    try:
        reader.execute("PRAGMA query_only = ON")
        reader.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        reader.close()
        raise
    return reader
