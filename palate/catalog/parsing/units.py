"""Units of measure and currencies, by the many ways in which columns and cells write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Dimension = Literal["time", "mass", "length", "volume", "data", "power", "frequency", "money", "share", "other"]


@dataclass(frozen=True)
class Unit:
    """One unit: how it is shown, what it measures, and how many of its dimension's base units it is."""

    name: str
    dimension: Dimension
    factor: float = 1.0


_MEASURES: tuple[tuple[str, Dimension, float, str], ...] = (
    ("ms", "time", 0.001 / 60, "ms millisecond milliseconds millis msec"),
    ("seconds", "time", 1 / 60, "s sec secs second seconds"),
    ("minutes", "time", 1.0, "min mins minute minutes m'"),
    ("hours", "time", 60.0, "h hr hrs hour hours"),
    ("days", "time", 1440.0, "day days"),
    ("weeks", "time", 10080.0, "week weeks"),
    ("months", "time", 43800.0, "month months mo"),
    ("years", "time", 525600.0, "year years yr yrs"),
    ("mg", "mass", 0.001, "mg milligram milligrams"),
    ("g", "mass", 1.0, "g gr gram grams gramme grammes"),
    ("kg", "mass", 1000.0, "kg kgs kilo kilos kilogram kilograms"),
    ("oz", "mass", 28.349523125, "oz ounce ounces"),
    ("lb", "mass", 453.59237, "lb lbs pound pounds"),
    ("mm", "length", 0.1, "mm millimeter millimeters millimetre millimetres"),
    ("cm", "length", 1.0, "cm cms centimeter centimeters centimetre centimetres"),
    ("m", "length", 100.0, "m meter meters metre metres"),
    ("km", "length", 100_000.0, "km kilometer kilometers kilometre kilometres"),
    ("inches", "length", 2.54, "in inch inches \" ''"),
    ("ft", "length", 30.48, "ft foot feet"),
    ("miles", "length", 160_934.4, "mi mile miles"),
    ("ml", "volume", 1.0, "ml milliliter milliliters millilitre millilitres"),
    ("cl", "volume", 10.0, "cl"),
    ("l", "volume", 1000.0, "l lt ltr liter liters litre litres"),
    ("gal", "volume", 3785.411784, "gal gallon gallons"),
    ("KB", "data", 1e-6, "kb"),
    ("MB", "data", 1e-3, "mb"),
    ("GB", "data", 1.0, "gb gib"),
    ("TB", "data", 1000.0, "tb tib"),
    ("W", "power", 1.0, "w watt watts"),
    ("kW", "power", 1000.0, "kw kilowatt kilowatts"),
    ("MHz", "frequency", 1.0, "mhz"),
    ("GHz", "frequency", 1000.0, "ghz"),
    ("Hz", "frequency", 1e-6, "hz"),
    ("mAh", "other", 1.0, "mah"),
    ("MP", "other", 1.0, "mp megapixel megapixels"),
    ("px", "other", 1.0, "px pixel pixels"),
    ("\N{DEGREE SIGN}C", "other", 1.0, "\N{DEGREE SIGN}c"),
    ("\N{DEGREE SIGN}F", "other", 1.0, "\N{DEGREE SIGN}f"),
    ("kcal", "other", 1.0, "kcal cal calories"),
    ("%", "share", 1.0, "% percent pct"),
)
_CURRENCIES = {
    "$": "$ us$ usd dollar dollars",
    "€": "€ eur euro euros",
    "£": "£ gbp pounds_sterling",
    "¥": "¥ jpy yen",
    "CNY": "cny rmb yuan",
    "₹": "₹ inr rs rs. rupee rupees",
    "₽": "₽ rub",
    "₩": "₩ krw",
    "CHF": "chf fr.",
    "zł": "zł pln",
    "A$": "a$ aud",
    "C$": "c$ cad",
    "R$": "r$ brl",
    "SEK": "sek",
    "NOK": "nok",
    "DKK": "dkk",
    "kr": "kr",
    "Kč": "kč czk",
    "₺": "₺ try",
    "MX$": "mx$ mxn",
}

UNITS: dict[str, Unit] = {
    spelling: Unit(name, dimension, factor)
    for name, dimension, factor, spellings in _MEASURES
    for spelling in spellings.split()
}
CURRENCIES: dict[str, Unit] = {
    spelling: Unit(symbol, "money") for symbol, spellings in _CURRENCIES.items() for spelling in spellings.split()
}
_BY_NAME = {unit.name: unit for unit in (*UNITS.values(), *CURRENCIES.values())}


def unit_of(spelling: str) -> Unit | None:
    """Return the unit or currency written so, if it is a known one."""
    key = spelling.strip().casefold()
    return CURRENCIES.get(key) or UNITS.get(key) or UNITS.get(key.rstrip("."))


def unit_named(name: str) -> Unit | None:
    """Return the unit whose shown name is `name`, such as `minutes`."""
    return _BY_NAME.get(name)
