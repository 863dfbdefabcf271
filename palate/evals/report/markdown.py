"""A report as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from palate.evals.report.report import Report
from palate.evals.report.rows import Rows, by_tag, costs, entrants, gains, legend, provenance, summary


def to_markdown(reports: Sequence[Report], *, title: str = "Results") -> str:
    """Return runs as one document, a section each."""
    return "\n\n".join([f"# {title}", *(section(report) for report in reports)]) + "\n"


def section(report: Report, *, level: int = 2) -> str:
    """Return one run as a section whose heading has `level`."""
    about = report.manifest.about
    parts = [
        f"{'#' * level} {report.manifest.suite}",
        f"{about.measures} {about.cannot} Ceiling: {about.ceiling}",
        provenance(report)[:1].upper() + provenance(report)[1:] + ".",
        table(summary(report)),
    ]
    if len(report.contestants) > 1:
        parts.append(table(gains(report)))
    if len(report.tags) > 1:
        parts.append(table(by_tag(report)))
    parts += [table(costs(report)), table(legend(report.metrics)), table(entrants(report))]
    return "\n\n".join(parts)


def table(rows: Rows) -> str:
    """Return a table, its figures to the right."""
    marks = ["---", *["---:"] * (len(rows.header) - 1)]
    return "\n".join(f"| {' | '.join(map(_escaped, cells))} |" for cells in (rows.header, marks, *rows.rows))


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")
