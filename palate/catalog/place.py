"""Where a catalogue lies: in a file, or in the memory of this process."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import quote as percent

from palate.catalog.storage import Connection, storing
from palate.errors import BadArgument, CallerError, StorageError

MEMORY = Path(":memory:")
"""The path of a catalogue in memory, as SQLite calls it."""
_WAIT_SECONDS = 60.0

FileId = tuple[int, int]
Mode = Literal["ro", "rw"]
_C = TypeVar("_C", bound=Connection)


@dataclass(frozen=True)
class Place:
    """What connections are opened to. They wait up to a minute for another that writes."""

    path: Path
    memory: str | None = None
    """The name by which connections of this process share it, where it is in memory."""

    def connect(self, mode: Mode, kind: type[_C]) -> _C:
        """Open a connection, which one thread may use at a time.

        Raises:
            StorageError: it cannot be opened.
        """
        with storing(self.path):
            try:
                return self._opened(self._address(mode), kind)
            except sqlite3.OperationalError as error:
                if mode == "rw" or self.memory is not None or not _forbids(error):
                    raise
                # A folder that may not be written has no room for the files that readers of a write-ahead log share.
                # Nobody can write the catalogue there either, so reading it as it lies is safe.
                return self._opened(f"{self._address(mode)}&immutable=1", kind)

    @contextmanager
    def writable(self) -> Iterator[None]:
        """Tell the caller where this user may not write.

        Raises:
            CallerError: so it is.
        """
        try:
            yield
        except sqlite3.OperationalError as error:
            if not _forbids(error):
                raise
            raise CallerError(f"`{self.path}` cannot be written by this user: {error}.") from error

    def file(self) -> FileId | None:
        """Return what tells the file at the path from one that takes its place; None where there is none."""
        if self.memory is not None:
            return None
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def tidy(self) -> None:
        """Remove the files of the write-ahead log where nobody else uses them: readers make them and leave them."""
        if self.memory is not None or not Path(f"{os.path.realpath(self.path)}-wal").exists():
            return
        with (
            suppress(StorageError, sqlite3.Error),
            storing(self.path),
            closing(self._opened(self._address("rw"), Connection, wait=0)) as last,
        ):
            last.execute("PRAGMA wal_checkpoint(PASSIVE)")  # the last to close folds the log into the file

    def _address(self, mode: Mode) -> str:
        if self.memory is not None:
            return f"file:/{self.memory}?vfs=memdb&mode={mode}"
        return f"file:{percent(str(self.path.absolute()))}?mode={mode}"

    def _opened(self, address: str, kind: type[_C], *, wait: float = _WAIT_SECONDS) -> _C:
        # A connection goes with its last reference, which another thread may hold.
        connection = sqlite3.connect(
            address, uri=True, factory=kind, check_same_thread=False, isolation_level=None, timeout=wait
        )
        connection.path = self.path
        execute = partial(sqlite3.Connection.execute, connection)
        if self.memory is not None:
            execute("PRAGMA temp_store = MEMORY")
        execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        return connection


def _forbids(error: sqlite3.OperationalError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def place_of(path: object) -> Place:
    """Return the place that a caller's path names; one in memory is a new one every time.

    Raises:
        BadArgument: it is no path.
    """
    if not isinstance(path, str | bytes | os.PathLike) or "\0" in os.fsdecode(path):
        raise BadArgument(f"`{path!r}` is no path; expected that of a catalogue's file, as text or a `Path`.")
    named = Path(os.fsdecode(path))
    return Place(named, f"palate-{uuid.uuid4().hex}") if named == MEMORY else Place(named)
