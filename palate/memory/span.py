"""The stretch of a number or date line that a condition leaves open."""

from __future__ import annotations

from dataclasses import dataclass

from palate.catalog.conditions import Condition, Scalar, Where


@dataclass(frozen=True)
class Span:
    """A stretch from `low` to `high`; None where it is open."""

    low: float | str | None = None
    high: float | str | None = None
    strict: bool = False
    """Whether its one end is not part of it."""

    @classmethod
    def of(cls, where: Where) -> Span | None:
        """Return the stretch that a condition leaves open; None where it is no comparison."""
        if not isinstance(where, Condition):
            return None
        value = where.value
        if where.op == "between" and isinstance(value, list) and len(value) == 2:
            return cls(_end(value[0]), _end(value[1]))
        if isinstance(value, list):
            return None
        strict = where.op in ("<", ">")
        if where.op in ("<", "<="):
            return cls(high=_end(value), strict=strict)
        return cls(low=_end(value), strict=strict) if where.op in (">", ">=") else None

    def meets(self, other: Span) -> bool:
        """Tell whether something can lie in both; not where one is of numbers and the other of words."""
        try:
            low, high = _at_least(self.low, other.low), _at_most(self.high, other.high)
            if low is None or high is None:
                return True
            return low < high or (low == high and not (self.strict or other.strict))  # type: ignore[operator]
        except TypeError:
            return False

    def narrows(self, other: Span) -> bool:
        """Tell whether this stretch cuts part off `other`, not all of it, and does not say the same end anew."""
        if not self.meets(other):
            return False
        one_sided = (self.low is None) != (self.high is None)
        anew = (self.low is not None and other.low is not None and other.high is None) or (
            self.high is not None and other.high is not None and other.low is None
        )
        both = _at_least(self.low, other.low), _at_most(self.high, other.high)
        return one_sided and not anew and both != (other.low, other.high)


def _end(value: Scalar) -> float | str:
    return value if isinstance(value, str) else float(value)


def _at_least(one: float | str | None, two: float | str | None) -> float | str | None:
    return two if one is None else one if two is None else max(one, two)


def _at_most(one: float | str | None, two: float | str | None) -> float | str | None:
    return two if one is None else one if two is None else min(one, two)
