"""The SQLite file in which an agent keeps sessions and memory: one connection, one transaction at a time."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from palate.catalog.storage import Connection
from palate.errors import StorageError

MEMORY = ":memory:"
"""What stands for no file at all: what is kept goes with the agent."""
PRIVATE = 0o600
_WAIT_SECONDS = 30.0


class Database:
    """One connection that any thread may use, one after the other.

    What is written inside one `transaction` is kept as a whole or not at all; one inside another belongs to it.
    """

    def __init__(self, path: Path | None) -> None:
        """Open the file, making it where it is missing, readable by its owner alone; None keeps it in memory."""
        self.path = path
        if path is not None:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE))
            path.chmod(PRIVATE)
        # Transactions are begun and ended here, and nowhere by the driver.
        self.connection = sqlite3.connect(
            path or MEMORY, check_same_thread=False, timeout=_WAIT_SECONDS, isolation_level=None, factory=Connection
        )
        self.connection.path = path or Path(MEMORY)
        self._lock = threading.RLock()
        try:
            for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON"):
                self.connection.execute(f"PRAGMA {pragma}").fetchall()
        except sqlite3.Error:
            self.connection.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Cursor]:
        """Give a cursor whose writes are kept if the block ends well, and undone if not.

        Raises:
            StorageError: the file cannot be written: the disk is full, it is damaged, or another process holds it.
        """
        with self._lock, self._told():
            outermost = not self.connection.in_transaction
            if outermost:
                self.connection.execute("BEGIN IMMEDIATE")
            cursor = self.connection.cursor()
            try:
                yield cursor
                if outermost:
                    self.connection.execute("COMMIT")
            except BaseException:
                if outermost and self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
            finally:
                cursor.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Cursor]:
        """Give a cursor to read with.

        Raises:
            StorageError: the file cannot be read.
        """
        with self._lock, self._told():
            cursor = self.connection.cursor()
            try:
                yield cursor
            finally:
                cursor.close()

    def scrub(self) -> None:
        """Leave nothing of what was deleted in the write-ahead log; the file itself overwrites as it deletes.

        Raises:
            StorageError: another process reads an older state, so that the log has to stay for now.
        """
        with self.reading() as cursor:
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise StorageError(
                f"It is deleted, but another process is reading `{self.path}`, so that traces of it stay in the "
                "write-ahead log; forget it again once that process is done, or close it."
            )

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self.connection.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StorageError(
                f"`{self.path or MEMORY}` cannot be read or written: {str(error).rstrip('.')}."
            ) from error
