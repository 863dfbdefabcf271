"""Measuring the fields and the log of a catalogue for its schema card."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import numpy as np

from palate.catalog.kinds.column import Column
from palate.catalog.kinds.names import behaviour_tells
from palate.catalog.layout import quote
from palate.catalog.meta import Plan
from palate.catalog.parsing.form import Form
from palate.catalog.parsing.missing import text_of
from palate.catalog.printable import one_line
from palate.catalog.schema import Field, Log, Term

MOST_TERMS = 40
_EXAMPLES = 3
_LONGEST_EXAMPLE = 80
_SCALES = ((-1.0, 1.0), (0.0, 1.0), (1.0, 5.0), (0.0, 5.0), (1.0, 10.0), (0.0, 10.0), (0.0, 100.0))


def measure_fields(connection: sqlite3.Connection, columns: Sequence[Column], items: int) -> tuple[Field, ...]:
    """Measure columns of `items`, in their order."""
    return tuple(measure_field(connection, column, items) for column in columns)


def measure_field(connection: sqlite3.Connection, column: Column, items: int) -> Field:
    """Measure one column of `items`."""
    name = quote(column.name)
    present = int(connection.execute(f"SELECT COUNT(*) FROM items WHERE {name} IS NOT NULL").fetchone()[0])
    field = Field(
        name=column.name,
        kind=column.kind,
        role=column.role,
        unit=column.unit,
        order=column.order,
        present=present,
        missing=items - present,
    )
    if column.kind in ("category", "tags"):
        return _measure_terms(connection, field)
    if column.kind == "number":
        return _measure_numbers(connection, field)
    return _measure_texts(connection, field)


def _measure_terms(connection: sqlite3.Connection, field: Field) -> Field:
    rows = connection.execute(
        "SELECT value, count FROM terms WHERE field = ? ORDER BY count DESC, value LIMIT ?", (field.name, MOST_TERMS)
    )
    terms = tuple(Term(value=value, count=count) for value, count in rows)
    distinct = connection.execute("SELECT COUNT(*) FROM terms WHERE field = ?", (field.name,)).fetchone()[0]
    examples = tuple(term.value for term in terms[:_EXAMPLES])
    return field.model_copy(update={"terms": terms, "distinct": distinct, "examples": examples})


def _measure_numbers(connection: sqlite3.Connection, field: Field) -> Field:
    name = quote(field.name)
    rows = connection.execute(f"SELECT {name} FROM items WHERE {name} IS NOT NULL")
    values = np.fromiter((row[0] for row in rows), dtype=np.float64, count=field.present)
    if not len(values):
        return field
    distinct = np.unique(values)
    return field.model_copy(
        update={
            "minimum": float(distinct[0]),
            "median": round(float(np.median(values)), 9),
            "maximum": float(distinct[-1]),
            "distinct": len(distinct),
            "integral": bool(np.all(distinct == np.floor(distinct))),
            "examples": tuple(text_of(value) for value in values[:_EXAMPLES].tolist()),
        }
    )


def _measure_texts(connection: sqlite3.Connection, field: Field) -> Field:
    name = quote(field.name)
    distinct = field.present  # of ids, which are unique
    if field.name != "id":
        distinct = connection.execute(f"SELECT COUNT(DISTINCT {name}) FROM items").fetchone()[0]
    rows = connection.execute(f"SELECT {name} FROM items WHERE {name} IS NOT NULL ORDER BY rowid LIMIT ?", (_EXAMPLES,))
    update: dict[str, object] = {
        "distinct": distinct,
        "examples": tuple(dict.fromkeys(one_line(str(row[0]), _LONGEST_EXAMPLE) for row in rows)),
    }
    if field.kind == "date" and field.present:
        kept = f"FROM items WHERE {name} IS NOT NULL ORDER BY {name} LIMIT 1 OFFSET ?"
        low, middle, high = (
            connection.execute(f"SELECT {name} {kept}", (at,)).fetchone()[0]
            for at in (0, (field.present - 1) // 2, field.present - 1)
        )
        update |= {"minimum": low, "median": middle, "maximum": high}
    return field.model_copy(update=update)


def measure_log(connection: sqlite3.Connection, plan: Plan, *, simulated: str | None) -> Log:
    """Measure the interactions.

    Args:
        connection: to the catalogue.
        plan: how the log is read.
        simulated: how the log was made, where it was not observed.
    """
    first, last, lowest, highest, total = connection.execute(
        "SELECT MIN(time), MAX(time), MIN(value), MAX(value), COUNT(*) FROM interactions"
    ).fetchone()
    users = connection.execute("SELECT COUNT(DISTINCT user) FROM interactions").fetchone()[0]
    behaviours = dict(
        connection.execute("SELECT behaviour, COUNT(*) FROM interactions GROUP BY 1 ORDER BY 2 DESC, 1").fetchall()
    )
    log = Log(
        interactions=total,
        users=users,
        behaviours=behaviours,
        lowest=lowest,
        highest=highest,
        first=first,
        last=last,
        simulated=simulated,
    )
    return with_meaning(log, plan)


def with_meaning(log: Log, plan: Plan) -> Log:
    """Add what follows from counts and range: what each behaviour tells, and from where on a value is a like."""
    tells = {behaviour: plan.behaviours.get(behaviour) or behaviour_tells(behaviour) for behaviour in log.behaviours}
    consuming, against, unknown = (
        tuple(behaviour for behaviour, told in tells.items() if told == wanted)
        for wanted in ("positive", "negative", None)
    )
    form = plan.log.value_form if plan.log else Form()
    low, high = form.low, form.high
    if low is None or high is None:
        highest = log.highest if log.highest is None else max(log.highest, form.out_of or log.highest)
        low, high = _scale(log.lowest, highest)
    liked = disliked = None
    if (plan.log is None or plan.log.graded) and low is not None and high is not None and low < high:
        liked, disliked = low + 0.75 * (high - low), low + 0.5 * (high - low)
    told: dict[str, object] = {"consuming": consuming, "against": against, "unknown": unknown}
    if plan.log is not None:
        told["columns"] = dict(plan.log.roles)
    return log.model_copy(update={**told, "liked_from": liked, "disliked_to": disliked})


def _scale(lowest: float | None, highest: float | None) -> tuple[float | None, float | None]:
    """Return the usual scale that holds the values: none where all values are one, or larger than any scale."""
    if lowest is None or highest is None or lowest == highest:
        return None, None
    for low, high in _SCALES:
        if low <= lowest and highest <= high and (low >= 0 or lowest < 0):
            return low, high
    return None, None
