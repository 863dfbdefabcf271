"""Round bounds on either side of a number."""

from __future__ import annotations

import math
from dataclasses import dataclass

from palate.catalog.schema import Field

_YEARS = 5
_EXACT = 1e-9
"""0.3 is three times 0.1, whatever binary fractions say."""
_STEPS = 6
"""A bound is at most about a sixth of the median away from the value."""


@dataclass(frozen=True)
class Bounds:
    """A round number below a value, and one above it."""

    low: float
    high: float


def bounds_of(field: Field, value: float) -> Bounds | None:
    """Return round bounds that a value lies strictly between; None where the field's range leaves no room for them."""
    smallest, largest, median = (_number(each) for each in (field.minimum, field.maximum, field.median))
    if smallest is None or largest is None or median is None or not smallest < value < largest:
        return None
    step = _YEARS if field.role == "year" else _step(min(abs(median), largest - smallest) / _STEPS, field)
    low, high = (
        _plain((math.ceil(value / step - _EXACT) - 1) * step),
        _plain((math.floor(value / step + _EXACT) + 1) * step),
    )
    return Bounds(low, high) if smallest < low and high <= largest else None


def _step(about: float, field: Field) -> float:
    """Return 1, 2 or 5 times a power of ten, at most `about`."""
    if about <= 0 or (field.integral and about < 1):
        return 1.0
    power = 10.0 ** math.floor(math.log10(about))
    return max(power * factor for factor in (1, 2, 5) if power * factor <= about)


def _plain(value: float) -> float:
    rounded = round(value, 6)
    return int(rounded) if float(rounded).is_integer() else rounded


def _number(value: float | str | None) -> float | None:
    return float(value) if isinstance(value, int | float) else None
