"""Plots as HTML: a dot with its interval for each row, readable at any width."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from palate.evals.bootstrap import Interval
from palate.evals.metric import Metric
from palate.evals.report.parts import escape
from palate.evals.report.rows import told

TICKS = 4
"""Into how many parts the axis is divided."""
_SHARES = (0.1, 0.2, 0.4, 1.0)
"""Where an axis of shares may end."""


@dataclass(frozen=True)
class Dot:
    """One row."""

    name: str
    found: Interval
    first: bool = False
    """Whether it is drawn in the main colour."""
    stem: bool = False
    """Whether it is a value without an interval, at the end of a line from the start of the axis."""

    @property
    def look(self) -> str:
        """Its class on the page."""
        return "first" if self.first else "stem" if self.stem else "other"

    def told(self, metric: Metric) -> str:
        """Return the figure, with its interval if it has one."""
        return metric.shown(self.found.value) if self.stem else told(metric, self.found)


@dataclass(frozen=True)
class _Axis:
    low: float
    high: float

    def place(self, value: float) -> float:
        """Return where a value lies, in per cent of the axis."""
        return 100 * (value - self.low) / (self.high - self.low)


def interval_plot(metric: Metric, dots: Sequence[Dot]) -> str:
    """Return a plot of a metric's intervals: shares to 100 % unless all are small, others to a round maximum."""
    drawn = [dot for dot in dots if dot.found.cases]
    if not drawn:
        return ""
    axis = _axis(metric, drawn)
    label = f"{metric.name}: " + "; ".join(f"{dot.name} {dot.told(metric)}" for dot in drawn)
    rows = "".join(_row(metric, dot, axis) for dot in drawn)
    return f'<div class="plot" role="img" aria-label="{escape(label)}">{rows}{_ticks(metric, axis)}</div>'


def _row(metric: Metric, dot: Dot, axis: _Axis) -> str:
    title = f"{dot.name}: {dot.told(metric)}" + ("" if dot.stem else f", {dot.found.cases} cases")
    low, high = axis.place(axis.low if dot.stem else dot.found.low), axis.place(dot.found.high)
    return (
        f'<div class="{dot.look}" title="{escape(title)}">'
        f'<span class="name">{escape(dot.name)}</span>'
        f'<span class="track"><i class="bar" style="left:{low:.2f}%;width:{high - low:.2f}%"></i>'
        f'<i class="dot" style="left:{axis.place(dot.found.value):.2f}%"></i></span>'
        f'<span class="value">{escape(metric.shown(dot.found.value))}</span></div>'
    )


def _ticks(metric: Metric, axis: _Axis) -> str:
    values = [axis.low + (axis.high - axis.low) * step / TICKS for step in range(TICKS + 1)]
    marks = "".join(f'<b style="left:{axis.place(value):g}%">{escape(_tick(metric, value))}</b>' for value in values)
    return f'<div class="axis"><span></span><span class="ticks">{marks}</span><span></span></div>'


def _axis(metric: Metric, dots: Sequence[Dot]) -> _Axis:
    low = min(0.0, *(dot.found.low for dot in dots))
    high = max(dot.found.high for dot in dots)
    if metric.form == "share" and low >= 0 and high <= 1:
        return _Axis(0.0, next(end for end in _SHARES if high <= end))
    if high <= low:
        return _Axis(low, low + 1.0)
    unit: float = 10 ** math.floor(math.log10(high - low))
    return _Axis(low, math.ceil(high / unit) * unit)


def _tick(metric: Metric, value: float) -> str:
    if metric.form == "share":
        return f"{100 * value:g}%"
    return metric.shown(value) if metric.form == "seconds" else f"{value:g}"
