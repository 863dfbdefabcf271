"""One measured figure, its budget, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

Unit = Literal["ms", "s", "MB", ""]
"""The empty one counts."""


@dataclass(frozen=True)
class Figure:
    """Something that was measured, over how much, and what it may cost."""

    what: str
    unit: Unit
    p50: float
    p95: float
    samples: int
    budget_p50: float | None = None
    budget_p95: float | None = None
    items: int | None = None
    interactions: int | None = None
    users: int | None = None

    @property
    def met(self) -> bool | None:
        """Whether every budget of the figure is met; None where it has none."""
        pairs = ((self.p50, self.budget_p50), (self.p95, self.budget_p95))
        verdicts = [measured <= budget for measured, budget in pairs if budget is not None]
        return all(verdicts) if verdicts else None

    def as_json(self) -> dict[str, Any]:
        """Return the figure and its verdict, values rounded to what the clock can tell."""
        return {
            **asdict(self),
            "p50": round(self.p50, 3),
            "p95": round(self.p95, 3),
            "met": self.met,
        }


def p50_p95(values: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile, the latter an observed value."""
    return float(np.percentile(values, 50)), float(np.percentile(values, 95, method="higher"))
