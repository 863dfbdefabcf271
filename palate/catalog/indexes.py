"""Indexes that higher rooms derive from a catalogue, found by the entry-point group `palate.indexes`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection
from functools import cache
from importlib.metadata import entry_points
from typing import ClassVar, Protocol

from palate.catalog.schema import Schema

Progress = Callable[[str, int, int | None], None]
"""Called with a stage, how much of it is done, and how much there is, where that is known."""


def silent(stage: str, done: int, total: int | None) -> None:
    """Tell nobody of progress."""


class Index(Protocol):
    """Something that is kept in the catalogue's file and follows its changes."""

    reads_fields: ClassVar[bool]
    """Whether it depends on items' fields; where not, it is told of new items and of interactions only."""

    @staticmethod
    def build(connection: sqlite3.Connection, schema: Schema, progress: Progress | None = None) -> None:
        """Make the index, inside the catalogue's transaction."""

    @staticmethod
    def update(connection: sqlite3.Connection, schema: Schema, touched: Collection[int]) -> None:
        """Follow a change of the items at the rowids `touched`, inside the catalogue's transaction."""

    @staticmethod
    def renumber(connection: sqlite3.Connection, schema: Schema) -> None:
        """Make anew what names items by their rowids, after items went, inside the catalogue's transaction."""


@cache
def indexes() -> tuple[type[Index], ...]:
    """Return the indexes that are installed, by name."""
    points = sorted(entry_points(group="palate.indexes"), key=lambda point: point.name)
    return tuple(point.load() for point in points)
