"""Plots as inline SVG: a dot with its interval for each row."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from palate.evals.bootstrap import Interval
from palate.evals.metric import Metric
from palate.evals.report.rows import told

WIDTH, ROW, TOP, BOTTOM = 520, 26, 8, 24
_VALUE = 62
_SIGN = 7.2
"""About how wide a sign of a row's name is."""
_LONGEST = 26


@dataclass(frozen=True)
class Dot:
    """One row."""

    name: str
    found: Interval
    first: bool = False
    """Whether it is drawn in the main colour."""


def interval_plot(metric: Metric, dots: Sequence[Dot]) -> str:
    """Return an SVG of a metric's intervals; shares are drawn from 0 to 100 %, others from 0 to a round maximum."""
    drawn = [dot for dot in dots if dot.found.cases]
    if not drawn:
        return ""
    left = 14 + _SIGN * min(_LONGEST, max(len(dot.name) for dot in drawn))
    right, height = WIDTH - _VALUE, TOP + ROW * len(drawn) + BOTTOM
    low, high = _range(metric, drawn)

    def x(value: float) -> float:
        return left + (right - left) * (value - low) / (high - low)

    parts = [f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(metric.name)} with intervals">']
    for step in range(5):
        value = low + (high - low) * step / 4
        parts.append(f'<line class="grid" x1="{x(value):.1f}" x2="{x(value):.1f}" y1="{TOP}" y2="{height - BOTTOM}"/>')
        label = _tick(metric, value)
        parts.append(f'<text x="{x(value):.1f}" y="{height - 8}" text-anchor="middle">{escape(label)}</text>')
    parts += [_row(metric, dot, TOP + ROW * (number + 0.5), left, x) for number, dot in enumerate(drawn)]
    return "".join([*parts, "</svg>"])


def _row(metric: Metric, dot: Dot, y: float, left: float, x: Callable[[float], float]) -> str:
    name = dot.name if len(dot.name) <= _LONGEST else f"{dot.name[: _LONGEST - 1]}…"
    title = f"{dot.name}: {told(metric, dot.found)}"
    return (
        f'<g class="{"first" if dot.first else "other"}"><title>{escape(title)}, {dot.found.cases} cases</title>'
        f'<text class="name" x="{left - 12:.1f}" y="{y + 4.5:.1f}" text-anchor="end">{escape(name)}</text>'
        f'<line class="bar" x1="{x(dot.found.low):.1f}" x2="{x(dot.found.high):.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<circle class="dot" cx="{x(dot.found.value):.1f}" cy="{y:.1f}" r="5"/>'
        f'<text class="value" x="{WIDTH - 2}" y="{y + 4.5:.1f}" text-anchor="end">'
        f"{escape(metric.shown(dot.found.value))}</text></g>"
    )


def _range(metric: Metric, dots: Sequence[Dot]) -> tuple[float, float]:
    low = min(0.0, *(dot.found.low for dot in dots))
    high = max(dot.found.high for dot in dots)
    if metric.form == "share" and low >= 0 and high <= 1:
        return 0.0, 1.0
    if high <= low:
        return low, low + 1.0
    unit: float = 10 ** math.floor(math.log10(high - low))
    return low, math.ceil(high / unit) * unit


def _tick(metric: Metric, value: float) -> str:
    if metric.form == "share":
        return f"{value:.0%}"
    return metric.shown(value) if metric.form == "seconds" else f"{value:g}"
