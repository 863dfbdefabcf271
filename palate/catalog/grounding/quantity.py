"""A number, amount of money, duration or span of years that a message says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from palate.catalog.parsing.units import unit_named

MOST = 1e300
"""The largest number that is read from words: beyond all that is measured, and well below what floats hold."""

QuantityKind = Literal["number", "decade", "century", "money", "duration"]


@dataclass(frozen=True)
class Quantity:
    """What was said, before it is known of which field; `low` and `high` are equal for one number."""

    low: float | None
    high: float | None
    """None where it is open: `16+` has no highest value."""
    unit: str | None
    """As columns name it (`minutes`, `$`, `GB`, `stars`); `/10` for "out of ten"; None for bare numbers and years."""
    kind: QuantityKind
    """`decade` and `century` span years."""
    text: str

    def __post_init__(self) -> None:
        for bound in ("low", "high"):
            value = getattr(self, bound)
            if value is not None:
                object.__setattr__(self, bound, finite(value))


@dataclass(frozen=True)
class QuantitySpan:
    """What says a quantity: `tokens[start:end]` of a message, or `text[start:end]`."""

    start: int
    end: int
    quantity: Quantity


def kind_of(unit: str | None) -> QuantityKind:
    """Return what kind of quantity is said in a unit."""
    known = unit_named(unit) if unit else None
    if known is None:
        return "number"
    return "money" if known.dimension == "money" else "duration" if known.dimension == "time" else "number"


def finite(value: float) -> float:
    """Return a number that was said as a float, cut to what can be reckoned with: `MOST` compares like anything above.

    The rest of what makes a condition of it (units, ranges around it, sums) stays finite then.
    """
    try:
        return max(-MOST, min(float(value), MOST))
    except OverflowError:  # of an integer
        return MOST if value > 0 else -MOST
