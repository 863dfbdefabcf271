"""Whose a file is, told from what is in it and not from its name, without opening it for writing."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from urllib.parse import quote as percent

from palate.catalog import layout
from palate.catalog.own_tables import others
from palate.catalog.storage import storing
from palate.catalog.tongues.english import English
from palate.errors import BadArgument

_MAGIC = b"SQLite format 3\x00"
_APPLICATION = slice(68, 72)
"""Where the header of a database holds the id of the program whose it is."""


def is_catalog(path: Path) -> bool:
    """Tell whether the header of a regular file says that it is a catalogue."""
    with path.open("rb") as file:
        header = file.read(100)
    return header.startswith(_MAGIC) and int.from_bytes(header[_APPLICATION], "big") == layout.APPLICATION_ID


def obstacle(path: Path) -> str | None:
    """Return what stands at a path and is no file, as the clause of a sentence; None where a file does, or nothing.

    Nothing is opened: a pipe would make whoever opens it wait.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return f"is a link to `{path.readlink()}`, which is not there" if path.is_symlink() else None
    except OSError as error:
        if error.errno == errno.ELOOP:
            return "is a link that leads back to itself"
        return f"cannot be reached ({error.strerror})"
    if stat.S_ISDIR(mode):
        return "is a folder"
    return None if stat.S_ISREG(mode) else "is no file but a pipe, a socket or a device"


def check_own(path: Path) -> None:
    """Refuse a path at which there is anything that a new catalogue may not take the place of.

    It may take that of nothing, of an empty file, and of a catalogue that holds nothing but itself.

    Raises:
        BadArgument: there is something else.
        StorageError: what is there cannot be read.
    """
    found = obstacle(path) or _foreign(path)
    if found:
        raise BadArgument(f"`{path}` {found}; write to another path, or move what is there elsewhere first.")
    if path.exists() and path.stat().st_size:
        tables = English().listed([f"`{name}`" for name in _others(path)])
        if tables:
            raise BadArgument(
                f"`{path}` holds {tables} besides the catalogue, which building it again would destroy; "
                "write to another path, or move them elsewhere first."
            )


def _foreign(path: Path) -> str | None:
    there = path.exists()
    if there and path.stat().st_size:
        with storing(path):
            return None if is_catalog(path) else "is there already and is no catalogue of Palate's"
    beside = Path(os.path.realpath(path))
    for log in (beside.with_name(f"{beside.name}{ending}") for ending in ("-wal", "-journal")):
        if log.exists():
            return f"is {'empty' if there else 'not there'}, but `{log.name}` lies beside it and may hold all of it"
    return None


def _others(path: Path) -> list[str]:
    beside = os.path.realpath(path)
    # A log with something in it belongs to what is read; without one, nothing has to be made to read the file.
    logged = any(Path(f"{beside}{ending}").exists() for ending in ("-wal", "-journal"))
    address = f"file:{percent(beside)}?{'mode=ro' if logged else 'immutable=1'}"
    with storing(path), closing(sqlite3.connect(address, uri=True)) as connection:
        return others(connection)
