"""Units of measure and currencies, by the many ways in which columns, cells and people write them.

`units.toml` has what each measures and how much of it; CLDR has its names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from palate.catalog.grounding.data import table


@dataclass(frozen=True)
class Unit:
    """One unit: how it is shown, what it measures, and how many of its dimension's base units it is."""

    name: str
    dimension: str
    """A table of `units.toml`, such as `time` or `money`."""
    factor: float = 1.0


def unit_of(spelling: str) -> Unit | None:
    """Return the unit or currency written so, if it is a known one."""
    key = spelling.strip().casefold()
    return spellings().get(key) or spellings().get(key.rstrip("."))


def unit_named(name: str) -> Unit | None:
    """Return the unit whose shown name is `name`, such as `minutes`."""
    return _units().get(name)


@cache
def spellings() -> Mapping[str, Unit]:
    """Return what is written for each unit, in lower case; a currency's goes before that of another."""
    found: dict[str, Unit] = {}
    told = _told()
    for name, unit in sorted(_units().items(), key=lambda each: each[1].dimension != "money"):
        for written in (name, *told[unit.dimension][name].get("also", "").split(), *_named(told[unit.dimension][name])):
            found.setdefault(written.replace("_", " ").casefold(), unit)
    return found


def names_in(language: str) -> Mapping[str, str]:
    """Return what units are called in a language, written out: `Quadratmeter` is `m²`."""
    told = (each for units in _told().values() for each in units.items())
    return {said: name for name, unit in told for said in _named(unit, ("long",), language)}


def _named(
    told: Mapping[str, Any], lengths: Sequence[Literal["long", "short"]] = ("long", "short"), language: str = "en"
) -> Iterator[str]:
    """Yield the names of a unit, of one and of many."""
    from babel.units import format_unit

    for length in lengths if "cldr" in told else ():
        said = (format_unit(count, told["cldr"], length, locale=language).strip("12 \xa0") for count in (1, 2))
        yield from (name for name in said if not any(sign.isdecimal() for sign in name))


def _told() -> dict[str, dict[str, dict[str, Any]]]:
    return table("units.toml", __package__)


@cache
def _units() -> Mapping[str, Unit]:
    return {
        name: Unit(name, dimension, float(told.get("is", 1)))
        for dimension, units in _told().items()
        for name, told in units.items()
    }
