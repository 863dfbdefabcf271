"""Adding and changing items of a catalogue that is in use."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from palate.catalog import layout
from palate.catalog.bad_rows import refuse
from palate.catalog.derived import derive, withdraw
from palate.catalog.indexes import indexes
from palate.catalog.item_rows import Rows, read_rows
from palate.catalog.kinds.column import Column
from palate.catalog.kinds.composed import compose, composes
from palate.catalog.kinds.infer import infer
from palate.catalog.kinds.table import ROW_NUMBER, free_name
from palate.catalog.layout import quote, rowids_of
from palate.catalog.measure import measure_field
from palate.catalog.meta import Plan, read_plan, read_schema, write_meta
from palate.catalog.parsing.missing import ABSENT, text_of
from palate.catalog.schema import Schema
from palate.catalog.sources.frame import Frame
from palate.catalog.sources.source import Source, check_source, read_all, records
from palate.errors import BadArgument, UnknownField, closest

_WORDED = ("title", "text", "category", "tags")


@dataclass(frozen=True)
class _Change:
    """Rows to be written, and the rowids of those that exist."""

    frame: Frame
    columns: list[Column]
    rows: Rows
    known: Mapping[str, int]

    def given(self, at: int) -> tuple[int, ...]:
        """Return which of the columns a row gives; the id always."""
        cells = self.frame.columns
        return tuple(
            which
            for which, column in enumerate(self.columns)
            if which == 0 or (column.source in cells and cells[column.source][at] is not ABSENT)
        )


def upsert(connection: sqlite3.Connection, items: Source, *, new_fields: bool = False) -> int:
    """Add and change items, inside the caller's transaction; return how many."""
    check_source(items, "items")
    plan, schema = read_plan(connection), read_schema(connection)
    if not isinstance(items, str | os.PathLike):
        items = list(records(items))
        if not items:
            return 0
    frame = read_all(items, "items")
    _number(connection, frame, plan)
    if plan.title is not None and composes(frame, plan.title):
        compose(frame, plan.title)
    columns, added = _columns(frame, plan)
    if added and not new_fields:
        name = added[0].source
        near = closest(name, [column.name for column in plan.columns])
        raise UnknownField(
            f"`{name}` is no column of `{schema.name}`; {near}. Rename it, or have it added with `new_fields=True`."
        )
    ids = [text_of(cell) for cell in frame.columns.get(columns[0].source, [])]
    known = rowids_of(connection, ids)
    rows = read_rows(frame, columns, what="item", known=known)
    refuse(rows.bad, mend="leave those rows out")
    for column in added:
        layout.add_column(connection, column)
    plan = plan.model_copy(update={"columns": (*plan.columns, *added)})
    change = _Change(frame, columns, rows, known)
    touched = _write(connection, plan, change)
    before = schema.items
    schema = _measured(connection, schema, plan, change, added)
    write_meta(connection, schema, plan)
    new = [rowid for rowid in touched if rowid > before]
    for index in indexes():
        index.update(connection, schema, touched if index.reads_fields else new)
    return len(touched)


def _columns(frame: Frame, plan: Plan) -> tuple[list[Column], list[Column]]:
    """Match the frame's columns to the catalogue's, by their names there or in its source; what is left over is new."""
    by_name = {column.source: column for column in plan.columns} | {column.name: column for column in plan.columns}
    taken = {column.name.casefold() for column in plan.columns} | {"rowid", "oid", "_rowid_"}
    matched: dict[str, Column] = {}
    added: list[Column] = []
    for source, cells in frame.columns.items():
        column = by_name.get(source)
        if column is None:
            new = infer(source, cells, frame.types.get(source))
            new = new.model_copy(update={"name": free_name(source, taken)})
            taken.add(new.name.casefold())
            added.append(new)
        elif column.name not in matched:
            matched[column.name] = column.model_copy(update={"source": source})
    title = matched.pop("title", next(column for column in plan.columns if column.name == "title"))
    return [matched.pop("id"), title, *matched.values(), *added], added


def _number(connection: sqlite3.Connection, frame: Frame, plan: Plan) -> None:
    """Number rows on where the catalogue's items are known by their numbers.

    Raises:
        BadArgument: they are not, and the rows have no ids.
    """
    own = plan.columns[0]
    if {"id", own.source} & frame.columns.keys():
        return
    if own.source != ROW_NUMBER:
        raise BadArgument(f"The rows have no `id`; expected one for each, or `{own.source}` as in the source.")
    last = int(connection.execute("SELECT MAX(CAST(id AS INTEGER)) FROM items").fetchone()[0])
    frame.columns["id"] = [str(last + at) for at in range(1, len(frame) + 1)]


def _write(connection: sqlite3.Connection, plan: Plan, change: _Change) -> list[int]:
    """Write the rows and what is derived from them; return the rowids touched."""
    ids = [str(cell) for cell in change.rows.cells[0]]
    old = [change.known[item] for item in ids if item in change.known]
    # Prices and stock change daily, and no word is derived from them.
    words = len(old) < len(ids) or any(column.kind in _WORDED for column in _given_columns(change))
    if words:
        withdraw(connection, plan.columns, old)
    for at, row in enumerate(change.rows.rows()):
        given = change.given(at)
        names = [quote(change.columns[which].name) for which in given]
        values = [row[which] for which in given]
        if ids[at] in change.known:
            if len(given) > 1:
                assignments = ", ".join(f"{name} = ?" for name in names[1:])
                connection.execute(f"UPDATE items SET {assignments} WHERE id = ?", (*values[1:], values[0]))
        else:
            marks = ", ".join("?" * len(given))
            connection.execute(f"INSERT INTO items({', '.join(names)}) VALUES ({marks})", values)
    touched = list(rowids_of(connection, ids).values())
    if words:
        derive(connection, plan.columns, touched)
    return touched


def _given_columns(change: _Change) -> list[Column]:
    return [column for column in change.columns[1:] if column.source in change.frame.columns]


def _measured(
    connection: sqlite3.Connection, schema: Schema, plan: Plan, change: _Change, added: Collection[Column]
) -> Schema:
    """Measure anew what can have changed: all fields where there are new items, those that were given where not."""
    items = int(connection.execute("SELECT COUNT(*) FROM items").fetchone()[0])
    names = {column.name for column in (*_given_columns(change), *added)}
    fields = tuple(
        measure_field(connection, column, items)
        if items != schema.items or column.name in names
        else schema.field(column.name)
        for column in plan.columns
    )
    return schema.model_copy(update={"version": schema.version + 1, "items": items, "fields": fields})
