"""Mending one condition of a plan where there is no doubt what was meant."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from rapidfuzz import fuzz, process

from palate.catalog.conditions import Condition
from palate.catalog.schema import Field, Schema
from palate.errors import CallerError, closest
from palate.planners.references import is_reference

_SURE = 82.0
"""How like a field's name a wrong one must be, of 100, to be taken for it."""
_CLEAR = 8.0
"""How much less like it the next field must be."""
_SPELLINGS = {
    "==": "=",
    "eq": "=",
    "is": "=",
    "equals": "=",
    "<>": "!=",
    "ne": "!=",
    "is_not": "!=",
    "lt": "<",
    "lte": "<=",
    "≤": "<=",
    "gt": ">",
    "gte": ">=",
    "≥": ">=",
    "not in": "not_in",
    "nin": "not_in",
    "has": "contains",
    "includes": "contains",
    "any": "contains_any",
    "not contains": "not_contains",
    "excludes": "not_contains",
    "range": "between",
}
_MANY = ("in", "not_in", "contains_any")


def mended_condition(
    given: dict[str, Any], schema: Schema, where: str, repaired: list[str], complaints: list[str]
) -> dict[str, Any]:
    """Return a condition in its right form, adding to `repaired` what was changed and to `complaints` what is wrong.

    Args:
        given: its `field`, `op` and `value`.
        schema: the catalogue's schema card.
        where: the name of its step, for the messages.
        repaired: gains a sentence for each change.
        complaints: gains a sentence for what cannot be mended.
    """
    condition = dict(given)
    name = _known_field(str(condition["field"]), schema)
    if name is None:
        near = closest(str(condition["field"]), schema.names)
        complaints.append(f"{where}: `{condition['field']}` is not a field of `{schema.name}`; {near}.")
        return condition
    condition["field"] = name
    condition["op"] = _SPELLINGS.get(str(condition["op"]).strip().lower(), condition["op"])
    condition = _mended_value(condition, schema.field(name))
    if condition != given:
        repaired.append(f"{where}: `{_shown(given)}` is now `{_shown(condition)}`.")
    if not is_reference(condition["value"]):
        complaints.extend(f"{where}: {complaint}" for complaint in _complaints(condition, schema))
    return condition


def _known_field(name: str, schema: Schema) -> str | None:
    if schema.has(name):
        return name
    folded = name.strip().lower().replace(" ", "_").replace("-", "_")
    found = process.extract(folded, schema.names, scorer=fuzz.ratio, processor=str.lower, limit=2, score_cutoff=_SURE)
    if not found or (len(found) > 1 and found[0][1] - found[1][1] < _CLEAR):
        return None
    return found[0][0]


def _mended_value(condition: dict[str, Any], field: Field) -> dict[str, Any]:
    value, op = condition["value"], condition["op"]
    if is_reference(value):
        return condition
    many = op in _MANY or (op == "not_contains" and isinstance(value, list))
    if many and not isinstance(value, list):
        value = [value]
    elif op in ("=", "contains") and isinstance(value, list):
        if len(value) == 1:
            value = value[0]
        elif field.kind == "tags":
            op = "contains_any"
        else:
            op = "in"
    return {**condition, "op": op, "value": _spelt(value, field)}


def _spelt(value: Any, field: Field) -> Any:
    """Return text values as the catalogue spells them."""
    if isinstance(value, list):
        return [_spelt(each, field) for each in value]
    if not isinstance(value, str) or field.kind not in ("category", "tags"):
        return value
    folded = value.strip().casefold()
    return next((term.value for term in field.terms if term.value.casefold() == folded), value)


def _complaints(condition: dict[str, Any], schema: Schema) -> list[str]:
    try:
        Condition.model_validate(condition).check_against(schema)
    except ValidationError:
        return [
            f"`{condition['op']}` with `{_value_shown(condition['value'])}` is no condition on `{condition['field']}`."
        ]
    except CallerError as error:
        return [str(error)]
    return []


def _shown(condition: dict[str, Any]) -> str:
    return f"{condition['field']} {condition['op']} {_value_shown(condition['value'])}"


def _value_shown(value: object) -> str:
    try:
        return str(value)
    except ValueError:
        return "a number of too many digits"  # which Python does not write
