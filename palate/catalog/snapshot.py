"""What is derived in memory from one version of a catalogue."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from palate.catalog.item import ItemId
from palate.catalog.place import FileId
from palate.catalog.schema import Schema

if TYPE_CHECKING:
    from palate.catalog.columns import Columns
    from palate.catalog.grounding.grounder import Grounder


class Snapshot:
    """The schema card of one version, and what is built from that version when it is first asked for."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], schema: Schema, file: FileId | None) -> None:
        self.schema = schema
        self.file = file
        self._connect = connect
        self._lock = threading.RLock()
        self._ids: dict[int, ItemId] = {}
        self._rowids: dict[ItemId, int] = {}

    @property
    def columns(self) -> Columns:
        """The numpy columns."""
        with self._lock:
            return self._columns

    @property
    def grounder(self) -> Grounder:
        """What maps words to fields, values and titles."""
        with self._lock:
            return self._grounder

    def ids(self, rowids: Sequence[int]) -> list[ItemId | None]:
        """Return the ids of rows, in the order asked for; None where there is no such row."""
        missing = [rowid for rowid in rowids if rowid not in self._ids]
        if missing:
            self._note("rowid", missing)
        return [self._ids.get(rowid) for rowid in rowids]

    def rowids(self, items: Sequence[ItemId]) -> list[int | None]:
        """Return the rows of items, in the order asked for; None where no item has that id."""
        missing = [item for item in items if item not in self._rowids]
        if missing:
            self._note("id", missing)
        return [self._rowids.get(item) for item in items]

    def _note(self, column: str, wanted: Sequence[int | ItemId]) -> None:
        """Keep which ids some rows have: within a version they keep them."""
        query = f"SELECT rowid, id FROM items WHERE {column} IN (SELECT value FROM json_each(?))"
        for rowid, item in self._connect().execute(query, (json.dumps(wanted),)):
            self._ids[rowid] = item
            self._rowids[item] = rowid

    # `functools.cached_property` has had no lock of its own since Python 3.12.
    @cached_property
    def _columns(self) -> Columns:
        from palate.catalog.columns import Columns

        return Columns(self._connect, self.schema)

    @cached_property
    def _grounder(self) -> Grounder:
        from palate.catalog.grounding.grounder import Grounder

        return Grounder(self._connect, self.schema, self.columns)
