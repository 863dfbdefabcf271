"""How contestants that plan differently compare: one table of them, and two by category."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from palate.evals.recorded import missing_share
from palate.evals.report.markdown import table
from palate.evals.report.models import MODEL_COLUMNS, NOTE, model_cells, model_use
from palate.evals.report.report import Report
from palate.evals.report.rows import INTERVALS, Rows, entrants, provenance, seconds, told

BASE = "frames-none"
"""Whom the others are compared with: a model that plans without demonstrations. Where it did not run, the first."""


MAIN = "frames-dynamic"
"""Of whom it is told by category what it took."""
MARK = "<!-- What follows is printed, not written: edit above. -->"
"""The line of a page below which the tables are put anew each time."""


def below_mark(page: str, printed: str) -> str:
    """Return a page with what was printed in the place of all that stands below its mark; without one, all is new."""
    head, mark, _ = page.partition(MARK)
    return f"{head}{mark}\n\n{printed}" if mark else printed


def to_planning(reports: Sequence[Report], *, command: str = "") -> str:
    """Return runs as Markdown tables, to stand in a page; `command` is told at their head."""
    head = ["## Measured"]
    if command:
        head.append(f"Printed by `{command}` from the results of `palate eval run`; not written by hand.")
    sections = chain.from_iterable(_section(report) for report in reports)
    return "\n\n".join([*head, *sections, *missing_share(reports), "### How to read it", NOTE, INTERVALS]) + "\n"


def planners(report: Report) -> Rows:
    """Return a row for each contestant: how often it is right, by how much more than `BASE`, and what that took.

    What should be low, such as turns, stands beside it.
    """
    metric, base = report.metrics[0], base_of(report)
    low = [each for each in report.metrics[1:] if each.better == "lower"]
    beside = (f"over {base}", *(each.name for each in low), *MODEL_COLUMNS[:4])
    header = ("contestant", metric.name, *beside, "p50 a turn", "p95 a turn", "money")
    rows = []
    for name in report.contestants:
        gain = "-" if name == base else told(metric, report.gain(name, base, metric), signed=True)
        use = model_use(report, name)
        cells, took = model_cells(use), report.cost(name) if use is None else use
        rows.append(
            (
                name,
                told(metric, report.interval(name, metric)),
                gain,
                *(told(each, report.interval(name, each)) for each in low),
                *cells[:4],
                seconds(took.p50),
                seconds(took.p95),
                cells[-1],
            )
        )
    return Rows(header, tuple(rows))


def categories(report: Report) -> Rows:
    """Return a row for each tag: how often each contestant is right in its cases, with the interval."""
    metric = report.metrics[0]
    rows = [
        (tag, str(cases), *(told(metric, report.interval(name, metric, tag=tag)) for name in report.contestants))
        for tag, cases in report.tags.items()
    ]
    return Rows(("tag", "cases", *report.contestants), tuple(rows))


def took(report: Report) -> Rows | None:
    """Return a row for each tag: what the contestant took that the page is most about; None where nobody asked a model.

    That is `frames-dynamic`, or the first that asked a model.
    """
    asked = [name for name in report.contestants if model_use(report, name) is not None]
    if not asked:
        return None
    name = MAIN if MAIN in asked else asked[0]
    rows = [
        (tag, *model_cells(use)[:4], seconds(use.p50), seconds(use.p95))
        for tag in report.tags
        if (use := model_use(report, name, tag=tag)) is not None
    ]
    return Rows((f"{name}, by tag", *MODEL_COLUMNS[:4], "p50 a turn", "p95 a turn"), tuple(rows))


def base_of(report: Report) -> str:
    """Return whom the others are compared with."""
    return BASE if BASE in report.contestants else report.contestants[0]


def _section(report: Report) -> list[str]:
    ran = provenance(report)
    parts = [
        f"### {_title(report)}",
        report.manifest.about.measures,
        f"{ran[:1].upper()}{ran[1:]}.",
        table(planners(report)),
    ]
    if report.tags:
        parts.append(table(categories(report)))
        if (spent := took(report)) is not None and spent.rows:
            parts.append(table(spent))
    return [*parts, table(entrants(report))]


def _title(report: Report) -> str:
    """Return the suite, how many of its cases ran, and who ran them: one suite may have run several times."""
    others = [name for name in report.contestants if name != base_of(report)] or list(report.contestants)
    cut = f" of {report.manifest.filter}" if report.manifest.filter else ""
    return f"{report.manifest.suite}: {len(report.cases)} cases{cut}, {', '.join(others)}"
