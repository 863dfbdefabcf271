"""What is derived from the log: who likes what with what, what is taken beside what, and how many take it."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import ClassVar

from palate.catalog.indexes import Progress, silent
from palate.catalog.schema import Schema
from palate.ranking.linear import LEAST_PEOPLE, LinearModel, fitted
from palate.ranking.log import LogArrays, read_log
from palate.ranking.sequence import beside
from palate.ranking.tables.linear import write_linear
from palate.ranking.tables.links import write_links
from palate.ranking.tables.neighbours import make_neighbours, update_neighbours

STALE = 0.02
"""By how much of itself a log may grow before the models of it are fitted anew: each click would be too often."""


class LogIndex:
    """Makes the tables that ranking looks up, of one reading of the log (the entry point `palate.indexes`)."""

    reads_fields: ClassVar[bool] = False

    @staticmethod
    def build(connection: sqlite3.Connection, schema: Schema, progress: Progress | None = None) -> None:
        """Make all of them, inside the caller's transaction."""
        tell = progress or silent
        log = _read(connection, schema, tell)
        make_neighbours(connection, schema, log, tell)
        _fit(connection, schema, log, tell)

    @staticmethod
    def update(connection: sqlite3.Connection, schema: Schema, touched: Collection[int]) -> None:
        """Bring counts and neighbours up to date, and fit the models anew once the log has grown by `STALE`.

        What one person likes counts at once whatever their age, since they tell of items alone.
        """
        if not touched:
            return
        update_neighbours(connection, schema, touched)
        (fitted_to,) = connection.execute("SELECT interactions FROM log_models").fetchone()
        if schema.log.interactions - fitted_to > STALE * fitted_to:
            _fit(connection, schema, _read(connection, schema, silent), silent)

    @staticmethod
    def renumber(connection: sqlite3.Connection, schema: Schema) -> None:
        """Make all of them anew: each link names items by their places."""
        LogIndex.build(connection, schema)


def _read(connection: sqlite3.Connection, schema: Schema, progress: Progress) -> LogArrays:
    total = schema.log.interactions
    return read_log(connection, schema.log, advance=lambda done: progress("reading the log", done, total))


def _fit(connection: sqlite3.Connection, schema: Schema, log: LogArrays, progress: Progress) -> None:
    """Fit what knows the whole log or nothing; a simulated one tells what another model thought."""
    observed = schema.log.simulated is None
    model = LinearModel.empty()
    if observed and schema.log.users >= LEAST_PEOPLE:
        progress("fitting the linear model", 0, None)
        model = fitted(log)
    write_linear(connection, model)
    timed = observed and schema.log.first is not None
    if timed:
        progress("finding what is taken together", 0, None)
    write_links(connection, "sequence", beside(log, schema.items) if timed else ())
    connection.execute("DELETE FROM log_models")
    connection.execute("INSERT INTO log_models VALUES (?)", (schema.log.interactions,))
