"""Conditions as a person would say them."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from palate.catalog.predicates import NEGATIONS
from palate.catalog.schema import Field, Schema
from palate.catalog.words import fold, normal

if TYPE_CHECKING:
    from palate.catalog.conditions import Condition, Scalar, Where

__all__ = ["describe"]

_COUNTABLE = 1e21
"""From here on the digits of a float say nothing, and there are too many of them to be read."""


def describe(where: Where, schema: Schema) -> str:
    """Return the phrase that a reply uses for a condition: "under 100 minutes", "from the 1990s", "not Horror".

    A preposition is used where the field's name calls for one ("by Akira Kurosawa", "in English"); a genre or a
    category speaks for itself ("Comedy"); any other value is said with its field ("brand: Acme").

    Raises:
        UnknownField: a field is not in `schema`; the message lists the closest names.
    """
    return " or ".join(_phrase(part, schema.field(part.field), schema) for part in where.parts)


def _phrase(condition: Condition, field: Field, schema: Schema) -> str:
    name = _name(field)
    if condition.op == "exists":
        return f"with {name} known" if _is_true(condition.value) else f"with {name} unknown"
    if field.kind == "flag":
        return _flag(condition, name)
    if field.kind in ("title", "text") and "contains" in condition.op:
        preposition = "without" if condition.op in NEGATIONS else "with"
        return f"{preposition} {_listed(condition, field, quote=True)} in the {name}"
    if field.kind == "date" or field.role == "year":
        return _years(condition)
    if field.kind == "number":
        return _number(condition, field, schema)
    return _value(condition, field)


def _value(condition: Condition, field: Field) -> str:
    values, negative = _listed(condition, field), condition.op in NEGATIONS
    words = set(_name(field).split())
    for preposition, names in _table()["prepositions"].items():
        if words & set(names.split()):
            return f"{'not ' if negative else ''}{preposition} {values}"
    if negative:
        return f"not {values}"
    return values if words & set(_table()["plain"]["names"].split()) else f"{_name(field)}: {values}"


def _number(condition: Condition, field: Field, schema: Schema) -> str:
    amounts = [_amount(value, field) for value in _values(condition)]
    if condition.op == "between":
        bound = _between(field, _values(condition))
    elif condition.op in ("in", "not_in"):
        bound = f"{'not ' if condition.op == 'not_in' else ''}{_or(amounts)}"
    else:
        bound = _table()["numbers"][condition.op].format(_or(amounts))
    return f"{_label(field, schema)}{bound}{_noun(field)}"


def _between(field: Field, values: list[Scalar]) -> str:
    """Say the unit once where it follows its number: "between 90 and 120 minutes", "between $20 and $50"."""
    low = _amount(values[0], field) if _unit_leads(field) else _plain(values[0])
    return str(_table()["numbers"]["between"]).format(low, _amount(values[-1], field))


def _label(field: Field, schema: Schema) -> str:
    """Return the words that say which field is meant, where the unit alone does not."""
    if field.role == "score":
        return "rated "
    alike = [other for other in schema.of_kind("number") if other.unit == field.unit]
    return f"{_name(field)} " if (field.unit is None and not _noun(field)) or (field.unit and len(alike) > 1) else ""


def _noun(field: Field) -> str:
    """A field such as `pages` counts what it is called."""
    counts = field.unit is None and field.integral and field.role in (None, "count") and field.name.endswith("s")
    return f" {_name(field)}" if counts else ""


def _years(condition: Condition) -> str:
    values = [str(value) for value in _values(condition)]
    if condition.op == "between" and len(values) == 2:
        low, high = values
        if low.isdecimal() and high.isdecimal() and low[-1:] == "0" and int(high) == int(low) + 9:
            return f"from the {low}s"
        return str(_table()["years"]["between"]).format(low, high)
    op = {"in": "=", "not_in": "!="}.get(condition.op, condition.op)
    return str(_table()["years"][op]).format(_or(values))


def _flag(condition: Condition, name: str) -> str:
    positive = _is_true(condition.value) != (condition.op in NEGATIONS)
    words = name.removeprefix("is ").removeprefix("has ")
    return words if positive else f"not {words}"


def _amount(value: Scalar, field: Field) -> str:
    if field.unit is None or (field.role == "score" and field.unit.startswith("/")):
        return _plain(value)
    if _unit_leads(field):
        cents = isinstance(value, float) and not value.is_integer()
        return f"{field.unit}{value:,.2f}" if cents else f"{field.unit}{_plain(value)}"
    joint = "" if field.unit == "%" else " "
    unit = field.unit.removesuffix("s") if _plain(value) == "1" and len(field.unit) > 3 else field.unit
    return f"{_plain(value)}{joint}{unit}"


def _unit_leads(field: Field) -> bool:
    """Currency signs stand before their number."""
    sign = (field.unit or "%")[0]
    return not sign.isalnum() and sign not in "%/"


def _plain(value: Scalar) -> str:
    if isinstance(value, float) and abs(value) >= _COUNTABLE:
        return f"{value:.4g}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:,}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _listed(condition: Condition, field: Field, *, quote: bool = False) -> str:
    spelled = {fold(term.value): term.value for term in field.terms}
    values = [spelled.get(fold(str(value)), str(value)) for value in _values(condition)]
    return _or([f"“{value}”" for value in values] if quote else values)


def _values(condition: Condition) -> list[Scalar]:
    return condition.value if isinstance(condition.value, list) else [condition.value]


def _or(values: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(values[:-1]), *values[-1:]]))


def _is_true(value: object) -> bool:
    value = value[0] if isinstance(value, list) and value else value
    return value is True or str(value).strip().lower() in ("true", "yes", "1")


def _name(field: Field) -> str:
    return normal(field.name.replace("_", " ")) or field.name


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    text = resources.files("palate.catalog").joinpath("phrasing/en.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
