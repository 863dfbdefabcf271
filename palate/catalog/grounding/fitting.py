"""Whether a quantity can be of a field, and what it is in the field's unit."""

from __future__ import annotations

from dataclasses import replace

from palate.catalog.grounding.fields import words_of_name
from palate.catalog.grounding.quantity import Quantity
from palate.catalog.parsing.units import unit_named
from palate.catalog.schema import Field
from palate.catalog.words import normal, singular

_EARLIEST, _LATEST = 1000, 2200
_YEARLIKE = (1850, 2100)
_FAR = 3
"""A number like a year is none of a field whose largest value is not even a third of it."""
_ASTRAY = 100
"""How many times beyond a field's range a quantity is that is said in another unit and is not of it."""


def fit(quantity: Quantity, field: Field) -> Quantity | None:
    """Convert a quantity to a field's unit.

    Returns:
        None where it cannot be of that field: minutes of a price, a decade of a weight, 90 of a year, 1994 of a length.
    """
    if field.kind not in ("number", "date"):
        return None
    if quantity.kind in ("decade", "century"):
        return quantity if _is_year(field) else None
    if _is_year(field):
        return quantity if quantity.unit is None and _plausible_year(quantity) else None
    if quantity.unit is None:
        return None if _looks_like_another_year(quantity, field) else quantity
    if quantity.unit in ("stars", "points") or quantity.unit.startswith("/"):
        return _score(quantity, field)
    factor = _factor(quantity.unit, field)
    scaled = None if factor is None else _scaled(quantity, factor, field.unit)
    return None if scaled is None or (factor != 1 and _is_astray(scaled, field)) else scaled


def _is_astray(quantity: Quantity, field: Field) -> bool:
    """Tell whether a quantity in another unit is of another size altogether: 5,000 km are no frame's height."""
    least = next((abs(bound) for bound in (quantity.low, quantity.high) if bound is not None), 0.0)
    return isinstance(field.maximum, (int, float)) and field.maximum > 0 and least > _ASTRAY * field.maximum


def _is_year(field: Field) -> bool:
    return field.kind == "date" or field.role == "year"


def _plausible_year(quantity: Quantity) -> bool:
    return all(
        bound is None or (_EARLIEST <= bound <= _LATEST and bound == int(bound))
        for bound in (quantity.low, quantity.high)
    )


def _looks_like_another_year(quantity: Quantity, field: Field) -> bool:
    value = quantity.low if quantity.low is not None else quantity.high
    if value is None or value != int(value) or not _YEARLIKE[0] <= value <= _YEARLIKE[1]:
        return False
    return isinstance(field.maximum, (int, float)) and value > _FAR * field.maximum


def _score(quantity: Quantity, field: Field) -> Quantity | None:
    """Stars and points are of a score; "8 out of 10" is 4 where the best score is 5."""
    unit = field.unit or ""
    said_by_name = (quantity.unit or "") in (*normal(field.name.replace("_", " ")).split(), unit)
    if field.role != "score" and not said_by_name and not unit.startswith("/"):
        return None
    said = _top(quantity.unit or "")
    best = _top(unit) or (float(field.maximum) if isinstance(field.maximum, (int, float)) else None)
    if said is None or best is None:
        return quantity
    scale = next((top for top in (1.0, 5.0, 10.0, 20.0, 100.0) if best <= top), best)
    return _scaled(quantity, scale / said, field.unit)


def _top(unit: str) -> float | None:
    return float(unit[1:]) if unit.startswith("/") and unit[1:].strip().isdecimal() else None


def _factor(unit: str, field: Field) -> float | None:
    """By what to multiply `unit` for the field's, None where they do not measure the same."""
    if unit == "pounds":
        return _factor("£" if _measures(field, "price", "money") else "lb", field)
    if unit == "m" and _measures(field, "duration", "time"):
        return _factor("minutes", field)
    said, own = unit_named(unit), unit_named(field.unit or "")
    if unit == field.unit:
        return 1.0
    if said is not None and own is not None:
        same = said.dimension == own.dimension and said.dimension not in ("money", "other")
        return said.factor / own.factor if same else None
    if own is None and said is not None and said.dimension == "money" and field.role == "price":
        return 1.0
    if own is None and said is not None and said.dimension == "time" and field.role == "duration":
        usual = "minutes" if isinstance(field.median, (int, float)) and field.median > 15 else "hours"
        return said.factor / (unit_named(usual) or said).factor
    if own is None and said is not None and said.dimension in words_of_name(field.name).split():
        return None if field.role == "duration" else 1.0  # square feet are of `area`, and metres of no film's length
    return 1.0 if _same_word(unit, field) else None


def _same_word(unit: str, field: Field) -> bool:
    """A unit that no table knows (`kcal`, `MP`) is of a field with that unit or that word in its name."""
    own = {*normal((field.unit or "").lower()).split(), *normal(field.name.replace("_", " ")).split()}
    forms = {form for word in own for form in (word, *singular(word))}
    said = normal(unit)
    return bool(forms & {said, *singular(said)}) or (said == "kcal" and bool(forms & {"calorie", "calories", "energy"}))


def _measures(field: Field, role: str, dimension: str) -> bool:
    own = unit_named(field.unit or "")
    return field.role == role or (own is not None and own.dimension == dimension)


def _scaled(quantity: Quantity, factor: float, unit: str | None) -> Quantity:
    low, high = (None if bound is None else round(bound * factor, 6) for bound in (quantity.low, quantity.high))
    return replace(quantity, low=low, high=high, unit=unit)
