"""The table `meta`: what a catalogue's file knows of itself."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel

from palate.catalog.kinds.column import Column
from palate.catalog.kinds.log import LogColumns
from palate.catalog.schema import Schema
from palate.catalog.storage import name_of, stored

Tells = Literal["positive", "passive", "negative"]
"""What a behaviour tells of an item: that somebody takes it, looks at it, or is against it."""


class Plan(BaseModel, frozen=True):
    """How the sources were read, so that later rows are read the same way."""

    columns: tuple[Column, ...]
    log: LogColumns | None = None
    """How the log is read; None where there is none yet."""
    title: str | None = None
    """How titles are put together of other columns, where they are."""
    behaviours: Mapping[str, Tells] = {}
    """What behaviours of the log tell of items, where it was declared."""
    skipped: int = 0
    """Rows that were left out."""
    emptied: int = 0
    """Cells that could not be read, and were left empty."""
    faults: tuple[str, ...] = ()
    """What was wrong with those, a line for each kind of fault."""
    findings: tuple[str, ...] = ()
    """What is to be told of columns whose kind is not plain."""


def write_meta(connection: sqlite3.Connection, schema: Schema, plan: Plan) -> None:
    """Store the schema card, its version and the plan."""
    values = {
        "schema": schema.model_dump_json(),
        "version": json.dumps(schema.version),
        "plan": plan.model_dump_json(),
    }
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def read_version(connection: sqlite3.Connection) -> int:
    """Return the version of the catalogue, which grows with every change."""
    with stored(name_of(connection)):
        return int(json.loads(_value(connection, "version")))


def read_schema(connection: sqlite3.Connection) -> Schema:
    """Return the schema card."""
    with stored(name_of(connection)):
        return Schema.model_validate_json(_value(connection, "schema"))


def read_plan(connection: sqlite3.Connection) -> Plan:
    """Return how the sources were read."""
    with stored(name_of(connection)):
        return Plan.model_validate_json(_value(connection, "plan"))


def _value(connection: sqlite3.Connection, key: str) -> str:
    return str(connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0])
