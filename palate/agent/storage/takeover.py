"""What a state folder's file may be: our own, of this layout or of the one before, and nobody else's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from pydantic import ValidationError

from palate.errors import BadArgument
from palate.memory.database import Database
from palate.memory.event import Event
from palate.memory.keys import encoded

APPLICATION_ID = 0x50414C53
"""`PALS`: how a file says that it is an agent's state."""
_SESSIONS, _MEMORY = "sessions.db", "memory.db"
"""The two files that held what one holds now."""
_TABLES = {_SESSIONS: ("checkpoints", "writes", "turns"), _MEMORY: ("store", "store_migrations", "vector_migrations")}
_PREFIX = "palate.events."


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
    except sqlite3.Error as error:
        raise BadArgument(
            f"`{path}` is damaged or is no agent's state ({error}); pass `state=` another folder, or move it away."
        ) from error
    if known != APPLICATION_ID and tables:
        raise BadArgument(f"`{path}` is a database of something else; pass `state=` another folder.")


def take_over(database: Database, folder: Path) -> None:
    """Mark the file as ours; the first time, move what the two files of the layout before hold into its tables."""
    old = [folder / name for name, tables in _TABLES.items() if _is_ours(folder / name, tables)]
    with database.transaction() as cursor:
        if cursor.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            for path in old:
                with closing(sqlite3.connect(path)) as file:
                    (_move_sessions if path.name == _SESSIONS else _move_events)(file, cursor)
            cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for path in old:
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _is_ours(path: Path, tables: tuple[str, ...]) -> bool:
    if not path.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as file:
            found = {name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error:
        return False
    return bool(found) and found <= set(tables)


def _move_sessions(old: sqlite3.Connection, cursor: sqlite3.Cursor) -> None:
    for table in _TABLES[_SESSIONS]:
        rows = old.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in rows.description]
        marks = ", ".join("?" * len(names))
        cursor.executemany(f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
    cursor.execute("INSERT OR REPLACE INTO sessions SELECT thread, max(time) FROM turns GROUP BY thread")
    cursor.execute("INSERT OR IGNORE INTO sessions SELECT DISTINCT thread_id, unixepoch() FROM checkpoints")


def _move_events(old: sqlite3.Connection, cursor: sqlite3.Cursor) -> None:
    query = "SELECT prefix, key, value FROM store WHERE prefix GLOB ?"
    for prefix, key, value in old.execute(query, (_PREFIX + "*",)):
        try:
            event = Event.model_validate_json(value)
        except ValidationError:
            continue  # what cannot be read now could not be read before
        user = str(prefix).removeprefix(_PREFIX)
        row = (encoded("") if user == "%" else user, key, event.time, event.dumped())
        cursor.execute("INSERT OR REPLACE INTO events VALUES (?, ?, ?, ?)", row)
