"""Adding interactions to a catalogue that is in use."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from palate.catalog.bad_rows import refuse
from palate.catalog.indexes import indexes
from palate.catalog.item import Interaction
from palate.catalog.kinds.column import Column
from palate.catalog.kinds.declared import Declared
from palate.catalog.kinds.log import LogColumns, Row, log_columns, log_findings, read_log
from palate.catalog.kinds.roles import ItemKeys
from palate.catalog.layout import quote, rowids_of
from palate.catalog.measure import with_meaning
from palate.catalog.meta import Plan, read_plan, read_schema, write_meta
from palate.catalog.parsing.missing import text_of
from palate.catalog.schema import Log
from palate.catalog.sources.frame import Frame
from palate.catalog.sources.source import Source, check_source, read_all, records


def record(connection: sqlite3.Connection, interactions: Source | Iterable[Interaction]) -> int:
    """Add interactions, inside the caller's transaction; return how many."""
    check_source(interactions, "interactions")
    given: Any = interactions if isinstance(interactions, str | os.PathLike) else list(records(interactions))
    if not given:
        return 0
    plan, schema = read_plan(connection), read_schema(connection)
    frame = read_all(given, "interactions")
    columns, items = _columns(connection, frame, plan)
    log = read_log(frame, columns, items.by(columns.item_key))
    refuse(log.bad, mend="leave those rows out")
    newcomers = _newcomers(connection, {row[0] for row in log.rows})
    connection.executemany("INSERT INTO interactions VALUES (?, ?, ?, ?, ?)", log.rows)
    told = [each for each in log_findings(frame.origin, list(frame.columns), columns, {}) if each not in plan.findings]
    plan = plan.model_copy(
        update={"findings": (*plan.findings, *told), "log": plan.log if schema.log.interactions else columns}
    )
    measured = with_meaning(_added(schema.log, log.rows, newcomers), plan)
    schema = schema.model_copy(update={"version": schema.version + 1, "log": measured})
    write_meta(connection, schema, plan)
    touched = {row[1] for row in log.rows}
    for index in indexes():
        index.update(connection, schema, touched)
    return len(log.rows)


def _columns(connection: sqlite3.Connection, frame: Frame, plan: Plan) -> tuple[LogColumns, ItemKeys]:
    """Decide how rows are read: as those before them, where their columns are called alike."""
    texts = {text_of(cell) for cells in frame.columns.values() for cell in cells}

    def stored(column: Column) -> list[Any]:
        return [row[0] for row in connection.execute(f"SELECT {quote(column.name)} FROM items ORDER BY rowid")]

    items = ItemKeys(rowids_of(connection, list(texts)), plan.columns, stored)
    before = plan.log or LogColumns(roles={})
    known = {name: role for role, name in before.roles.items() if name in frame.columns}
    declared = {name: Declared("time" if role == "clock" else role) for name, role in known.items()}
    found = log_columns(frame, declared, items, plan.columns[0].source)
    low, high = before.value_form.low, before.value_form.high
    update: dict[str, object] = {"value_form": found.value_form.model_copy(update={"low": low, "high": high})}
    if "value" in known.values():
        update = {"value_form": before.value_form, "graded": before.graded}
    if "time" in known.values():
        update["time_form"] = before.time_form
    return found.model_copy(update=update), items


def _newcomers(connection: sqlite3.Connection, users: set[str]) -> int:
    query = "SELECT 1 FROM interactions WHERE user = ? LIMIT 1"
    return sum(connection.execute(query, (user,)).fetchone() is None for user in users)


def _added(log: Log, rows: Sequence[Row], newcomers: int) -> Log:
    """Bring the counts and ranges up to date without reading the log again."""
    behaviours = Counter(log.behaviours) + Counter(row[2] for row in rows)
    values = [value for value in (log.lowest, log.highest, *(row[3] for row in rows)) if value is not None]
    times = [time for time in (log.first, log.last, *(row[4] for row in rows)) if time is not None]
    return log.model_copy(
        update={
            "interactions": log.interactions + len(rows),
            "users": log.users + newcomers,
            "behaviours": dict(sorted(behaviours.items(), key=lambda pair: (-pair[1], pair[0]))),
            "lowest": min(values, default=None),
            "highest": max(values, default=None),
            "first": min(times, default=None),
            "last": max(times, default=None),
        }
    )
