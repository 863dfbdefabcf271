"""What an attack leaves behind: a catalogue's content, the files beside it, and what replies say."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from palate.agent.reply import Reply


def content_of(path: Path) -> str:
    """Return a hash of every table and row of a catalogue's file, whatever its pages look like."""
    told = hashlib.sha256()
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        for line in connection.iterdump():
            told.update(line.encode())
    return told.hexdigest()


def files_of(folder: Path) -> frozenset[str]:
    """Return the names of the files under a folder, but for those that SQLite keeps while a file is open."""
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return frozenset(name for name in names if not name.endswith(("-wal", "-shm")))


def told_by(replies: list[Reply]) -> list[dict[str, Any]]:
    """Return all that replies tell a person: everything but the trace."""
    return [reply.model_dump(mode="json", exclude={"trace"}) for reply in replies]
