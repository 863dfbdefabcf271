"""What is going on, on standard error where that is a terminal: bars of a build, a line for a turn that takes long."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from palate.catalog.printable import one_line
from palate.errors import PalateError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from palate.agent.agent import Agent
    from palate.agent.reply import Reply

SOON = 0.4
"""Seconds that a turn may take before anything is said of it."""


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int | None], None]]:
    """Give a callback that shows each stage of a build as a bar; the bars leave nothing behind."""
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    from palate.cli.output import terminal

    console = terminal(err=True)
    columns = (TextColumn("{task.description:<20}", markup=False), BarColumn(), TimeElapsedColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:

        def show(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                for task in tasks.values():
                    bar.update(task, total=1, completed=1)
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield show


def followed(
    agent: Agent, words: str, *, user: str | None, session: str | None, console: Console | None = None
) -> Reply:
    """Return the reply of a turn, showing what is waited for in a line that leaves nothing behind.

    The line is shown on `console`, standard error by default, if that is a terminal.
    """
    from rich.console import Group
    from rich.live import Live
    from rich.text import Text

    from palate.agent.events import ReplyEvent
    from palate.cli.output import terminal

    since, told = time.monotonic(), ""

    def line() -> RenderableType:
        # Nothing at all stands there in a turn that has only begun.
        if not told or time.monotonic() - since < SOON:
            return Group()
        return Text(f"{one_line(told)} …", style="dim", no_wrap=True, overflow="ellipsis")

    # Rich shows a line that leaves nothing behind on terminals alone.
    with Live(get_renderable=line, console=console or terminal(err=True), transient=True, refresh_per_second=10):
        for event in agent.stream(words, user=user, session=session):
            if isinstance(event, ReplyEvent):
                return event.reply
            told = event.text or told
    raise PalateError("The turn ended without a reply.")
