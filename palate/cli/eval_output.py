"""What `palate eval` prints: the list of suites and contestants, and a run's figures as JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from palate.evals.contestant import Contestant
    from palate.evals.report.report import Report
    from palate.evals.suite import Suite


def print_suites(console: Console, suites: Sequence[Suite], contestants: Sequence[Contestant]) -> None:
    """Print each suite with its metrics and what it measures, and whom all can be run with."""
    from rich.padding import Padding
    from rich.text import Text

    from palate.cli.output import print_table
    from palate.evals.registry import FOR_CHOOSING

    common = {each.name for each in contestants}
    for suite in suites:
        if suite.name.endswith(FOR_CHOOSING):
            continue
        metrics = ", ".join(metric.name for metric in suite.metrics if metric.better != "neither")
        console.print(Text.assemble((suite.name, "bold"), (f"  {metrics}", "dim")))
        own = [each.name for each in suite.contestants if each.name not in common]
        also = f" Contestants of its own: {', '.join(own)}." if own else ""
        console.print(Padding(Text(suite.about.measures + also), (0, 0, 0, 4)))
    development = [suite.name for suite in suites if suite.name.endswith(FOR_CHOOSING)]
    if development:
        words = ", ".join(development)
        console.print(Text.assemble(("for making choices", "bold"), ("  other people, tasks and phrasings", "dim")))
        console.print(Padding(Text(words), (0, 0, 0, 4)))
    console.print()
    print_table(console, ("contestant", "is"), [(each.name, each.about) for each in contestants])
    first, last = contestants[0].name, contestants[-1].name
    console.print(Text(f"\nRun some with: palate eval run SUITE --limit 50 -c {first} -c {last}", style="dim"))


def figures(report: Report) -> dict[str, Any]:
    """Return a run's figures for programs."""
    from palate.evals.report.models import model_use

    return {
        "manifest": report.manifest,
        "results": {
            name: {
                "metrics": {metric.name: plain(report.interval(name, metric)) for metric in report.metrics},
                "cost": plain(report.cost(name)),
                "model": None if (use := model_use(report, name)) is None else plain(use),
                "errors": report.errors(name),
                "failed": [result.case for result in report.failures(name)],
            }
            for name in report.contestants
        },
    }


def plain(value: Any) -> Any:
    """Return a dataclass as JSON has it, where there is no `nan`."""
    from dataclasses import asdict

    return _finite({**asdict(value), **({"lost": value.lost} if hasattr(value, "lost") else {})})


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _finite(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
