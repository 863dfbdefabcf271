"""Conditions as a person would say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from palate.catalog.grounding.data import table
from palate.catalog.kinds.names import label
from palate.catalog.parsing.flags import parse_flag
from palate.catalog.parsing.form import Form
from palate.catalog.parsing.numbers import parse_number
from palate.catalog.parsing.units import unit_named
from palate.catalog.predicates import NEGATIONS
from palate.catalog.printable import one_line
from palate.catalog.schema import Field, Schema
from palate.catalog.tongues import Language, filled, spoken, tongue
from palate.catalog.words import fold, singular

if TYPE_CHECKING:
    from palate.catalog.conditions import Condition, Scalar, Where

_COUNTABLE = 1e21
"""From here on the digits of a float say nothing, and there are too many of them to be read."""
_YEAR = 4
"""Digits of a year."""


def describe(where: Where, schema: Schema) -> str:
    """Return the phrase that a reply uses for a condition: "under 100 minutes", "from the 1990s", "not Horror".

    A preposition is used where the field's name calls for one ("by Akira Kurosawa", "in English"); a genre or a
    category speaks for itself ("Comedy"); any other value is said with its field ("brand: Acme").
    """
    return _or([_phrase(part, schema.field(part.field), schema) for part in where.parts])


def bare_value(where: Where, schema: Schema) -> str | None:
    """Return the values by themselves, `Comedy` for "genre: Comedy", where a noun can stand behind them.

    None where a preposition or a negation belongs to them, or where they are no values of a category or tags.
    """
    for part in where.parts:
        field = schema.field(part.field)
        named = field.kind in ("tags", "category") and part.op not in (*NEGATIONS, "exists")
        if not named or _relation(field) is not None:
            return None
    return _or(list(dict.fromkeys(_listed(part, schema.field(part.field)) for part in where.parts)))


def _phrase(condition: Condition, field: Field, schema: Schema) -> str:
    negative = condition.op in NEGATIONS
    if condition.op == "exists":
        return _said("known", "yes" if _is_true(condition.value) else "no", name=_name(field))
    if field.kind == "flag":
        return _flag(condition, field)
    if field.kind in ("title", "text") and "contains" in condition.op:
        values = _listed(condition, field, quote=True)
        return _said("texts", "lacks" if negative else "has", values, name=_name(field))
    if field.kind == "date" or field.role == "year":
        return _time(condition)
    if field.kind == "number":
        return _number(condition, field, schema)
    return _value(condition, field)


def _value(condition: Condition, field: Field) -> str:
    values, negative = _listed(condition, field), condition.op in NEGATIONS
    relation = _relation(field)
    if relation is not None:
        return _said("unrelated" if negative else "related", relation, values)
    key = "plain" if set(_name(field).casefold().split()) & set(_recognised("plain")["names"].split()) else "labelled"
    return _said("values", f"{key}_not" if negative else key, values, name=_name(field))


def _relation(field: Field) -> str | None:
    words = set(_name(field).casefold().split())
    found = (relation for relation, names in _recognised("relations").items() if words & set(names.split()))
    return next(found, None)


def _number(condition: Condition, field: Field, schema: Schema) -> str:
    form = Form(unit=field.unit)
    values = [value if (read := parse_number(value, form)) is None else read for value in _values(condition)]
    if condition.op == "between":
        # The unit is said once where it follows its number: "between 90 and 120 minutes", "between $20 and $50".
        low = _amount(values[0], field) if _unit_leads(field) else _plain(values[0])
        bound = _said("numbers", "between", low, _amount(values[-1], field))
    else:
        bound = _said("numbers", condition.op, _or([_amount(value, field) for value in values]))
    bound += _noun(field)
    if field.role == "score":
        return _said("numbers", "rated", bound)
    return _said("numbers", "named", bound, name=_name(field)) if _is_named(field, schema) else bound


def _is_named(field: Field, schema: Schema) -> bool:
    """Tell whether the unit alone does not say which field is meant."""
    alike = [other for other in schema.of_kind("number") if other.unit == field.unit]
    return (field.unit is None and not _noun(field)) or bool(field.unit and len(alike) > 1)


def _noun(field: Field) -> str:
    """A field such as `pages` counts what it is called."""
    counts = field.unit is None and field.integral and field.role in (None, "count") and field.name.endswith("s")
    return f" {_name(field)}" if counts else ""


def _time(condition: Condition) -> str:
    values = [str(value) for value in _values(condition)]
    table = "years" if all(len(value) == _YEAR and value.isdecimal() for value in values) else "days"
    if condition.op == "between" and len(values) == 2:
        low, high = values
        if low.isdecimal() and high.isdecimal() and low[-1:] == "0" and int(high) == int(low) + 9:
            return _said("years", "decade", low)
        return _said(table, "between", low, high)
    return _said(table, {"in": "=", "not_in": "!="}.get(condition.op, condition.op), _or(values))


def _flag(condition: Condition, field: Field) -> str:
    positive = _is_true(condition.value) != (condition.op in NEGATIONS)
    words = _name(field).removeprefix("is ").removeprefix("has ")
    return _said("flags", "yes" if positive else "no", name=words)


def _amount(value: Scalar, field: Field) -> str:
    if field.unit is None or (field.role == "score" and field.unit.startswith("/")):
        return _plain(value)
    cents = _unit_leads(field) and isinstance(value, float) and not value.is_integer()
    return with_unit(f"{value:,.2f}" if cents else _plain(value), field)


def with_unit(digits: str, field: Field) -> str:
    """Return a number with the unit of its field: `$20`, `45%`, `1 minute`, `98 minutes`."""
    if not field.unit:
        return digits
    if _unit_leads(field):
        return f"{field.unit}{digits}"
    joint = "" if field.unit[0] in "%/" else " "
    unit = next(iter(singular(field.unit) if digits == "1" else ()), field.unit)
    return f"{digits}{joint}{_table(spoken())['units'].get(unit, unit)}"


def _unit_leads(field: Field) -> bool:
    """Currency signs stand before their number."""
    known = unit_named(field.unit or "")
    return known is not None and known.dimension == "money" and not known.name[0].isalnum()


def _plain(value: Scalar) -> str:
    if isinstance(value, float) and abs(value) >= _COUNTABLE:
        return f"{value:.4g}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:,}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _listed(condition: Condition, field: Field, *, quote: bool = False) -> str:
    spelled = {fold(term.value): term.value for term in field.terms}
    values = [spelled.get(fold(str(value)), str(value)) for value in _values(condition)]
    return _or([tongue().quoted(value) for value in values] if quote else values)


def _values(condition: Condition) -> list[Scalar]:
    return condition.value if isinstance(condition.value, list) else [condition.value]


def _or(values: list[str]) -> str:
    return tongue().listed(values, last="or")


def _is_true(value: object) -> bool:
    value = value[0] if isinstance(value, list) and value else value
    return parse_flag(value) == 1


def _name(field: Field) -> str:
    return one_line(label(field.name))


def _said(table: str, key: str, *values: str, **slots: str) -> str:
    return filled(_table(spoken())[table][key], *values, **slots)


def _recognised(table: str) -> dict[str, str]:
    """Return words of fields' names, whichever language is spoken."""
    return _table("en")[table]


def _table(language: Language) -> dict[str, dict[str, str]]:
    return table(f"phrasing/{language}.toml", "palate.catalog")
