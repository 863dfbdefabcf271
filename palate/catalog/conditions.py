"""Typed predicates on catalogue fields: one meaning, kept by SQL, by columns in memory and by plain Python."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Literal, Self

from pydantic import BaseModel, ValidationInfo, field_validator

from palate.catalog.condition_check import check
from palate.catalog.condition_sql import Sql, all_of, sql_of
from palate.catalog.condition_text import describe
from palate.catalog.predicates import predicate
from palate.catalog.schema import Schema
from palate.errors import BadArgument

__all__ = ["AnyOf", "Condition", "Op", "Scalar", "Spellings", "Sql", "Value", "Where", "all_of", "check", "describe"]

Op = Literal[
    "=", "!=", "<", "<=", ">", ">=", "in", "not_in", "between", "contains", "contains_any", "not_contains", "exists"
]

Scalar = bool | int | float | str
Value = Scalar | list[Scalar]

_INTEGERS = range(-(2**63), 2**63)
"""What SQLite, and whatever stores a session, hold as an integer."""

Spellings = Callable[[str, str], Sequence[str]]
"""From a field and a folded value to the spellings of it that the catalogue holds: `Columns.spellings`."""


class Condition(BaseModel, frozen=True):
    """One predicate on one field, such as `year >= 1990`.

    Letter case never counts in text. A missing value fails every positive condition and satisfies `!=`, `not_in` and
    `not_contains`. On tags `=` means `contains` and `in` means `contains_any`; on a category it is the other way round.
    `contains` in a title or text is a substring. A date is compared as far as the given one goes: `= 1994` is a year.
    A number is finite: an integer of more than 64 bits becomes a float, and what is beyond those too is a
    `BadArgument`.
    """

    field: str
    op: Op
    value: Value

    @field_validator("value")
    @classmethod
    def _storable(cls, value: Value, info: ValidationInfo) -> Value:
        field = str(info.data.get("field", ""))
        return [_stored(each, field) for each in value] if isinstance(value, list) else _stored(value, field)

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions joined by "or": itself alone."""
        return (self,)

    def check_against(self, schema: Schema) -> Self:
        """Return the condition if it means something in `schema`.

        Raises:
            UnknownField: the field is not in `schema`; the message lists the closest names.
            BadArgument: the operator or the value does not suit the field's kind.
        """
        predicate(self, schema)
        return self

    def sql(self, schema: Schema, *, table: str = "items", spellings: Spellings | None = None) -> Sql:
        """Compile to a WHERE fragment with bound parameters.

        Args:
            schema: the schema card.
            table: the name under which the query knows the table `items`.
            spellings: where given, text is compared by the spellings that exist, which an index serves; otherwise the
                connection needs `casefold` (`condition_sql.add_functions`).

        Raises:
            UnknownField: the field is not in `schema`; the message lists the closest names.
            BadArgument: the operator or the value does not suit the field's kind.
        """
        return sql_of(self, schema, table=table, spellings=spellings)


class AnyOf(BaseModel, frozen=True):
    """Conditions joined by "or"."""

    any_of: tuple[Condition, ...]

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions joined by "or"."""
        return self.any_of

    def check_against(self, schema: Schema) -> Self:
        """Return it if every part means something in `schema`; see `Condition.check_against`."""
        for part in self.any_of:
            part.check_against(schema)
        return self

    def sql(self, schema: Schema, *, table: str = "items", spellings: Spellings | None = None) -> Sql:
        """Compile to a WHERE fragment with bound parameters; see `Condition.sql`."""
        return sql_of(self, schema, table=table, spellings=spellings)


Where = Condition | AnyOf


def _stored(value: Scalar, field: str) -> Scalar:
    if not isinstance(value, int | float) or (isinstance(value, int) and value in _INTEGERS):
        return value
    try:
        number = float(value)
    except OverflowError:
        number = math.inf if value > 0 else -math.inf
    if not math.isfinite(number):
        raise BadArgument(f"`{field}` is compared with finite numbers; `{number}` is none, nor what is beyond a float.")
    return number
