"""Taking items out of a catalogue that is in use.

Positions are rowids minus one, without gaps, so the last items move into the places of those that go. What was done
with an item goes with it: a log of what is not there could neither be shown nor learnt from.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence

from palate.catalog.derived import derive, withdraw
from palate.catalog.indexes import indexes
from palate.catalog.item import ItemId
from palate.catalog.layout import rowids_of
from palate.catalog.measure import measure_fields, measure_log
from palate.catalog.meta import read_plan, read_schema, write_meta
from palate.errors import MOST_COMPARED, BadArgument, UnknownItem, closest

_TOLD = 3
"""Unknown ids that are told of."""
_COMPARED = 5_000
"""Ids among which the closest to one of these is looked for."""


def remove(connection: sqlite3.Connection, items: Sequence[ItemId]) -> int:
    """Remove items and what was done with them, inside the caller's transaction; return how many."""
    plan, schema = read_plan(connection), read_schema(connection)
    gone = _rowids(connection, items, schema.name)
    if not gone:
        return 0
    left = schema.items - len(gone)
    if not left:
        raise BadArgument(f"`{schema.name}` would be left without items; build it anew, or remove its file.")
    moves = dict(_moves(gone, left))
    touched = [*gone, *moves]
    withdraw(connection, plan.columns, touched)
    for table, key in (("interactions", "item"), ("items", "rowid")):
        connection.execute(f"DELETE FROM {table} WHERE {key} IN (SELECT value FROM json_each(?))", (json.dumps(gone),))
        places = [(to, at) for at, to in moves.items()]
        connection.executemany(f"UPDATE {table} SET {key} = ? WHERE {key} = ?", places)
    derive(connection, plan.columns, list(moves.values()))
    schema = schema.model_copy(
        update={
            "version": schema.version + 1,
            "items": left,
            "fields": measure_fields(connection, plan.columns, left),
            "log": measure_log(connection, plan, simulated=schema.log.simulated),
        }
    )
    write_meta(connection, schema, plan)
    for index in indexes():
        index.renumber(connection, schema)
    return len(gone)


def _rowids(connection: sqlite3.Connection, items: Sequence[ItemId], name: str) -> list[int]:
    known = rowids_of(connection, items)
    unknown = [item for item in dict.fromkeys(items) if item not in known]
    if unknown:
        near = [str(item) for (item,) in connection.execute("SELECT id FROM items LIMIT ?", (_COMPARED,))]
        told = ", ".join(f"`{item[:MOST_COMPARED]}`" for item in unknown[:_TOLD])
        more = f" and {len(unknown) - _TOLD:,} more" if len(unknown) > _TOLD else ""
        raise UnknownItem(
            f"{told}{more}: not in `{name}`, so nothing was removed; {closest(unknown[0], near)}. "
            "Leave out what is not there."
        )
    return sorted(known.values())


def _moves(gone: Sequence[int], left: int) -> Iterator[tuple[int, int]]:
    """Yield which of the last rows take the places of those that go."""
    going = set(gone)
    holes = [rowid for rowid in gone if rowid <= left]
    stay = (rowid for rowid in range(left + 1, left + len(gone) + 1) if rowid not in going)
    yield from zip(stay, holes, strict=True)
