"""A progress bar with the running score of each contestant, on standard error."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from palate.evals.metric import Metric

if TYPE_CHECKING:
    from palate.evals.results import Result

_MOST_NAMED = 3


@contextmanager
def score_bar(name: str, metric: Metric) -> Iterator[Callable[[int, int, Result | None], None]]:
    """Give a callback for `run(progress=…)`; nothing is printed where standard error is no terminal.

    Args:
        name: The suite's.
        metric: Whose running mean is shown.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[scores]}", markup=False),
    )
    seen: dict[str, list[float]] = {}
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(name, total=None, scores="")

        def show(done: int, total: int, result: Result | None) -> None:
            if result is not None and metric.score in result.scores:
                seen.setdefault(result.contestant, []).append(result.scores[metric.score])
            bar.update(task, completed=done, total=total, scores=running(seen, metric))

        yield show


def running(seen: dict[str, list[float]], metric: Metric) -> str:
    """Return the means so far of the first contestants, such as `hit@5 agent 81.0% · popularity 62.5%`."""
    shown: Sequence[str] = [
        f"{name} {metric.shown(sum(scores) / len(scores))}" for name, scores in list(seen.items())[:_MOST_NAMED]
    ]
    return f"{metric.name} {' · '.join(shown)}" if shown else ""
