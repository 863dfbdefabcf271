"""How the list of suites and contestants looks in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from palate.evals.contestant import Contestant
    from palate.evals.suite import Suite

_DEVELOPMENT = "-development"


def print_suites(console: Console, suites: Sequence[Suite], contestants: Sequence[Contestant]) -> None:
    """Print each suite with its metrics and what it measures, and whom all can be run with."""
    from rich.padding import Padding
    from rich.text import Text

    from palate.cli.output import print_table

    common = {each.name for each in contestants}
    for suite in suites:
        if suite.name.endswith(_DEVELOPMENT):
            continue
        metrics = ", ".join(metric.name for metric in suite.metrics if metric.better != "neither")
        console.print(Text.assemble((suite.name, "bold"), (f"  {metrics}", "dim")))
        own = [each.name for each in suite.contestants if each.name not in common]
        also = f" Contestants of its own: {', '.join(own)}." if own else ""
        console.print(Padding(Text(suite.about.measures + also), (0, 0, 0, 4)))
    development = [suite.name for suite in suites if suite.name.endswith(_DEVELOPMENT)]
    if development:
        words = ", ".join(development)
        console.print(Text.assemble(("for making choices", "bold"), ("  other people, tasks and phrasings", "dim")))
        console.print(Padding(Text(words), (0, 0, 0, 4)))
    console.print()
    print_table(console, ("contestant", "is"), [(each.name, each.about) for each in contestants])
    first, last = contestants[0].name, contestants[-1].name
    console.print(Text(f"\nRun some with: palate eval run SUITE --limit 50 -c {first} -c {last}", style="dim"))
