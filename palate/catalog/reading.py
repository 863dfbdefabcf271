"""Reading a catalogue's file: whether it is one, and its rows as items."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from palate.catalog import layout
from palate.catalog.item import FieldValue, Item
from palate.catalog.schema import Kind
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


def check_catalog(path: Path, connect: Callable[[], sqlite3.Connection]) -> None:
    """Refuse what is not a catalogue of this version of Palate.

    Raises:
        NotACatalog: the file is missing, is something else, or has another layout.
    """
    if not path.exists():
        folder = path.parent
        near = sorted(entry.name for entry in folder.glob(f"*{path.suffix}")) if folder.is_dir() else []
        hint = f"; {closest(path.name, near)}" if near else ""
        raise NotACatalog(f"`{path}` does not exist{hint}. Build it with `palate ingest` or `palate data films`.")
    if path.is_dir():
        raise NotACatalog(f"`{path}` is a folder; expected the file of a catalogue.")
    try:
        applied = layout.applied(connect())
    except sqlite3.Error as error:
        raise NotACatalog(f"`{path}` is not a Palate catalogue ({error}); build one with `palate ingest`.") from error
    wanted = [step.__name__ for step in layout.STEPS]
    if not applied:
        raise NotACatalog(f"`{path}` is not a Palate catalogue; build one with `palate ingest`.")
    if applied != wanted:
        raise NotACatalog(
            f"`{path}` has the layout of another version of Palate ({applied[-1]}, expected {wanted[-1]}); "
            "build it again with `palate ingest`."
        )
