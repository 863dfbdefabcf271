"""A bar that a run has to reach: what a job in continuous integration asks of an agent."""

from __future__ import annotations

from palate.catalog.printable import one_line
from palate.errors import BadArgument
from palate.evals.report.report import Report
from palate.evals.suite import Suite

_MOST_NAMED = 50
_LONGEST = 200


def check_bar(suite: Suite) -> None:
    """See that a suite's main metric is a share, of which more is better.

    Raises:
        BadArgument: it is none.
    """
    metric = suite.metrics[0]
    if metric.form != "share" or metric.better != "higher":
        raise BadArgument(f"`--fail-under` is for shares; `{metric.name}`, which `{suite.name}` measures, is none.")


def is_below(report: Report, share: float) -> bool:
    """Tell whether the first contestant's main metric is below a share, or has no value at all."""
    return not report.mean(report.contestants[0], report.metrics[0]) >= share


def failed_cases(report: Report, share: float) -> str:
    """Name the cases that the first contestant failed, a line each with the reason."""
    name, metric = report.contestants[0], report.metrics[0]
    failed = report.failures(name)
    lines = [f"{report.manifest.suite}: {metric.shown(report.mean(name, metric))} is below {metric.shown(share)}."]
    lines += [f"  {each.case}: {one_line(each.error or each.note, _LONGEST)}" for each in failed[:_MOST_NAMED]]
    if len(failed) > _MOST_NAMED:
        lines.append(f"  and {len(failed) - _MOST_NAMED} more")
    return "\n".join(lines)
