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


def answered(
    agent: Agent, words: str, *, user: str | None, session: str | None, console: Console | None = None
) -> Reply:
    """Answer one message, showing what is waited for in a line that leaves nothing behind.

    Args:
        agent: Who answers.
        words: The message.
        user: Who speaks.
        session: In which session.
        console: Where the line is shown, if it is a terminal; standard error by default.
    """
    from rich.live import Live

    from palate.cli.output import terminal

    shown, line = console or terminal(err=True), _Line()
    # Rich shows a line that leaves nothing behind on terminals alone.
    with Live(get_renderable=line.shown, console=shown, transient=True, refresh_per_second=10):
        return line.followed(agent, words, user=user, session=session)


class _Line:
    """The last thing that a turn told."""

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._text = ""

    def followed(self, agent: Agent, words: str, *, user: str | None, session: str | None) -> Reply:
        """Return the reply of a turn, and have each thing that it tells shown until the next."""
        from palate.agent.events import ReplyEvent

        for event in agent.stream(words, user=user, session=session):
            if isinstance(event, ReplyEvent):
                return event.reply
            self._text = event.text or self._text
        raise PalateError("The turn ended without a reply.")

    def shown(self) -> RenderableType:
        """Return what stands on the terminal now: nothing at all in a turn that has only begun."""
        from rich.console import Group
        from rich.text import Text

        if not self._text or time.monotonic() - self._since < SOON:
            return Group()
        return Text(f"{one_line(self._text)} …", style="dim", no_wrap=True, overflow="ellipsis")
