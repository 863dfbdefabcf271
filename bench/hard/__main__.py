"""`python -m bench.hard`: run the trials, print what came of them, and write it as Markdown."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench.hard.page import markdown, print_table
from bench.hard.running import Name, Progress, run_trials
from bench.machine import machine


def hard(
    scale: Annotated[float, typer.Option(min=0.0, max=10.0, help="How much of everything; 1 is the whole.")] = 1.0,
    only: Annotated[list[Name] | None, typer.Option(help="Run only this trial; may be given several times.")] = None,
    seed: Annotated[int, typer.Option(help="Of everything that is drawn.")] = 0,
    out: Annotated[Path | None, typer.Option(help="A file for the page of Markdown.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Run the trials of reliability; exit with 1 where one of them failed."""
    # What is killed leaves semaphores behind, which Python's own tracker removes, and warns of.
    os.environ["PYTHONWARNINGS"] = ",".join(filter(None, (os.environ.get("PYTHONWARNINGS"), "ignore:resource_tracker")))
    about = machine()
    with _bars(Console(stderr=True)) as progress:
        trials = run_trials(only or list(Name), scale=scale, seed=seed, progress=progress)
    if as_json:
        typer.echo(json.dumps({**about, "scale": scale, "trials": [trial.as_json() for trial in trials]}, indent=2))
    else:
        print_table(trials, Console(highlight=False))
    if out is not None:
        command = f"python -m bench.hard {shlex.join(sys.argv[1:])}"
        out.write_text(markdown(trials, command=command, scale=scale, machine=about), "utf-8")
    if not all(trial.passed for trial in trials):
        raise typer.Exit(1)


@contextmanager
def _bars(console: Console) -> Iterator[Progress]:
    """Show a progress bar for each trial that runs, on standard error, where that is a terminal."""
    from rich.progress import Progress as Bars

    with Bars(console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks = {name: bars.add_task(name, visible=False) for name in Name}
        yield lambda name, done, total: bars.update(
            tasks[name], completed=done, total=total, visible=done < total, refresh=done == total
        )


if __name__ == "__main__":
    typer.run(hard)
