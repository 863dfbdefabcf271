"""Plots of shares that grow: what has happened by the first, second, … message, a line for each contestant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from palate.evals.metric import Metric
from palate.evals.report.parts import escape

_SHARE = Metric("", "", "")


def curve_plot(metric: Metric, shares: Mapping[str, Sequence[float]]) -> str:
    """Return the curves of contestants from 0 to 100 %, the first of them in the main colour.

    Each has a share for each number from 1 to the metric's `curve`.
    """
    drawn = {name: line for name, line in shares.items() if line}
    if not drawn or metric.curve is None:
        return ""
    label = f"{metric.name} at most {metric.curve}: " + "; ".join(
        f"{name} {_SHARE.shown(line[-1])}" for name, line in drawn.items()
    )
    # The first is drawn last, over what it covers.
    lines = "".join(_line(place, name, line) for place, (name, line) in reversed(list(enumerate(drawn.items()))))
    names = "".join(f'<span class="line{place}">{escape(name)}</span>' for place, name in enumerate(drawn))
    ticks = "".join(f"<b>{number}</b>" for number in range(1, metric.curve + 1))
    levels = "".join(f"<i>{level}%</i>" for level in (100, 75, 50, 25, 0))
    return (
        f'<div class="curve" role="img" aria-label="{escape(label)}"><div class="names">{names}</div>'
        f'<div class="area"><div class="levels">{levels}</div>'
        f'<svg viewBox="0 0 {metric.curve} 100" preserveAspectRatio="none">{lines}</svg></div>'
        f'<div class="ticks">{ticks}</div></div>'
    )


def _line(place: int, name: str, shares: Sequence[float]) -> str:
    # Each point stands over the middle of its number.
    points = " ".join(f"{at + 0.5:g},{100 - 100 * share:.1f}" for at, share in enumerate(shares))
    return f'<polyline class="line{place}" points="{points}"><title>{escape(name)}</title></polyline>'
