"""Conditions as parameterised SQL over the table `items`; names are quoted, values are always bound."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from palate.catalog.layout import quote, tags_table
from palate.catalog.predicates import Among, Containing, Predicate, Present, Range, predicate
from palate.catalog.schema import Schema
from palate.catalog.words import fold

if TYPE_CHECKING:
    from palate.catalog.conditions import Spellings, Where

Parameter = str | int | float


@dataclass(frozen=True)
class Sql:
    """A WHERE fragment and the values of its `?`, in order."""

    text: str
    params: tuple[Parameter, ...] = ()


def add_functions(connection: sqlite3.Connection) -> None:
    """Teach a connection `casefold(text)`, by which conditions compare text without regard to letter case."""
    connection.create_function(
        "casefold", 1, lambda value: None if value is None else fold(str(value)), deterministic=True
    )


def sql_of(where: Where, schema: Schema, *, table: str = "items", spellings: Spellings | None = None) -> Sql:
    """Compile a condition, or several joined by "or"; see `Condition.sql`."""
    compiled = [_compile(predicate(part, schema), table, spellings) for part in where.parts]
    if len(compiled) == 1:
        return compiled[0]
    return _joined(compiled, " OR ", empty="0")


def all_of(wheres: Iterable[Where], schema: Schema, *, table: str = "items", spellings: Spellings | None = None) -> Sql:
    """Compile conditions that must all hold; `1` where there are none."""
    return _joined([sql_of(where, schema, table=table, spellings=spellings) for where in wheres], " AND ", empty="1")


def _joined(parts: Sequence[Sql], word: str, *, empty: str) -> Sql:
    text = word.join(f"({part.text})" for part in parts) or empty
    return Sql(text, tuple(value for part in parts for value in part.params))


def _compile(test: Predicate, table: str, spellings: Spellings | None) -> Sql:
    column = f"{quote(table)}.{quote(test.field.name)}"
    if test.field.kind == "tags":
        return _tags(test, table, spellings)
    match test:
        case Present():
            return Sql(f"{column} IS {'NOT ' if test.wanted else ''}NULL")
        case Range():
            return _range(test, column)
        case Containing():
            return _negatable(_any(test.needles, lambda _: f"instr(casefold({column}), ?) > 0"), column, test.negated)
        case Among(field=field) if field.kind == "date":
            return _negatable(_any(test.values, lambda value: f"{_prefix(column, value)} = ?"), column, test.negated)
        case Among():
            return _negatable(_among(test, column, spellings), column, test.negated)


def _tags(test: Predicate, table: str, spellings: Spellings | None) -> Sql:
    side, row = tags_table(test.field.name), f"{quote(table)}.rowid"
    if isinstance(test, Present):
        return Sql(f"{row} {'IN' if test.wanted else 'NOT IN'} (SELECT item FROM {side})")
    assert isinstance(test, Among)  # noqa: S101  # the other forms are refused for tags by `predicate`
    having = _among(test, "value", spellings)
    return Sql(
        f"{row} {'NOT IN' if test.negated else 'IN'} (SELECT item FROM {side} WHERE {having.text})", having.params
    )


def _among(test: Among, column: str, spellings: Spellings | None) -> Sql:
    values: Sequence[Parameter] = [int(value) if isinstance(value, bool) else value for value in test.values]
    if test.field.kind in ("category", "tags") and spellings is not None:
        values = [each for value in values for each in spellings(test.field.name, str(value))]
    elif test.field.kind not in ("id", "number", "flag"):
        column = f"casefold({column})"
    return Sql(f"{column} IN ({', '.join('?' * len(values))})", tuple(values))


def _range(test: Range, column: str) -> Sql:
    parts = []
    for bound, sign, open_ in ((test.low, ">", test.low_open), (test.high, "<", test.high_open)):
        if bound is not None:
            left = _prefix(column, bound) if isinstance(bound, str) else column
            parts.append(Sql(f"{left} {sign}{'' if open_ else '='} ?", (bound,)))
    return Sql(" AND ".join(part.text for part in parts), tuple(value for part in parts for value in part.params))


def _prefix(column: str, value: object) -> str:
    return f"substr({column}, 1, {len(str(value))})"


def _any(values: Sequence[Parameter], test: Callable[[Parameter], str]) -> Sql:
    return _joined([Sql(test(value), (value,)) for value in values], " OR ", empty="0")


def _negatable(positive: Sql, column: str, negated: bool) -> Sql:
    if not negated:
        return positive
    return Sql(f"{column} IS NULL OR NOT ({positive.text})", positive.params)
