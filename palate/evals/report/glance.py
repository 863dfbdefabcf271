"""The head of the page: a card for each run, on which one sees who leads and by how much."""

from __future__ import annotations

from collections.abc import Sequence

from palate.evals.bootstrap import Interval
from palate.evals.metric import Metric
from palate.evals.report.parts import escape
from palate.evals.report.plots import Dot, interval_plot
from palate.evals.report.report import Report
from palate.evals.report.rows import rival, told


def cards(reports: Sequence[Report], anchors: Sequence[str]) -> str:
    """Return the cards, each a link to its run's section."""
    made = "".join(_card(report, anchor) for report, anchor in zip(reports, anchors, strict=True))
    return f'<div class="cards">{made}</div>'


def _card(report: Report, anchor: str) -> str:
    metric, first, other = report.metrics[0], report.contestants[0], rival(report)
    found = report.interval(first, metric)
    dots = [Dot(first, found, True)]
    if other is not None:
        dots.append(Dot(other, report.interval(other, metric)))
    return (
        f'<a class="card" href="#{anchor}"><span class="metric">{escape(metric.name)}</span>'
        f'<span class="suite-name">{escape(report.manifest.suite)}</span>'
        f'<div class="figure">{escape(metric.shown(found.value))}</div>'
        f'<p class="ahead">{_ahead(report, metric, other)}</p>{interval_plot(metric, dots)}</a>'
    )


def _ahead(report: Report, metric: Metric, other: str | None) -> str:
    if other is None:
        return "nobody to compare with"
    gain = report.gain(report.contestants[0], other, metric)
    if not gain.cases:
        return f"no case in common with {escape(other)}"
    return f'<b class="{_judged(metric, gain)}">{escape(told(metric, gain, signed=True))}</b> over {escape(other)}'


def _judged(metric: Metric, gain: Interval) -> str:
    if not gain.clear_of_zero or metric.better == "neither":
        return "even"
    return "good" if (gain.value > 0) == (metric.better == "higher") else "bad"
