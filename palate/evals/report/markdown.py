"""A report as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from palate.evals.report.details import details
from palate.evals.report.published import WARNING, published
from palate.evals.report.report import Report
from palate.evals.report.rows import (
    INTERVALS,
    Rows,
    by_tag,
    costs,
    entrants,
    gains,
    legend,
    overview,
    provenance,
    summary,
)


def to_markdown(reports: Sequence[Report], *, title: str = "Results", command: str = "") -> str:
    """Return runs as one document, a section each; `command` is told at its head, so that nobody edits it by hand."""
    head = [f"# {title}", *([_printed(reports, command)] if command else [])]
    glance = [table(overview(reports))] if len(reports) > 1 else []
    parts = [*head, *glance, *(section(report) for report in reports), "## Intervals", INTERVALS]
    return "\n\n".join(parts) + "\n"


def _printed(reports: Sequence[Report], command: str) -> str:
    """Return what printed the document, and of which commits and days it is."""
    ran: dict[tuple[str, str], list[str]] = {}
    for report in reports:
        when = (report.manifest.commit or "unknown", report.manifest.started[:10])
        ran.setdefault(when, []).append(report.manifest.suite)
    if len(ran) == 1:
        [(commit, day)] = ran
        told = f"run at commit {commit} on {day}"
    else:
        told = "; ".join(f"{', '.join(names)} run at commit {commit} on {day}" for (commit, day), names in ran.items())
    return f"Printed by `{command}` from the results of `palate eval run` (`make eval` runs every suite): {told}."


def section(report: Report) -> str:
    """Return one run as a section."""
    about = report.manifest.about
    parts = [
        f"## {report.manifest.suite}",
        f"{about.measures} {about.cannot} Ceiling: {about.ceiling}",
        provenance(report)[:1].upper() + provenance(report)[1:] + ".",
        table(summary(report)),
    ]
    if len(report.contestants) > 1:
        parts.append(table(gains(report)))
    if (others := published(report)) is not None:
        parts += [WARNING, table(others)]
    parts += map(table, details(report))
    if report.tags:
        parts.append(table(by_tag(report)))
    parts += [table(costs(report)), table(legend(report.metrics)), table(entrants(report))]
    return "\n\n".join(parts)


def table(rows: Rows) -> str:
    """Return a table, its figures to the right."""
    marks = ["---", *["---:"] * (len(rows.header) - 1)]
    return "\n".join(f"| {' | '.join(map(_escaped, cells))} |" for cells in (rows.header, marks, *rows.rows))


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")
