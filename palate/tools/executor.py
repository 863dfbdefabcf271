"""Where `lookup` and `sql` run a SELECT: read-only, on an allow-list, with a deadline and a cap on rows.

A statement runs in a thread of its own, since SQLite cannot be stopped within one instruction, such as a sort: at the
deadline it is interrupted, and where that does not help at once, left behind.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from palate.catalog.catalog import Catalog
from palate.errors import ToolError
from palate.llm.deadline import LeftBehind, in_thread
from palate.tools.sql_functions import MOST_BYTES, MOST_PATTERN, SqlFunctions

Value = TypeVar("Value")

MOST_ROWS = 200
MOST_SECONDS = 5.0
MOST_LENGTH = 10_000
"""Characters of a statement."""
MOST_TEXT = 32_000_000
"""Characters, or bytes, of all rows together."""
_STEPS = 1_000
"""Virtual machine steps between two looks at the clock, about 20 microseconds."""
_GRACE = 0.25
"""Seconds in which an interrupted statement ends as a rule, so that nothing of it is left."""
_LATE = "the statement ran out of time; ask for less, or narrow it with WHERE."
_LIMITS = {
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: MOST_LENGTH,
    sqlite3.SQLITE_LIMIT_LENGTH: MOST_BYTES,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: MOST_PATTERN,
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
    barred: Sequence[int] = ()
    """Row ids that the views may leave out, as `temp.barred`."""


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
    statement = _Statement(catalog, text, parameters, access, until, most)
    return in_time(statement.run, until, stop=statement.interrupt)


def in_time(call: Callable[[], Value], until: float, *, stop: Callable[[], None] = lambda: None) -> Value:
    """Return what `call` returns; at `until`, or after `MOST_SECONDS`, `stop` is called, and nothing waited for.

    Raises:
        ToolError: it ran out of time.
    """
    seconds = min(until - time.monotonic(), MOST_SECONDS)
    try:
        return in_thread(call, max(0.0, seconds), stop=stop, grace=_GRACE)
    except LeftBehind:
        raise ToolError(_LATE) from None


class _Statement:
    """One SELECT, and the connection that it runs on."""

    def __init__(
        self,
        catalog: Catalog,
        text: str,
        parameters: Mapping[str, Any] | Sequence[Any],
        access: Access,
        until: float,
        most: int,
    ) -> None:
        self._catalog, self._text, self._parameters = catalog, text, parameters
        self._access, self._until, self._most = access, until, most
        self._connection: sqlite3.Connection | None = None

    def run(self) -> Table:
        guard = _Guard(self._access)
        # A connection of its own for each statement: 0.3 ms, and no guard is ever left on, or off, for somebody else.
        with closing(self._catalog.new_connection()) as connection, closing(SqlFunctions(self._until)) as functions:
            self._connection = connection
            _restrict(connection, self._access, guard, functions, self._until)
            try:
                return _fetched(connection.execute(self._text, self._parameters), self._most)
            except (sqlite3.Error, sqlite3.Warning) as error:
                raise ToolError(_told(error, guard, functions, self._until)) from error

    def interrupt(self) -> None:
        """Stop the statement, from another thread, at the next row that it looks at."""
        with suppress(sqlite3.ProgrammingError):  # Closed already.
            if self._connection is not None:
                self._connection.interrupt()


def _fetched(cursor: sqlite3.Cursor, most: int) -> Table:
    rows: list[tuple[Any, ...]] = []
    size = 0
    for row in cursor:
        size += sum(len(cell) for cell in row if isinstance(cell, str | bytes))
        if size > MOST_TEXT:
            raise ToolError(f"the rows hold more than {MOST_TEXT:,} characters; ask for fewer rows or columns.")
        rows.append(row)
        if len(rows) > most:
            break
    columns = tuple(column[0] for column in cursor.description or ())
    return Table(columns, tuple(rows[:most]), len(rows) > most)


def watch(until: float) -> Callable[[], bool]:
    """Return a progress handler that stops a statement at `until`."""
    return lambda: time.monotonic() >= until


def _restrict(
    connection: sqlite3.Connection, access: Access, guard: _Guard, functions: SqlFunctions, until: float
) -> None:
    connection.execute("CREATE TEMP TABLE barred (item INTEGER PRIMARY KEY)")
    connection.executemany("INSERT INTO temp.barred VALUES (?)", ((item,) for item in access.barred))
    for name, select in access.views.items():
        connection.execute(f'CREATE TEMP VIEW "{name}" AS {select}')
    functions.add_to(connection)
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


def _told(error: Exception, guard: _Guard, functions: SqlFunctions, until: float) -> str:
    if guard.refused is not None:
        return f"{guard.refused}; {_mend(guard.access)}."
    if time.monotonic() >= until:
        return _LATE
    return f"the statement cannot be run: {functions.complaint or str(error).rstrip('.')}."


def _mend(access: Access) -> str:
    return f"what can be read is {', '.join(f'`{name}`' for name in (access.views or sorted(access.tables)))}"
