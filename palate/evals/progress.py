"""A progress bar with the running score of each contestant, on standard error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from palate.evals.metric import Metric

if TYPE_CHECKING:
    from rich.console import Console

    from palate.evals.results import Result

_BAR = 16
_COUNTS = 24
"""Signs that the counts, the time left and the gaps take."""


@contextmanager
def score_bar(name: str, metric: Metric, console: Console) -> Iterator[Callable[[int, int, Result | None], None]]:
    """Give a callback for `run(progress=…)` of the suite `name`; nothing is printed where there is no terminal."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=_BAR),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[scores]}", markup=False),
    )
    room = console.width - len(name) - _BAR - _COUNTS
    seen: dict[str, list[float]] = {}
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(name, total=None, scores="")

        def show(done: int, total: int, result: Result | None) -> None:
            if result is not None and metric.score in result.scores:
                seen.setdefault(result.contestant, []).append(result.scores[metric.score])
            bar.update(task, completed=done, total=total, scores=running(seen, metric, room=room))

        yield show


def running(seen: dict[str, list[float]], metric: Metric, *, room: int) -> str:
    """Return the means so far of as many contestants as fit, such as `hit@5 agent 81.0% · popularity 62.5%`."""
    told = metric.name
    for number, (name, scores) in enumerate(seen.items()):
        more = f"{' ·' if number else ''} {name} {metric.shown(sum(scores) / len(scores))}"
        if number and len(told) + len(more) > room:
            break
        told += more
    return told if seen else ""
