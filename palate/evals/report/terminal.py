"""A report in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from palate.evals.compare import Comparison
from palate.evals.report.report import Report
from palate.evals.report.rows import Rows, by_tag, costs, gains, provenance, summary, told

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

MOST_FLIPS = 20


def print_report(console: Console, report: Report, *, tags: bool = True) -> None:
    """Print a run's tables; what it measures comes first."""
    from rich.text import Text

    about = report.manifest.about
    console.print(Text(report.manifest.suite, style="bold"))
    for name, words in (("measures", about.measures), ("cannot", about.cannot), ("ceiling", about.ceiling)):
        console.print(Text.assemble((f"  {name:<9}", "dim"), words))
    console.print(Text(f"  {provenance(report)}\n", style="dim"))
    print_rows(console, summary(report))
    if len(report.contestants) > 1:
        console.print()
        print_rows(console, gains(report))
    if tags and len(report.tags) > 1:
        console.print()
        print_rows(console, by_tag(report, most=20))
    console.print()
    print_rows(console, costs(report))


def print_comparison(console: Console, found: Comparison) -> None:
    """Print what changed, and the cases that flipped."""
    from rich.text import Text

    unpaired = f"; {found.unpaired} left out, which only one of them has" if found.unpaired else ""
    console.print(Text(f"{found.suite}: {found.before} -> {found.after}, {found.cases} cases{unpaired}\n"))
    rows = [
        (
            each.metric.name,
            each.metric.shown(each.before),
            each.metric.shown(each.after),
            told(each.metric, each.change, signed=True),
            each.verdict,
        )
        for each in found.differences
    ]
    print_rows(console, Rows(("metric", "before", "after", "change", ""), tuple(rows)))
    metric = found.differences[0].metric
    for better, word in ((False, "worse"), (True, "better")):
        flips = [flip for flip in found.flips if flip.better == better]
        if not flips:
            continue
        console.print(Text(f"\n{len(flips)} {word} by {metric.name}", style="bold"))
        for flip in flips[:MOST_FLIPS]:
            console.print(Text(f"  {flip.case}  {metric.shown(flip.before)} -> {metric.shown(flip.after)}"))
        if len(flips) > MOST_FLIPS:
            console.print(Text(f"  and {len(flips) - MOST_FLIPS} more (--json has all)", style="dim"))


def print_rows(console: Console, table: Rows) -> None:
    """Print a table: figures to the right, their intervals on a line of their own."""
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, header_style="bold", pad_edge=False)
    for place, name in enumerate(table.header):
        shown.add_column(Text(name), justify="right" if place else "left", no_wrap=not place, overflow="fold")
    for row in table.rows:
        shown.add_row(*map(_cell, row))
    console.print(shown)


def _cell(cell: str) -> Text:
    from rich.text import Text

    value, bracket, rest = cell.partition(" [")
    return Text.assemble(value, (f"\n{bracket.strip()}{rest}", "dim")) if rest.endswith("]") else Text(cell)
