"""A report in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from palate.catalog.printable import one_line
from palate.evals.compare import Comparison, Flip
from palate.evals.metric import Metric
from palate.evals.report.details import details
from palate.evals.report.report import Report
from palate.evals.report.rows import Rows, by_tag, costs, gains, provenance, rival, summary, told

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

MOST_FLIPS = 40
MOST_TAGS = 20
_GAP = 2
"""Signs between columns."""
_STYLES = {"better": "green", "worse": "red"}


def print_reports(console: Console, reports: Sequence[Report]) -> None:
    """Print the tables of runs, and of several at the end who leads and by how much."""
    for number, report in enumerate(reports):
        if number:
            console.print()
        print_report(console, report)
    if len(reports) > 1:
        console.print()
        print_rows(console, _glance(reports))


def print_report(console: Console, report: Report) -> None:
    """Print a run's tables; what it measures comes first."""
    from rich.table import Table
    from rich.text import Text

    about = report.manifest.about
    console.print(Text(one_line(report.manifest.suite), style="bold"))
    header = Table.grid(padding=(0, 1))
    header.add_column(style="dim")
    for name, words in (
        ("measures", about.measures),
        ("cannot", about.cannot),
        ("ceiling", about.ceiling),
        ("ran", provenance(report)),
    ):
        header.add_row(name, Text(one_line(words), style="dim" if name == "ran" else ""))
    console.print(header)
    console.print()
    print_rows(console, summary(report), lead=True)
    if len(report.contestants) > 1:
        console.print()
        print_rows(console, gains(report))
    for table in details(report):
        console.print()
        print_rows(console, table)
    if report.tags:
        console.print()
        _print_tags(console, report)
    console.print()
    print_rows(console, costs(report))


def print_comparison(console: Console, found: Comparison) -> None:
    """Print what changed, and the cases that flipped."""
    from rich.text import Text

    unpaired = f"; {found.unpaired} left out, which only one of them has" if found.unpaired else ""
    words = one_line(f": {found.before} -> {found.after}, {found.cases} cases{unpaired}")
    console.print(Text.assemble((one_line(found.suite), "bold"), words, "\n"))
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
        if flips:
            console.print(Text.assemble("\n", (f"{len(flips)} {word}", f"bold {_STYLES[word]}"), f" by {metric.name}"))
            _print_flips(console, flips, metric)


def _print_flips(console: Console, flips: Sequence[Flip], metric: Metric) -> None:
    """Print which cases flipped; values only where they are not simply one and nothing."""
    from rich.columns import Columns
    from rich.padding import Padding
    from rich.text import Text

    plain = metric.form == "share" and all({flip.before, flip.after} == {0.0, 1.0} for flip in flips)
    shown = [
        one_line(flip.case) + ("" if plain else f"  {metric.shown(flip.before)} -> {metric.shown(flip.after)}")
        for flip in flips[:MOST_FLIPS]
    ]
    console.print(Padding(Columns([Text(each) for each in shown], padding=(0, 3), column_first=True), (0, 0, 0, 2)))
    if len(flips) > MOST_FLIPS:
        console.print(Text(f"  and {len(flips) - MOST_FLIPS} more (--json has all)", style="dim"))


def _print_tags(console: Console, report: Report) -> None:
    """Print the main metric by tag, of as many contestants as fit beside each other."""
    from rich.text import Text

    whole = by_tag(report, most=MOST_TAGS)
    first, *others = _fitting(whole, console.width)
    print_rows(console, first)
    if others:
        left_out = ", ".join(name for part in others for name in part.header[1:])
        console.print(Text(one_line(f"not shown for want of width: {left_out}"), style="dim"))


def _glance(reports: Sequence[Report]) -> Rows:
    rows = []
    for report in reports:
        metric, first, other = report.metrics[0], report.contestants[0], rival(report)
        gain = "-" if other is None else told(metric, report.gain(first, other, metric), signed=True)
        figure = told(metric, report.interval(first, metric))
        rows.append((f"{report.manifest.suite} [{metric.name}]", figure, gain, other or "-"))
    return Rows(("suite", "first", "ahead by", "over"), tuple(rows))


def print_rows(console: Console, table: Rows, *, lead: bool = False) -> None:
    """Print a table: figures to the right, their intervals on a line of their own; `lead` sets off its first row.

    One that is too wide is printed in parts, below each other.
    """
    from rich.table import Table
    from rich.text import Text

    for number, part in enumerate(_fitting(_in_lines(table), console.width)):
        if number:
            console.print()
        shown = Table(box=None, header_style="bold", pad_edge=False)
        for place, name in enumerate(part.header):
            shown.add_column(Text(name), justify="right" if place else "left", no_wrap=not place, overflow="fold")
        for at, row in enumerate(part.rows):
            shown.add_row(*(_cell(cell, "bold" if lead and at == 0 else "") for cell in row))
        console.print(shown)


def _in_lines(table: Rows) -> Rows:
    return Rows(tuple(map(one_line, table.header)), tuple(tuple(map(one_line, row)) for row in table.rows))


def _fitting(table: Rows, width: int) -> list[Rows]:
    """Return a table in parts that are no wider than `width`, each with the first column."""
    columns = list(zip(table.header, *table.rows, strict=True))
    widths = [max(len(line) for cell in column for line in _lines(cell)) for column in columns]
    groups: list[list[int]] = [[]]
    for place in range(1, len(columns)):
        if groups[-1] and sum(widths[each] + _GAP for each in (0, *groups[-1], place)) - _GAP > width:
            groups.append([])
        groups[-1].append(place)
    return [
        Rows(
            tuple(table.header[place] for place in (0, *group)),
            tuple(tuple(row[place] for place in (0, *group)) for row in table.rows),
        )
        for group in groups
    ]


def _lines(cell: str) -> tuple[str, ...]:
    """Return a cell's value, and its interval where it has one."""
    value, _, rest = cell.partition(" [")
    return (value, f"[{rest}") if rest.endswith("]") else (cell,)


def _cell(cell: str, style: str) -> Text:
    from rich.text import Text

    value, *interval = _lines(cell)
    if interval:
        return Text.assemble((value, style), (f"\n{interval[0]}", "dim"))
    return Text(value, style=_STYLES.get(cell, style))
