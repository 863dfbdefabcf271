"""What came of the trials as a page of Markdown, and as a table on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.hard.trial import Trial, Value


def markdown(trials: Sequence[Trial], *, command: str, scale: float, machine: Mapping[str, Any]) -> str:
    """Return the page: how it was made and on what, the verdicts, and the figures of each trial."""
    return "\n".join((*_head(command, scale, machine), "", *_verdicts(trials), *_each(trials))) + "\n"


def print_table(trials: Sequence[Trial], console: Console) -> None:
    """Print verdicts and figures, and what was not as it should be."""
    grid = Table(box=None, pad_edge=False, header_style="bold", show_header=False)
    for trial in trials:
        verdict = "[green]passed[/]" if trial.passed else "[bold red]failed[/]"
        grid.add_row(f"[bold]{trial.name}[/]", verdict, f"{trial.seconds:g} s")
        for name, value in trial.figures.items():
            grid.add_row("", name, _shown(value))
    console.print(grid)
    for trial in trials:
        for failure in trial.failures:
            console.print(f"{trial.name}: {failure}", markup=False)
    failed = [trial.name for trial in trials if not trial.passed]
    console.print(f"\nFailed: {', '.join(failed)}." if failed else "\nEverything held.")


def _head(command: str, scale: float, machine: Mapping[str, Any]) -> Iterator[str]:
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    changed = " with changes that are not committed" if machine["changed"] else ""
    yield "# Reliability"
    yield ""
    yield "What holds, measured: for long, for many at once, through kills, and over odd and hostile input."
    yield ""
    yield "| | |"
    yield "|---|---|"
    yield f"| command | `{command}` |"
    yield f"| scale | {scale:g} (1 is the whole) |"
    yield f"| measured | {machine['measured']} |"
    yield f"| commit | {machine['commit'] or 'none'}{changed} |"
    yield f"| machine | {machine['cores']} cores, {machine['architecture']}, {machine['system']} |"
    yield f"| versions | {versions} |"


def _verdicts(trials: Sequence[Trial]) -> Iterator[str]:
    yield "| trial | what was asked for | verdict | s |"
    yield "|---|---|---|---|"
    for trial in trials:
        verdict = "passed" if trial.passed else "**failed**"
        yield f"| [{trial.name}](#{trial.name}) | {_cell(trial.asked)} | {verdict} | {trial.seconds:g} |"


def _each(trials: Sequence[Trial]) -> Iterator[str]:
    for trial in trials:
        yield from ("", f"## {trial.name}")
        if trial.figures:
            yield from ("", "| figure | value |", "|---|---|")
            yield from (f"| {_cell(name)} | {_cell(_shown(value))} |" for name, value in trial.figures.items())
        if trial.failures:
            yield from ("", "What was not as it should be:", "")
            yield from (f"- {_cell(failure)}" for failure in trial.failures)


def _shown(value: Value) -> str:
    return value if isinstance(value, str) else f"{value:,}"


def _cell(text: str) -> str:
    """Return a text that ends no cell and begins no markup."""
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())
