"""Where `lookup` and `sql` run a SELECT: read-only, on an allow-list, with a deadline and a cap on rows."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from palate.catalog.catalog import Catalog
from palate.catalog.condition_sql import add_functions
from palate.errors import ToolError

MOST_ROWS = 200
MOST_SECONDS = 5.0
MOST_LENGTH = 10_000
"""Characters of a statement."""
_STEPS = 1_000
"""Virtual machine steps between two looks at the clock, about 20 microseconds."""
_LIMITS = {
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: MOST_LENGTH,
    sqlite3.SQLITE_LIMIT_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 20,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
FUNCTIONS = frozenset(
    """abs avg ceil ceiling char coalesce concat count cume_dist date datetime dense_rank first_value floor glob
    group_concat ifnull iif instr julianday lag last_value lead length like lower ltrim max min nth_value ntile nullif
    percent_rank rank replace round row_number rtrim sign sqrt strftime substr substring sum time total trim unicode
    upper""".split()  # noqa: SIM905 - one name a word reads better than forty quoted ones
)
"""What a statement may call; none of them touches a file, makes big values from nothing or tells of the process."""


@dataclass(frozen=True)
class Access:
    """What a statement may read."""

    tables: frozenset[str] = frozenset()
    """Tables of the catalogue that it may read, itself or through a view."""
    views: Mapping[str, str] = field(default_factory=dict)
    """Views laid over the catalogue, by name, with their SELECT; one hides the table of its name."""
    functions: frozenset[str] = FUNCTIONS


@dataclass(frozen=True)
class Table:
    """The rows that a SELECT gave."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: bool = False
    """Whether further rows exist beyond the cap."""


def run_select(
    catalog: Catalog,
    text: str,
    parameters: Mapping[str, Any] | Sequence[Any] = (),
    *,
    access: Access,
    deadline: float = float("inf"),
    most: int = MOST_ROWS,
) -> Table:
    """Run one SELECT on a catalogue.

    Args:
        catalog: what it reads.
        text: the statement; values belong in `parameters`.
        parameters: what is bound to it.
        access: what it may read.
        deadline: on the clock of `time.monotonic`; `MOST_SECONDS` from now at the latest.
        most: rows to return.

    Raises:
        ToolError: it may not read something, is wrong, or ran out of time.
    """
    until = min(deadline, time.monotonic() + MOST_SECONDS)
    # A connection of its own for each statement: 0.3 ms, and no guard is ever left on, or off, for somebody else.
    with closing(catalog.new_connection()) as connection:
        guard = _Guard(access)
        _restrict(connection, access, guard, until)
        try:
            cursor = connection.execute(text, parameters)
            rows = cursor.fetchmany(most + 1)
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise ToolError(_told(error, guard, until)) from error
        columns = tuple(column[0] for column in cursor.description or ())
    return Table(columns, tuple(rows[:most]), len(rows) > most)


def watch(until: float) -> Callable[[], bool]:
    """Return a progress handler that stops a statement at `until`."""
    return lambda: time.monotonic() >= until


def _restrict(connection: sqlite3.Connection, access: Access, guard: _Guard, until: float) -> None:
    for name, select in access.views.items():
        connection.execute(f'CREATE TEMP VIEW "{name}" AS {select}')
    add_functions(connection)
    connection.execute("PRAGMA query_only = on")
    connection.execute("PRAGMA trusted_schema = off")
    for limit, value in _LIMITS.items():
        connection.setlimit(limit, value)
    connection.set_progress_handler(watch(until), _STEPS)
    connection.set_authorizer(guard)


class _Guard:
    """SQLite's authorizer: asked about every table, column and function as a statement is compiled."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.readable = access.tables | set(access.views)
        self.refused: str | None = None

    def __call__(
        self, action: int, first: str | None, second: str | None, _database: str | None, _source: str | None
    ) -> int:
        # Who reads is not asked: SQLite names a view and a WITH alike, and anybody can choose the latter's name.
        if action == sqlite3.SQLITE_SELECT or (action == sqlite3.SQLITE_READ and first in self.readable):
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION and str(second).lower() in self.access.functions:
            return sqlite3.SQLITE_OK
        self.refused = self.refused or _refusal(action, first, second)
        return sqlite3.SQLITE_DENY


def _refusal(action: int, first: str | None, second: str | None) -> str:
    if action == sqlite3.SQLITE_FUNCTION:
        return f"the function `{second}` may not be called"
    if action == sqlite3.SQLITE_READ:
        return f"`{first}` may not be read"
    if action == sqlite3.SQLITE_RECURSIVE:
        return "a recursive WITH is not allowed"
    return "only a SELECT is allowed"


def _told(error: Exception, guard: _Guard, until: float) -> str:
    if guard.refused is not None:
        return f"{guard.refused}; {_mend(guard.access)}."
    if time.monotonic() >= until:
        return "the statement ran out of time; ask for less, or narrow it with WHERE."
    return f"the statement cannot be run: {str(error).rstrip('.')}."


def _mend(access: Access) -> str:
    return f"what can be read is {', '.join(f'`{name}`' for name in (access.views or sorted(access.tables)))}"
