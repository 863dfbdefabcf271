"""A metric: which score of a case it reads, how it is told, and what is better."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Form = Literal["share", "number", "seconds"]
Better = Literal["higher", "lower", "neither"]
Over = Literal["cases", "together", "contestant"]


@dataclass(frozen=True)
class Metric:
    """What a report tells of a suite: plain data, kept in a run's manifest.

    A case's scores over its repeats become one value, and the metric of a contestant is the mean of those values over
    the cases that have one. Intervals resample cases.
    """

    name: str
    """The column of the report, such as `hit@5`."""
    score: str
    """Which of `Outcome.scores` it reads."""
    formula: str
    """One line, for the report's legend."""
    better: Better = "higher"
    """`neither` for what describes rather than judges: it is never gated."""
    form: Form = "share"
    """share: a part of one, shown in per cent; number: as it is; seconds: in milliseconds where short."""
    all_of: int | None = None
    """A case's value is its mean score over repeats, or with a number k here `pass_k`: that k repeats all succeed."""
    worst: float | None = None
    """What a case scores in which the contestant raised an error; for the main metric 0 where nothing is given here."""
    curve: int | None = None
    """Tell, for each number from 1 to this one, the share of conversations whose score is at most that."""
    over: Over = "cases"
    """cases: a mean of scores; together: the share of `Outcome.reached` that all cases reach together; contestant: a
    score that is the same in every case. The latter two have no interval, and runs are not compared by them."""
    by_tag: bool = False
    """Tell it by tag as the main metric is."""
    counted: bool = False
    """Tell besides the share in how many cases and conversations it happened: what should never happen is counted."""

    def shown(self, value: float, *, signed: bool = False) -> str:
        """Return a value as reports print it, a difference with its sign; a dash for `nan`."""
        if math.isnan(value):
            return "-"
        sign = "+" if signed else ""
        if self.form == "share":
            return f"{value:{sign}.1%}"
        if self.form == "seconds":
            return f"{value * 1000:{sign}.0f} ms" if abs(value) < 1 else f"{value:{sign}.1f} s"
        return f"{value:{sign}.2f}"
