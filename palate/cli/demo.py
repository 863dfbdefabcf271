"""`palate demo`: a scripted conversation over the embedded films, in which each kind of act occurs."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from palate.cli.options import AsJson, open_agent, print_json

if TYPE_CHECKING:
    from palate.agent.reply import Reply

SCRIPT = (
    "Hello!",
    "I love film noir, and I've seen Vertigo",
    "a comedy from the nineties under 100 minutes, not with Jim Carrey",
    "something shorter",
    "Why the second one?",
    "forget the year",
    "more like the second one",
    "Who directed Fargo?",
    "Is Alien older than Jaws?",
    "Start over. Something by Kurosowa, before Jaws came out",
    "Start over. An animated western under 50 minutes",
    "Start over. A French thriller. And what is the longest western?",
    "Start over. Something like Dracula",
    "the older one",
    "I'll take the first one",
    "Thanks!",
)
"""What the person says. Typos are meant."""

NEXT = (
    ("palate chat", "talk with it yourself"),
    ("palate serve", "the same in the browser, with an API"),
    ('palate ask "a funny heist" --json', "one message, for a program to read"),
    ("palate ingest --help", "your own catalogue, from CSV or JSON"),
)
PAUSE = 0.8
"""Seconds between turns on a terminal, so that a person can follow."""


def demo_command(
    json: AsJson = False,
    fast: Annotated[bool, typer.Option("--fast", help="Do not pause between turns.")] = False,
) -> None:
    """Play a scripted conversation over the embedded films.

    The films are real; the ratings that rank them are simulated. The person is new each time, and forgotten afterwards.
    """
    if json:
        print_json({"turns": [{"user": words, "reply": reply} for words, reply in play()]})
    else:
        _show(pause=0.0 if fast or not sys.stdout.isatty() else PAUSE)


def play() -> Iterator[tuple[str, Reply]]:
    """Yield what the person says and what the agent answers, turn by turn."""
    with tempfile.TemporaryDirectory(prefix="palate-demo-") as folder, open_agent(None, state=Path(folder)) as agent:
        for words in SCRIPT:
            yield words, agent.ask(words, user="demo", session="demo")


def _show(*, pause: float) -> None:
    """Print the conversation as it goes."""
    from rich.text import Text

    from palate.cli.output import print_person, print_reply, terminal

    console = terminal()
    console.print(Text("A conversation over the embedded films. Their ratings are simulated.\n", style="dim"))
    for words, reply in play():
        print_person(console, words)
        time.sleep(pause / 2)
        print_reply(console, reply, steps=True)
        console.print()
        time.sleep(pause)
    console.print(Text("What to try next:", style="bold"))
    widest = max(len(command) for command, _ in NEXT)
    for command, purpose in NEXT:
        console.print(Text.assemble("  ", (command.ljust(widest), "cyan"), (f"  {purpose}", "dim")))
