"""A condition as a model writes it beside one that was read without a model: whether they say the same."""

from __future__ import annotations

from typing import Any

from palate.catalog.conditions import Condition, Where
from palate.catalog.predicates import NEGATIONS
from palate.catalog.words import fold

Written = dict[str, Any]

_NEGATED = {"contains": "not_contains", "=": "!="}
_ONE_OF = {"contains_any": "contains", "in": "="}
_BOUNDS = {"<": 0, "<=": 1, ">": 1, ">=": 0}
"""Which end of a range a comparison is with."""


def same(written: Written, plain: Condition) -> bool:
    """Tell whether a condition is what its quote says: its value, on the same side of it."""
    value, ops = written["value"], (str(written["op"]), plain.op)
    if written["field"] != plain.field or (plain.op in NEGATIONS and ops[0] not in NEGATIONS):
        return False
    if isinstance(value, str) and isinstance(plain.value, str):
        return fold(value) == fold(plain.value)
    return bool(value == plain.value) and (ops[0] == ops[1] or ops[0][:1] == ops[1][:1])


def is_choice(where: Where) -> bool:
    """Tell whether a condition leaves a choice, as "A or B" does."""
    return not isinstance(where, Condition) or where.op in _ONE_OF


def each_of(where: Where, *, either: bool = False) -> tuple[Condition, ...]:
    """Return what a model may write for a condition: itself, or where it is "neither A nor B" one for each.

    Nothing for one of several that are as good: "Japanese" is a language or a country, and either alone is too narrow.

    Args:
        where: The condition.
        either: Whether it is written as several, any of which will do: "A or B" then is one for each as well.
    """
    if not isinstance(where, Condition):
        return tuple(where.parts) if either else ()
    if isinstance(where.value, list) and (either or where.op in NEGATIONS):
        op = _ONE_OF.get(where.op, where.op)
        return (where, *(where.model_copy(update={"op": op, "value": value}) for value in where.value))
    return (where,)


def agrees(written: Written, plain: Condition) -> bool:
    """Tell whether a condition is what a whole phrase says, its negation included."""
    return same(written, plain) and (written["op"] in NEGATIONS) == (plain.op in NEGATIONS)


def about(written: Written, plain: Condition) -> bool:
    """Tell whether a comparison is with what a bare number stands for: "80 minutes" says 72 to 88 by itself."""
    value, ends = written["value"], plain.value
    if written["field"] != plain.field or written["op"] not in _BOUNDS or not isinstance(ends, list):
        return False
    numbers = [each for each in (value, *ends) if isinstance(each, int | float)]
    return plain.op == "between" and len(numbers) == 3 and numbers[1] <= numbers[0] <= numbers[2]


def under(written: Written, plain: Where) -> Where:
    """Return what a quote says under the comparison or negation that the model read around it."""
    op = str(written["op"])
    if not isinstance(plain, Condition):
        return plain
    if plain.op in _NEGATED and op in NEGATIONS:
        return plain.model_copy(update={"op": _NEGATED[plain.op]})
    if plain.op == "=" and op in _BOUNDS and plain.field == written["field"]:
        return plain.model_copy(update={"op": op})
    if plain.op == "between" and op in _BOUNDS and isinstance(plain.value, list) and plain.field == written["field"]:
        return _beyond(plain, written)
    return plain


def _beyond(plain: Condition, written: Written) -> Condition:
    """Return the side of a range that a comparison means: "before the eighties" is before its first year.

    The range itself, where the comparison is with its other end: "from the eighties" was written as two of them.
    """
    op, value, ends = str(written["op"]), written["value"], plain.value
    first, last = ends if isinstance(ends, list) else (None, None)
    other, sign = (last, 1) if op[0] == "<" else (first, -1)
    if isinstance(value, int | float) and isinstance(other, int | float) and sign * value >= sign * other:
        return plain
    return plain.model_copy(update={"op": op, "value": (first, last)[_BOUNDS[op]]})


def quoted(where: Where, quote: str) -> Written:
    """Write a condition as a model does."""
    if isinstance(where, Condition):
        return {"quote": quote, **where.model_dump(mode="json")}
    return {"any_of": [quoted(part, quote) for part in where.parts]}


def told(written: Written) -> str:
    """Return a condition as a note tells it."""
    return f"`{written['field']} {written['op']} {written['value']}`"
