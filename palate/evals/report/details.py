"""The tables behind the means: how soon, what half of the conversations took, how often, and for which kind of case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from palate.evals.metric import Metric
from palate.evals.report.report import Report
from palate.evals.report.rows import Rows, by_tag, told

_PARTS = (0.5, 0.9)


def details(report: Report) -> list[Rows]:
    """Return the tables that a report's metrics and groups ask for; the first cell of each says what it tells."""
    tagged = (by_tag(report, metric) for metric in report.metrics if metric.by_tag)
    tables = (*_curves(report), *_quantiles(report), *_counts(report), *_groups(report), *tagged)
    return [table for table in tables if table.rows]


def shares_within(report: Report, contestant: str, metric: Metric) -> list[float]:
    """Return for each number from 1 to `metric.curve` the share of conversations whose score is at most that."""
    scores = np.asarray(report.scores(contestant, metric))
    if not len(scores):
        return []
    return [float((scores <= most).mean()) for most in range(1, (metric.curve or 0) + 1)]


def _curves(report: Report) -> Iterator[Rows]:
    share = Metric("", "", "")
    for metric in (each for each in report.metrics if each.curve is not None):
        found = {name: shares_within(report, name, metric) for name in report.contestants}
        header = (f"{metric.name} at most", *map(str, range(1, (metric.curve or 0) + 1)))
        rows = tuple((name, *map(share.shown, shares)) for name, shares in found.items() if shares)
        yield Rows(header, rows)


def _quantiles(report: Report) -> Iterator[Rows]:
    """Yield what half of the conversations and nine in ten took at most, where a score is a number of something."""
    metrics = [metric for metric in report.metrics if metric.form == "number"]
    if metrics:
        rows = ((name, *(_at_most(report.scores(name, metric)) for metric in metrics)) for name in report.contestants)
        yield Rows(("half / nine in ten at most", *(metric.name for metric in metrics)), tuple(rows))


def _at_most(scores: Sequence[float]) -> str:
    if not scores:
        return "-"
    # A number that some conversation took, never one between two.
    return " / ".join(f"{each:g}" for each in np.quantile(scores, _PARTS, method="inverted_cdf"))


def _counts(report: Report) -> Iterator[Rows]:
    metrics = [metric for metric in report.metrics if metric.counted]
    if metrics:
        first = "cases in which at least once" + (" (conversations)" if report.manifest.repeat > 1 else "")
        rows = ((name, *(_count(report, name, metric) for metric in metrics)) for name in report.contestants)
        yield Rows((first, *(metric.name for metric in metrics)), tuple(rows))


def _count(report: Report, contestant: str, metric: Metric) -> str:
    values, scores = report.values(contestant, metric), report.scores(contestant, metric)
    cases = f"{sum(value > 0 for value in values.values()):,} of {len(values):,}"
    if report.manifest.repeat == 1:
        return cases
    return f"{cases} ({sum(score > 0 for score in scores):,} of {len(scores):,})"


def _groups(report: Report) -> Iterator[Rows]:
    for group, tags in report.manifest.groups.items():
        known = [tag for tag in tags if tag in report.tags]
        if len(known) > 1:
            yield _kinds(report, group, known)


def _kinds(report: Report, group: str, tags: Sequence[str]) -> Rows:
    """Return the first contestant's main figure for each kind of case, and how far it is from the first kind's.

    Shares that describe and do not judge stand beside, such as what a solver reaches of that kind.
    """
    metric, contestant, first = report.metrics[0], report.contestants[0], tags[0]
    beside = [each for each in report.metrics if each.better == "neither" and each.form == "share"]
    rows = []
    for tag in tags:
        gap = told(metric, report.gap(contestant, metric, tag, first), signed=True) if tag != first else ""
        others = (each.shown(report.interval(contestant, each, tag=tag).value) for each in beside)
        own = told(metric, report.interval(contestant, metric, tag=tag))
        rows.append((tag, f"{report.having(metric, tag):,}", own, gap, *others))
    header = (group, "cases", f"{contestant}, {metric.name}", f"over {first}", *(each.name for each in beside))
    return Rows(header, tuple(rows))
