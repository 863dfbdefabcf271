"""Writing a whole file so that a kill half-way leaves the old one or none."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from palate.catalog.ownership import check_own
from palate.catalog.storage import Connection, storing
from palate.errors import BadArgument

_STALE_SECONDS = 24 * 3600
_BESIDE = ("", "-wal", "-shm", "-journal")


@contextmanager
def replacing(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection to a new file beside `path`, which takes its place when the block ends well.

    A block that raises, or a process that dies, leaves `path` as it was. What a dead process left is removed by the
    next that writes `path`. Where `path` is a link, the file that it leads to is replaced.

    Raises:
        BadArgument: the folder does not exist or may not be written, or what is at `path` is not Palate's.
        StorageError: the disk is full, or fails.
    """
    check_own(path)
    target = Path(os.path.realpath(path))
    _check_folder(target)
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{uuid.uuid4().hex[:8]}.building")
    try:
        with storing(path):
            _sweep(target)
            connection = sqlite3.connect(temporary, isolation_level=None, factory=Connection)
        connection.path = path
        with closing(connection):
            # Nobody else sees the file yet, so speed is free; it is flushed to disk as a whole before it is renamed.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA cache_size = -64000")
            yield connection
            connection.execute("PRAGMA journal_mode = WAL")
        check_own(path)  # what came there meanwhile
        with storing(path):
            _flush(temporary)
            _settle(target)
            temporary.replace(target)
            _flush(target.parent)
    finally:
        _remove(temporary)


def _check_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise BadArgument(f"The folder `{path.parent}` does not exist; make it, or write `{path.name}` elsewhere.")
    if not os.access(path.parent, os.W_OK):
        raise BadArgument(f"The folder `{path.parent}` may not be written by this user.")


def _settle(path: Path) -> None:
    """Fold the old file's write-ahead log into it and remove the log, which the new file must not inherit."""
    if not path.exists():
        return
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path, isolation_level=None)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for ending in _BESIDE[1:]:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Remove what builds of the same file left behind when they were killed."""
    pattern = re.compile(rf"^\.{re.escape(path.name)}\.(\d+)-[0-9a-f]{{8}}\.building$")
    for entry in list(path.parent.iterdir()):
        match = pattern.match(entry.name)
        if match and _stale(entry, int(match[1])):
            _remove(entry)


def _stale(entry: Path, process: int) -> bool:
    with suppress(FileNotFoundError):
        if time.time() - entry.stat().st_mtime > _STALE_SECONDS:
            return True
        if sys.platform == "win32":  # where asking whether a process lives may end it
            return False
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
    return False


def _remove(path: Path) -> None:
    for ending in _BESIDE:
        with suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _flush(path: Path) -> None:
    if path.is_dir() and sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
