"""`python -m bench`: measure, write bench/results/latest.json, print a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench import report
from bench.figure import Figure
from bench.synthetic import Progress

SIZES = (10_000, 100_000, 1_000_000)


class Part(StrEnum):
    """What can be measured by itself."""

    STARTUP = "startup"
    OVERHEAD = "overhead"
    DEMONSTRATIONS = "demonstrations"
    RANKING = "ranking"
    TURNS = "turns"
    BUILD = "build"
    MESSY = "messy"
    TRAINING = "training"


def bench(
    sizes: Annotated[str, typer.Option(help="Numbers of items, separated by commas.")] = ",".join(map(str, SIZES)),
    only: Annotated[list[Part] | None, typer.Option(help="Measure only this part; may be given several times.")] = None,
    out: Annotated[Path, typer.Option(help="The file that is written.")] = report.RESULTS,
    as_json: Annotated[bool, typer.Option("--json", help="Print the JSON that is written.")] = False,
) -> None:
    """Measure the speed budgets, write them as JSON, and print a table."""
    items = [int(size.replace("_", "")) for size in sizes.split(",")]
    with _bar(Console(stderr=True)) as progress:
        figures = _measure(only or list(Part), items, progress)
    run = report.as_json(figures)
    report.write(run, out)
    if as_json:
        typer.echo(json.dumps(run, indent=2))
    else:
        report.print_table(figures, Console(highlight=False))


def _measure(parts: Sequence[Part], sizes: Sequence[int], progress: Progress) -> list[Figure]:
    """Measure the parts in order."""
    from bench.catalogues import build_figure
    from bench.demonstrations import demonstrations_figure
    from bench.messy import messy_figures
    from bench.overhead import overhead_figure
    from bench.ranking import ranking_figures
    from bench.startup import startup_figures
    from bench.training import training_figures
    from bench.turns import turn_figures

    figures: dict[Part, Callable[[], list[Figure]]] = {
        Part.STARTUP: startup_figures,
        Part.OVERHEAD: lambda: [overhead_figure()],
        Part.DEMONSTRATIONS: lambda: [demonstrations_figure()],
        Part.RANKING: lambda: ranking_figures(progress=progress),
        Part.TURNS: lambda: [figure for size in sizes for figure in turn_figures(size, progress=progress)],
        Part.BUILD: lambda: [build_figure(progress=progress)],
        Part.MESSY: lambda: messy_figures(progress=progress),
        Part.TRAINING: lambda: training_figures(progress=progress),
    }
    return [figure for part in Part if part in parts for figure in figures[part]()]


@contextmanager
def _bar(console: Console) -> Iterator[Progress]:
    """Show one progress bar on standard error, whatever is going on."""
    from rich.progress import Progress as Bar

    with Bar(console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total)


if __name__ == "__main__":
    typer.run(bench)
