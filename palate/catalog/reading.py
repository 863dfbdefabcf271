"""Reading a catalogue's file: whether it is one, and its rows as items."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from palate.catalog import layout
from palate.catalog.item import FieldValue, Item
from palate.catalog.ownership import is_catalog, obstacle
from palate.catalog.schema import Kind
from palate.catalog.storage import damaged, storing
from palate.errors import NotACatalog, closest


def item_of(row: sqlite3.Row, kinds: Mapping[str, Kind]) -> Item:
    """Turn a row of `items` into an item."""
    names = row.keys()
    fields = {
        name: value_of(value, kinds.get(name, "text"))
        for name, value in zip(names, row, strict=True)
        if name not in ("id", "title")
    }
    return Item(id=str(row["id"]), title=str(row["title"]), fields=fields)


def value_of(stored: object, kind: Kind) -> FieldValue:
    """Turn what SQLite holds into what the rest of Palate reads."""
    if stored is None:
        return None
    if kind == "tags":
        return [str(value) for value in json.loads(str(stored))]
    if kind == "flag":
        return bool(stored)
    return cast(FieldValue, stored)


def check_file(path: Path) -> None:
    """Refuse what is at a path and is no catalogue, without opening what is no file.

    Raises:
        NotACatalog: nothing is there, or something else.
        StorageError: the file may not be read.
    """
    found = obstacle(path)
    if found:
        raise NotACatalog(f"`{path}` {found}; expected the file of a catalogue.")
    if not path.exists():
        folder = path.parent
        near = sorted(entry.name for entry in folder.glob(f"*{path.suffix}")) if folder.is_dir() else []
        hint = f"; {closest(path.name, near)}" if near else ""
        raise NotACatalog(f"`{path}` does not exist{hint}. Build it with `palate ingest` or `palate data films`.")
    with storing(path):
        if not is_catalog(path):
            raise NotACatalog(f"`{path}` is not a Palate catalogue; build one with `palate ingest`.")


def check_layout(path: Path, connection: sqlite3.Connection) -> None:
    """Refuse a catalogue of another version of Palate, and one whose tables are not as Palate makes them.

    Raises:
        NotACatalog: it is of another version.
        StorageError: it is damaged, so that statements on its tables would fail.
    """
    applied = layout.applied(connection)
    wanted = [step.__name__ for step in layout.STEPS]
    if applied != wanted:
        found = applied[-1] if applied else "none"
        raise NotACatalog(
            f"`{path}` has the layout of another version of Palate ({found}, expected {wanted[-1]}); "
            "build it again with `palate ingest`."
        )
    tables = dict(connection.execute("SELECT name, sql FROM sqlite_master").fetchall())
    if wrong := next((name for name, sql in layout.fixed_tables().items() if tables.get(name) != sql), None):
        raise damaged(path, f"the table `{wrong}` is not as Palate makes it")
