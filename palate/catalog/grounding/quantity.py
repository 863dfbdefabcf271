"""A number, amount of money, duration or span of years that a message says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Quantity", "QuantityKind", "QuantitySpan"]

QuantityKind = Literal["number", "decade", "century", "date", "money", "duration"]


@dataclass(frozen=True)
class Quantity:
    """What was said, before it is known of which field; `low` and `high` are equal for one number."""

    low: float | None
    high: float | None
    """None where it is open: `16+` has no highest value."""
    unit: str | None
    """As columns name it (`minutes`, `$`, `GB`, `stars`); `/10` for "out of ten"; None for bare numbers and years."""
    kind: QuantityKind
    """`decade` and `century` span years; `date` is a year that follows from today's ("last year")."""
    text: str


@dataclass(frozen=True)
class QuantitySpan:
    """Words of a message that say a quantity: `tokens[start:end]`."""

    start: int
    end: int
    quantity: Quantity
