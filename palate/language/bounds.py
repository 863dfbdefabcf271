"""Numbers of a message as conditions: "under two hours", "the nineties", "4 stars or more"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast

from palate.catalog.conditions import AnyOf, Condition, Op, Where
from palate.catalog.grounding.quantities import Quantity, fit
from palate.catalog.schema import Field, Role, Schema

Compared = Literal["<", "<=", ">", ">="]

_OPPOSITE: dict[str, Op] = {
    "<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "=", "in": "not_in", "not_in": "in",
    "contains": "not_contains", "contains_any": "not_contains", "not_contains": "contains_any",
}  # fmt: skip
_ABOUT: dict[Role | None, float] = {"year": 3, "score": 0.5}
"""How far "about" reaches, in the field's unit; a tenth of the value for every other role."""
_OF_A_PRICE = ("<", "<=", "about")
"""How a number is bounded that is likeliest an amount of money, where nothing says of what it is."""
_FAR = 2
"""How many times beyond a field's range a quantity is that is hardly of it."""
_BARE: dict[Role | None, Op] = {"price": "<=", "score": ">="}
"""What a bare value asks for: "4 stars" at least, "$50" at most."""


def number_field(quantity: Quantity, schema: Schema, *, op: str = "") -> Field | None:
    """Return the field that a quantity of which nothing else is said is of; None where it may be of several, or none.

    Args:
        quantity: what was said.
        schema: the schema card.
        op: how it bounds: `<`, `<=`, `>`, `>=` or `about`.
    """
    temporal = quantity.kind in ("decade", "century") and quantity.unit in (None, "years")
    fields = [field for field in schema.of_kind("number", "date") if fit(quantity, field) is not None]
    if temporal or _looks_like_year(quantity):
        return next((field for field in fields if field.role == "year" or field.kind == "date"), None)
    if quantity.kind == "money":
        return next((field for field in fields if field.role == "price"), None)
    if quantity.unit is not None:
        return next((field for field in fields if field.unit == quantity.unit), next(iter(fields), None))
    return _of_plain_number(quantity, [field for field in fields if field.role != "year"], op)


def _looks_like_year(quantity: Quantity) -> bool:
    low, high = quantity.low, quantity.high
    return (
        quantity.unit is None
        and low is not None
        and low == int(low)
        and 1850 <= low <= 2100
        and (high is None or high <= 2100)
    )


def _of_plain_number(quantity: Quantity, fields: Sequence[Field], op: str) -> Field | None:
    value = quantity.low if quantity.low is not None else quantity.high
    within = [field for field in fields if is_within(quantity, field)]
    if len(within) == 1:
        return within[0]
    scores = [field for field in within if field.role == "score"]
    if scores and (op in (">", ">=") or (value is not None and value != int(value))):
        return scores[0]
    prices = [field for field in within if field.role == "price"]
    if prices and op in _OF_A_PRICE:
        return prices[0]
    # "Under 40" can only be of the one number there is; a bare "3" beyond its range is of something else.
    bounded = bool(op) and op != "about" and len(fields) == 1 and not _is_far(value, fields[0], op)
    return fields[0] if len(fields) == 1 and (bounded or within) else None


def _is_far(value: float | None, field: Field, op: str) -> bool:
    """Tell whether a bound lies far outside the range of a field's values, as 7 does for the minutes of films."""
    low, high = field.minimum, field.maximum
    if value is None or not (isinstance(low, (int, float)) and isinstance(high, (int, float)) and low >= 0):
        return False
    return value < low / _FAR or (op in (">", ">=") and value > high * _FAR)


def is_within(quantity: Quantity, field: Field) -> bool:
    """Tell whether a quantity lies between the least and the most that a field has."""
    fitted = fit(quantity, field) or quantity
    value = fitted.low if fitted.low is not None else fitted.high
    low, high = field.minimum, field.maximum
    if value is None or not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        return False
    return low <= value <= high


def compared(quantity: Quantity, op: Compared, field: Field) -> Condition | None:
    """Return `field op quantity`; a quantity that spans ("the nineties") is passed on the side away from it."""
    fitted = fit(quantity, field)
    if fitted is None:
        return None
    edge = fitted.low if op in ("<", ">=") else fitted.high
    return None if edge is None else Condition(field=field.name, op=op, value=_tidy(edge))


def between(low: Quantity, high: Quantity, field: Field) -> Condition | None:
    """Return `field` between two quantities, whichever is named first."""
    first, last = fit(_same_unit(low, high), field), fit(_same_unit(high, low), field)
    if first is None or last is None or first.low is None or last.high is None:
        return None
    edges = sorted((first.low, last.high))
    return Condition(field=field.name, op="between", value=[_tidy(edges[0]), _tidy(edges[1])])


def _same_unit(quantity: Quantity, other: Quantity) -> Quantity:
    """Read "Between 90 and 120 minutes" and "from $20 to 50": a unit said once holds for both."""
    if quantity.unit is None and other.unit is not None:
        return replace(quantity, unit=other.unit, kind=other.kind)
    return quantity


def around(quantity: Quantity, field: Field) -> Condition | None:
    """Return `field` near a quantity."""
    fitted = fit(quantity, field)
    if fitted is None or fitted.low is None or fitted.high is None:
        return None
    reach = _ABOUT.get(field.role)
    low = fitted.low - (reach if reach is not None else abs(fitted.low) * 0.1)
    high = fitted.high + (reach if reach is not None else abs(fitted.high) * 0.1)
    return Condition(field=field.name, op="between", value=[_tidy(low), _tidy(high)])


def plain(quantity: Quantity, field: Field, *, exactly: bool = False) -> Condition | None:
    """Return what a bare quantity asks for: "1994" that year, "the nineties" those years, "90 minutes" about that."""
    fitted = fit(quantity, field)
    if fitted is not None and fitted.low is not None and fitted.high is None:
        return Condition(field=field.name, op=">=", value=_tidy(fitted.low))
    if fitted is None or fitted.low is None or fitted.high is None:
        return None
    if fitted.low != fitted.high:
        return Condition(field=field.name, op="between", value=[_tidy(fitted.low), _tidy(fitted.high)])
    if not exactly and field.role == "duration":
        return around(quantity, field)
    op: Op = "=" if exactly else _BARE.get(field.role, "=")
    return Condition(field=field.name, op=op, value=_tidy(fitted.low))


def is_beside(condition: Condition, field: Field) -> bool:
    """Tell whether what a bare quantity asks for is far from all that a field has: no film takes three weeks."""
    low, high = field.minimum, field.maximum
    if condition.op != "between" or field.role == "year":
        return False
    if not (isinstance(low, (int, float)) and isinstance(high, (int, float)) and low >= 0):
        return False
    first, last = cast("list[float]", condition.value)
    return last < low / _FAR or first > high * _FAR


def negated(condition: Condition) -> Where:
    """Return what satisfies just what a condition does not."""
    if condition.op == "between":
        low, high = cast("list[float]", condition.value)
        below = Condition(field=condition.field, op="<", value=low)
        return AnyOf(any_of=(below, Condition(field=condition.field, op=">", value=high)))
    return condition.model_copy(update={"op": _OPPOSITE[condition.op]})


def _tidy(value: float) -> int | float:
    return int(value) if value == int(value) else round(value, 4)
