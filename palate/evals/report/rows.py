"""The tables of a report as plain text cells, for whichever form they are shown in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from palate.evals.bootstrap import RESAMPLES, Interval
from palate.evals.metric import Metric
from palate.evals.report.report import Report

INTERVALS = (
    "Intervals are of 95 %. Of a share p of n cases that each succeed or fail they are Wilson's, "
    "(p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n) with z = 1.96; of any other mean, those of a bootstrap of "
    f"{RESAMPLES:,} draws of the cases. Differences are taken case by case and drawn so, those of shares in percentage "
    "points; one without a width is of contestants that differ in no case, or in all alike."
)
"""How intervals are made, for a report's legend."""

_ABLATION = "no-"


@dataclass(frozen=True)
class Rows:
    """A table."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def told(metric: Metric, found: Interval, *, signed: bool = False) -> str:
    """Return a figure with its interval: `81.2% [78.0, 84.4]`; a difference has a sign, and of shares is in points."""
    if not found.cases:
        return "-"
    if metric.over != "cases":
        return metric.shown(found.value, signed=signed)
    value, low, high = (metric.shown(each, signed=signed) for each in (found.value, found.low, found.high))
    return f"{value} [{low.rstrip('%')}, {high.rstrip('%')}]"


def rival(report: Report) -> str | None:
    """Return who comes next to the first contestant by the main metric, or None where it is alone.

    Those called `no-…` are the first without one of its parts: they count where there is nobody else. Who was put to a
    sample of the cases is compared in the table, over that sample, and is no rival.
    """
    first, *others = report.contestants
    metric = report.metrics[0]
    whole = len(report.values(first, metric))
    others = [name for name in others if len(report.values(name, metric)) >= whole]
    sign = -1 if metric.better == "lower" else 1
    known = {name: sign * value for name in others if not math.isnan(value := report.mean(name, metric))}
    baselines = {name: value for name, value in known.items() if not name.startswith(_ABLATION)} or known
    return max(baselines, key=lambda name: baselines[name], default=None)


def overview(reports: Sequence[Report]) -> Rows:
    """Return a row for each run: how far its first contestant is ahead of the best other by the main metric."""
    rows = []
    for report in reports:
        metric, first, other = report.metrics[0], report.contestants[0], rival(report)
        rows.append(
            (
                report.manifest.suite,
                f"{len(report.cases):,}",
                metric.name,
                f"{first} {told(metric, report.interval(first, metric))}",
                "-" if other is None else f"{other} {told(metric, report.interval(other, metric))}",
                "-" if other is None else told(metric, report.gain(first, other, metric), signed=True),
            )
        )
    return Rows(("suite", "cases", "metric", "first", "best baseline", "ahead by"), tuple(rows))


def summary(report: Report, *, tag: str | None = None) -> Rows:
    """Return every contestant's figures, over the cases with `tag` alone where one is given."""
    header = ("contestant", *(metric.name for metric in report.metrics))
    rows = [
        (name, *(told(metric, report.interval(name, metric, tag=tag)) for metric in report.metrics))
        for name in report.contestants
    ]
    return Rows(header, tuple(rows))


def judging(report: Report) -> list[Metric]:
    """Return the metrics by which more or less is better, the main one first."""
    return [report.metrics[0], *(metric for metric in report.metrics[1:] if metric.better != "neither")]


def gains(report: Report) -> Rows:
    """Return how far the first contestant is ahead of each other, case by case, by the metrics that judge."""
    first, *others = report.contestants
    metrics = judging(report)
    header = (f"{first} over", *(metric.name for metric in metrics))
    rows = [
        (name, *(told(metric, report.gain(first, name, metric), signed=True) for metric in metrics)) for name in others
    ]
    return Rows(header, tuple(rows))


def by_tag(report: Report, metric: Metric | None = None, *, most: int = 40) -> Rows:
    """Return a metric of every contestant, the main one where none is given, by the tags of cases that have it."""
    main = report.metrics[0]
    known = metric or main
    header = ("tag" if known is main else f"{known.name} by tag", "cases", *report.contestants)
    rows = []
    for tag in report.tags:
        cases = report.having(known, tag)
        if cases:
            found = (known.shown(report.mean(name, known, tag=tag)) for name in report.contestants)
            rows.append((tag, str(cases), *found))
    return Rows(header, tuple(rows[:most]))


def costs(report: Report) -> Rows:
    """Return what every contestant's turns took; model calls, tokens and money only where there were any."""
    found = {name: report.cost(name) for name in report.contestants}
    header = ["contestant", "turns", "p50", "p95", "failed", "errors"]
    modelled = any(cost.calls or cost.tokens for cost in found.values())
    rows = []
    for name, cost in found.items():
        row = [name, f"{cost.turns:,}", seconds(cost.p50), seconds(cost.p95)]
        row += [f"{len(report.failures(name)):,}", f"{report.errors(name):,}"]
        rows.append((*row, *((f"{cost.calls:,.0f}", f"{cost.tokens:,.0f}", f"${cost.money:.2f}") if modelled else ())))
    return Rows((*header, *(("calls", "tokens", "money") if modelled else ())), tuple(rows))


def seconds(value: float) -> str:
    """Return seconds as reports print them."""
    return Metric("", "", "", form="seconds").shown(value)


def legend(metrics: Sequence[Metric]) -> Rows:
    """Return what each metric is."""
    better = {"higher": "higher is better", "lower": "lower is better", "neither": "describes"}
    return Rows(("metric", "is", ""), tuple((each.name, each.formula, better[each.better]) for each in metrics))


def entrants(report: Report) -> Rows:
    """Return what each contestant is."""
    return Rows(("contestant", "is"), tuple(report.manifest.contestants.items()))


def provenance(report: Report) -> str:
    """Return in one line what ran."""
    manifest = report.manifest
    parts = [
        f"{len(report.cases):,} cases x {manifest.repeat}" if manifest.repeat > 1 else f"{len(report.cases):,} cases",
        f"seed {manifest.seed}",
        f"filter `{manifest.filter}`" if manifest.filter else "",
        f"suite {manifest.suite_hash}",
        f"data {manifest.data}",
        f"commit {manifest.commit}" if manifest.commit else "",
        manifest.started[:10],
        f"{manifest.seconds:,.0f} s",
        "" if manifest.complete else f"stopped after {len(report.results):,} of {report.total:,} results",
    ]
    return ", ".join(part for part in parts if part)
