"""`palate chat`: a conversation at the keyboard, or piped in line by line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from palate.cli.door import say
from palate.cli.failures import sentence
from palate.cli.options import Count, Db, ModelName, PlannerOption, Policies, RankerName, State, open_agent
from palate.errors import closest

if TYPE_CHECKING:
    from rich.console import Console

    from palate.agent.agent import Agent
    from palate.agent.reply import Reply

PROMPT = "> "
HELP = {
    "/why": "say why the last items were recommended",
    "/trace": "show how the last reply came about",
    "/memory": "show what is remembered of you",
    "/help": "show this list",
    "/quit": "leave (so does Ctrl-D)",
}


def chat_command(
    db: Db = None,
    user: Annotated[str, typer.Option("--user", metavar="ID", help="Who speaks, and is remembered.")] = "me",
    session: Annotated[
        str | None, typer.Option("--session", metavar="ID", help="A conversation to go on with; a new one by default.")
    ] = None,
    count: Count = None,
    state: State = None,
    model: ModelName = None,
    planner: PlannerOption = None,
    policy: Policies = None,
    ranker: RankerName = None,
) -> None:
    """Talk with the agent.

    Standard input may be a pipe, one message a line.
    """
    from palate.cli.output import terminal

    with open_agent(
        db, state=state, count=count, model=model, planner=planner, policies=policy, ranker=ranker, warm=True
    ) as agent:
        Chat(agent, terminal(), user=user, session=session or f"{datetime.now():%Y%m%d-%H%M%S}").run()


@dataclass
class Chat:
    """One conversation at the keyboard."""

    agent: Agent
    console: Console
    user: str
    session: str
    last: Reply | None = field(default=None, init=False)

    def run(self) -> None:
        """Answer line after line, until `/quit` or the end of the input."""
        from rich.text import Text

        from palate.catalog.words import plural

        schema = self.agent.catalog.schema
        simulated = " Their ratings are simulated." if schema.log.simulated else ""
        count = f"{schema.items:,} {plural(schema.noun)}"
        self.console.print(Text(f"{count}.{simulated} Ask for one, or try /help.", style="dim"))
        for line in lines(self._history()):
            if line == "/quit":
                return
            self._guarded(line)
            self.console.print()

    def _history(self) -> Path | None:
        """Return the file of what this person typed, which goes when they are forgotten; None where there is none."""
        from palate.agent.storage.history import ChatHistory

        if self.agent.state is None:
            return None
        try:
            return ChatHistory.within(self.agent.state).open(self.user)
        except OSError:
            return None

    def _guarded(self, line: str) -> None:
        """Answer one line; what goes wrong is said, and the conversation goes on."""
        try:
            self._answer(line)
        except Exception as error:
            say(sentence(error), err=True)

    def _answer(self, line: str) -> None:
        commands: dict[str, Callable[[], None]] = {
            "/why": lambda: self._say("why?"),
            "/trace": self._trace,
            "/memory": self._memory,
            "/help": self._help,
        }
        if not line.startswith("/"):
            self._say(line)
        elif line in commands:
            commands[line]()
        else:
            say(f"There is no `{line}`; {closest(line, HELP)}.", err=True)

    def _say(self, words: str) -> None:
        from palate.cli.output import print_reply
        from palate.cli.progress import followed

        self.last = followed(self.agent, words, user=self.user, session=self.session)
        print_reply(self.console, self.last)

    def _trace(self) -> None:
        from palate.cli.output import print_trace

        if self.last is None:
            say("Nothing was said yet.", err=True)
        else:
            print_trace(self.console, self.last)

    def _memory(self) -> None:
        from palate.cli.output import print_preferences

        print_preferences(self.console, self.agent.memory.of(self.user).preferences(), self.agent.catalog)

    def _help(self) -> None:
        for command, purpose in HELP.items():
            self.console.print(f"  {command:<9} {purpose}")


def lines(history: Path | None = None) -> Iterator[str]:
    """Yield what is typed, or what a pipe holds, line by line, without empty lines.

    `history` is the file that holds what was typed before, and to which what is typed is added.
    """
    source = _typed(history) if sys.stdin.isatty() else (line.decode("utf-8", "replace") for line in sys.stdin.buffer)
    yield from filter(None, (line.strip() for line in source))


def _typed(history: Path | None) -> Iterator[str]:
    """Yield lines typed at a prompt with history; Ctrl-C cancels a line, Ctrl-D ends."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.formatted_text import ANSI
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    kept = FileHistory(history) if history is not None else InMemoryHistory()
    prompt: PromptSession[str] = PromptSession(history=kept)
    while True:
        try:
            yield prompt.prompt(ANSI(f"\x1b[1;36m{PROMPT}\x1b[0m"))
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
