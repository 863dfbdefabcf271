"""What SQLite and the system say of a file that cannot be read or written, as one error of Palate's."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from palate.errors import CallerError, StorageError

_P = ParamSpec("_P")
_T = TypeVar("_T")

MEND = "open it again with `Catalog.open`"
"""What to do with a catalogue that was closed."""
_DAMAGED = "it is damaged; put a backup in its place, or move it away and build it again"
_LOCKED = "another program keeps it locked; try again when that is done"
_UNREACHED = "look at its folder, at the disk, and at the room left on it"
_MEANINGS = {
    sqlite3.SQLITE_FULL: "there is no room left for it; make some, and try again",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_IOERR: _UNREACHED,
    sqlite3.SQLITE_CANTOPEN: _UNREACHED,
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
}


def storage_error(path: Path, error: Exception) -> StorageError | None:
    """Word an error of SQLite's or of the system's; None where the statement is at fault and not the file."""
    if isinstance(error, OSError):
        return StorageError(f"`{path}` cannot be read or written: {error.strerror or error}.")
    if isinstance(error, UnicodeDecodeError):  # of a message of SQLite's about what is in the file
        return damaged(path, "text that is not UTF-8")
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        # SQLite has no code of its own for a format that it does not know, of the file or of its full text.
        meaning = _DAMAGED if "file format" in str(error) else _MEANINGS.get(code & 0xFF)
    else:  # Python's own: of text that is not UTF-8, which Palate never writes, or of what a program does wrong
        meaning = _DAMAGED if isinstance(error, sqlite3.OperationalError) else None
    return StorageError(f"`{path}` cannot be read or written ({error}): {meaning}.") if meaning else None


def damaged(path: Path, what: str) -> StorageError:
    """Word that a file holds what Palate never writes."""
    return StorageError(f"`{path}` cannot be read ({what}): {_DAMAGED}.")


@contextmanager
def storing(path: Path) -> Iterator[None]:
    """Turn errors of reading and writing `path` into `StorageError`."""
    try:
        yield
    except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
        told = storage_error(path, error)
        if told is None:
            raise
        raise told from error


@contextmanager
def stored(name: str) -> Iterator[None]:
    """Read what Palate itself has written: where that makes no sense it is not what was written.

    Raises:
        StorageError: it makes no sense.
    """
    try:
        yield
    except (TypeError, ValueError, LookupError) as error:
        told = " ".join(str(error).split())[:100]
        raise StorageError(
            f"`{name}` holds what does not fit together ({told}): it was built again in the middle of this, so try "
            f"again, or {_DAMAGED}."
        ) from error


def name_of(connection: sqlite3.Connection) -> str:
    """Return what the file of a connection is called, for messages."""
    return connection.path.name if isinstance(connection, Connection) else "the catalogue"


def is_sound(connection: sqlite3.Connection) -> bool:
    """Look through a whole file, and its log for items that do not exist; takes as long as reading it."""
    execute = partial(sqlite3.Connection.execute, connection)
    unknown = "SELECT 1 FROM interactions WHERE item NOT BETWEEN 1 AND (SELECT count(*) FROM items) LIMIT 1"
    try:
        lost = execute(unknown).fetchone()
        return lost is None and bool(execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except (sqlite3.Error, UnicodeDecodeError):
        return False


def _told(method: Callable[Concatenate[Any, _P], _T]) -> Callable[Concatenate[Any, _P], _T]:
    """Make a cursor's method raise `StorageError` where the file is at fault."""

    @wraps(method)
    def call(cursor: Any, /, *args: _P.args, **given: _P.kwargs) -> _T:
        try:
            return method(cursor, *args, **given)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            told = storage_error(cursor.connection.path, error)
            if told is None:
                raise
            raise told from error

    return call


class _Cursor(sqlite3.Cursor):
    hold: Hold | None = None

    execute = _told(sqlite3.Cursor.execute)
    executemany = _told(sqlite3.Cursor.executemany)
    executescript = _told(sqlite3.Cursor.executescript)
    fetchone = _told(sqlite3.Cursor.fetchone)
    fetchmany = _told(sqlite3.Cursor.fetchmany)
    fetchall = _told(sqlite3.Cursor.fetchall)
    __next__ = _told(sqlite3.Cursor.__next__)

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]
        # Over a million rows a generator costs a tenth more; `__next__` would double what they cost.
        step, connection = super().__next__, cast("Connection", self.connection)
        with storing(connection.path):
            try:
                while True:
                    yield step()
            except StopIteration:
                return


class Connection(sqlite3.Connection):
    """A connection to a catalogue, which raises `StorageError` where the file is at fault, and is closed with it."""

    path: Path = Path()
    _hold: weakref.ref[Hold] | None = None

    def held(self) -> Hold:
        """Return what keeps it open from now on; it closes once nothing refers to that any more."""
        hold = Hold(self)
        self._hold = weakref.ref(hold)
        weakref.finalize(hold, self.close).atexit = False
        return hold

    def cursor(self, factory: Any = None) -> Any:
        """Return a cursor.

        Raises:
            CallerError: the catalogue was closed.
        """
        hold = None if self._hold is None else self._hold()
        if hold is None and self._hold is not None:
            raise CallerError(f"The catalogue `{self.path.name}` was closed; {MEND}.")
        cursor = super().cursor(factory or _Cursor)
        if isinstance(cursor, _Cursor):
            cursor.hold = hold
        return cursor

    def execute(self, statement: str, parameters: Any = ()) -> Any:
        """Execute a statement on a new cursor."""
        return self.cursor().execute(statement, parameters)

    def executemany(self, statement: str, parameters: Any) -> Any:
        """Execute a statement for each of many rows, on a new cursor."""
        return self.cursor().executemany(statement, parameters)

    def __del__(self) -> None:
        with suppress(sqlite3.Error):  # one that could not be opened cannot be closed
            self.close()


class Hold:
    """What keeps a connection open: the thread that it belongs to has it, and each of its cursors.

    So a connection is never closed under a statement that another thread is in the middle of, which would take the
    process down. References to the connection itself do not tell: it is part of a cycle of its own making.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
