"""What a state folder's file may be: our own, and nobody else's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from palate.errors import BadArgument
from palate.memory.database import Database

APPLICATION_ID = 0x50414C53
"""`PALS`: how a file says that it is an agent's state."""


def check_ours(path: Path) -> None:
    """Refuse a file that is somebody else's.

    Raises:
        BadArgument: it is not an agent's state.
    """
    if not path.exists() or not path.stat().st_size:
        return
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as file:
            known = file.execute("PRAGMA application_id").fetchone()[0]
            tables = file.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter of SQLite's message on a schema that is no text
        raise BadArgument(
            f"`{path}` is damaged or is no agent's state ({error}); pass `state=` another folder, or move it away."
        ) from error
    if known != APPLICATION_ID and tables:
        raise BadArgument(f"`{path}` is a database of something else; pass `state=` another folder.")


def mark_ours(database: Database) -> None:
    """Have the file say whose it is."""
    with database.transaction() as cursor:
        cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
