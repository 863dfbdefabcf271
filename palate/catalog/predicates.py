"""What a condition means, once its field's kind is known: four forms that every engine evaluates alike.

A condition is what a person, a model or an app writes; `predicate` checks it against the schema and brings it to one of
`Present`, `Range`, `Among` and `Containing`, with typed values. Operators need no other meaning than these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from palate.catalog.parsing.flags import parse_flag
from palate.catalog.parsing.form import Form
from palate.catalog.parsing.numbers import parse_number
from palate.catalog.schema import Field, Kind, Schema
from palate.catalog.words import fold
from palate.errors import BadArgument

if TYPE_CHECKING:
    from palate.catalog.conditions import Condition, Scalar

Bound = float | str

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}([T ]\d{2}(:\d{2}(:\d{2}(\.\d+)?)?)?(Z|[-+]\d{2}:?\d{2})?)?)?)?")

_COMPARISONS = ("<", "<=", ">", ">=")
_MEMBERSHIP = ("=", "!=", "in", "not_in")
_CONTAINMENT = ("contains", "contains_any", "not_contains")
NEGATIONS = ("!=", "not_in", "not_contains")
"""Operators that rule something out, which an item without a value satisfies."""
_ALLOWED: dict[Kind, tuple[str, ...]] = {
    "id": (*_MEMBERSHIP, "exists"),
    **dict.fromkeys(("title", "text", "category", "tags"), (*_MEMBERSHIP, *_CONTAINMENT, "exists")),
    **dict.fromkeys(("number", "date"), (*_MEMBERSHIP, *_COMPARISONS, "between", "exists")),
    "flag": (*_MEMBERSHIP, "exists"),
}
_IS: dict[Kind, str] = {
    "id": "an id",
    "title": "the title",
    "text": "free text",
    "category": "a category",
    "tags": "a set of tags",
    "number": "a number",
    "date": "a date",
    "flag": "yes or no",
}


@dataclass(frozen=True)
class Present:
    """The field has a value, or with `wanted` False it has none."""

    field: Field
    wanted: bool


@dataclass(frozen=True)
class Range:
    """The number or date lies between two bounds, either of which may be absent or left out itself."""

    field: Field
    low: Bound | None = None
    high: Bound | None = None
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True)
class Among:
    """The field has one of `values` (a tag among them); negated: it has none of them, or no value at all.

    Numbers are floats, flags booleans, ids as they are, dates ISO prefixes, everything else folded text.
    """

    field: Field
    values: tuple[float | bool | str, ...]
    negated: bool = False


@dataclass(frozen=True)
class Containing:
    """The folded text has one of `needles` in it; negated: none of them, or there is no text."""

    field: Field
    needles: tuple[str, ...]
    negated: bool = False


Predicate = Present | Range | Among | Containing


def predicate(condition: Condition, schema: Schema) -> Predicate:
    """Check a condition against a schema and give it its typed form.

    Raises:
        UnknownField: the field is not in `schema`; the message lists the closest names.
        BadArgument: the operator or the value does not suit the field's kind.
    """
    field, op = schema.field(condition.field), condition.op
    if op not in _ALLOWED[field.kind]:
        allowed = ", ".join(_ALLOWED[field.kind])
        raise BadArgument(f"`{field.name}` is {_IS[field.kind]}; `{op}` does not apply to it. Use one of: {allowed}.")
    if op == "exists":
        return Present(field, _flag(field, _single(condition)))
    if op == "between":
        return _between(field, condition)
    if op in _COMPARISONS:
        bound = _bound(field, _single(condition))
        open_ = op in ("<", ">")
        return Range(field, high=bound, high_open=open_) if "<" in op else Range(field, low=bound, low_open=open_)
    values = _values(condition)
    if field.kind in ("title", "text") and op in _CONTAINMENT:
        return Containing(field, tuple(fold(_text(field, value)) for value in values), op in NEGATIONS)
    return Among(field, tuple(_typed(field, value) for value in values), op in NEGATIONS)


def _between(field: Field, condition: Condition) -> Range:
    values = condition.value if isinstance(condition.value, list) else [condition.value]
    if len(values) != 2:
        raise BadArgument(
            f"`between` takes two values, the lowest and the highest; `{field.name}` was given {len(values)}."
        )
    low, high = (_bound(field, value) for value in values)
    if _reversed(low, high):
        raise BadArgument(f"`{field.name}` cannot be between {values[0]} and {values[1]}; the lower value comes first.")
    return Range(field, low, high)


def _reversed(low: Bound, high: Bound) -> bool:
    if isinstance(low, str) and isinstance(high, str):
        length = min(len(low), len(high))
        return low[:length] > high[:length]
    return not isinstance(low, str) and not isinstance(high, str) and low > high


def _values(condition: Condition) -> list[Scalar]:
    values = condition.value if isinstance(condition.value, list) else [condition.value]
    if not values:
        raise BadArgument(f"`{condition.field} {condition.op}` needs at least one value; it was given an empty list.")
    return values


def _single(condition: Condition) -> Scalar:
    if not isinstance(condition.value, list):
        return condition.value
    if len(condition.value) == 1:
        return condition.value[0]
    raise BadArgument(f"`{condition.field} {condition.op}` takes one value; it was given {len(condition.value)}.")


def _typed(field: Field, value: Scalar) -> float | bool | str:
    if field.kind in ("number", "date"):
        return _bound(field, value)
    if field.kind == "flag":
        return _flag(field, value)
    return _text(field, value) if field.kind == "id" else fold(_text(field, value))


def _bound(field: Field, value: Scalar) -> Bound:
    return _date(field, value) if field.kind == "date" else _number(field, value)


def _number(field: Field, value: Scalar) -> float:
    number = None if isinstance(value, bool) else parse_number(value, Form(unit=field.unit))
    if number is None:
        raise BadArgument(f"`{field.name}` is {_measure(field)}; `{value}` is not a number.")
    return float(number)


def _measure(field: Field) -> str:
    if not field.unit:
        return "a number"
    return f"a number of {field.unit}" if field.unit.isalpha() else f"an amount in {field.unit}"


def _date(field: Field, value: Scalar) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 9999 and value == int(value):
        return f"{int(value):04d}"
    text = str(value).strip()
    if isinstance(value, bool) or not _DATE.fullmatch(text) or not text.isascii():
        raise BadArgument(f"`{field.name}` is a date; `{value}` is none, such as 1994, 1994-05 or 1994-05-21.")
    return text


def _flag(field: Field, value: Scalar) -> bool:
    truth = parse_flag(value)
    if truth is None:
        raise BadArgument(f"`{field.name}` was compared with `{value}`; true or false was expected.")
    return bool(truth)


def _text(field: Field, value: Scalar) -> str:
    if isinstance(value, bool):
        raise BadArgument(f"`{field.name}` is {_IS[field.kind]}; `{value}` is true or false, and text was expected.")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    if field.kind == "id" and not text.isascii():
        # A lone surrogate cannot be bound; no id has one.
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
