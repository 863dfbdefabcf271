"""The `palate` command: its groups, each imported when it is called, and what becomes of errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from palate.cli.door import say
from palate.cli.failures import INTERRUPTED, exit_code, sentence

if TYPE_CHECKING:
    from typer._click import Command, Context


@dataclass(frozen=True)
class Entry:
    """Where a command lives, and the line that `palate --help` shows for it without importing it."""

    module: str
    name: str
    help: str

    def load(self, command: str) -> Command:
        """Import the command: a Typer app with several commands is a group, a function is a command of its own."""
        target = getattr(import_module(self.module), self.name)
        if isinstance(target, typer.Typer):
            return typer.main.get_group(target)
        app = typer.Typer(add_completion=False)
        app.command(name=command)(target)
        return typer.main.get_command(app)


COMMANDS = {
    "demo": Entry("palate.cli.demo", "demo_command", "Play a scripted conversation over the embedded films."),
    "chat": Entry("palate.cli.chat", "chat_command", "Talk with the agent."),
    "ask": Entry("palate.cli.ask", "ask_command", "Answer one message."),
    "serve": Entry("palate.cli.serve", "serve_command", "Serve the agent: an API, and a page to talk with it."),
    "plan": Entry("palate.cli.plan", "plan_command", "Plan a message, and run nothing."),
    "ingest": Entry("palate.cli.ingest", "ingest_command", "Build a catalogue from files of items and interactions."),
    "train": Entry(
        "palate.cli.train", "train_command", "Fit the ranker of a catalogue to its log, or go back to another."
    ),
    "data": Entry("palate.cli.data", "data_app", "Catalogues that come with Palate, and what a catalogue holds."),
    "tools": Entry("palate.cli.tools", "tools_app", "List the agent's tools, run one, or begin one's own."),
    "model": Entry("palate.cli.model", "model_app", "Small models that run in process, without a key."),
    "demos": Entry("palate.cli.demos", "demos_app", "The demonstrations that a model which plans is shown."),
    "eval": Entry("palate.cli.eval", "eval_app", "Run suites, compare results, and write reports."),
    "memory": Entry("palate.cli.memory", "memory_app", "Show or forget what is remembered of a person."),
}


class LazyGroup(TyperGroup):
    """A group that imports a command's module only when that command is called.

    Until then stand-ins, which know their name and help, are enough for the list and for suggestions.
    """

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.commands.update({name: TyperCommand(name, help=entry.help) for name, entry in COMMANDS.items()})

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """Import the command that the arguments call."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, COMMANDS[name].load(name) if name in COMMANDS else command, rest


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        say(f"palate {version('palate')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an error; so does PALATE_DEBUG=1.")
    ] = False,
) -> None:
    """A catalogue and its interaction log become an agent that recommends, with no model and no key."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line, and turn every error into one sentence on standard error and an exit code."""
    args = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in args or os.environ.get("PALATE_DEBUG", "") not in ("", "0")
    try:
        sys.exit(_run(args))
    except (Exception, KeyboardInterrupt) as error:
        if debug:
            raise
        if said := sentence(error):
            say(said, err=True)
        sys.exit(exit_code(error))


def _run(args: list[str]) -> int:
    """Run the command, and return its exit code."""
    result: Any = typer.main.get_command(app)(args, prog_name="palate", standalone_mode=False)
    code = result if isinstance(result, int) else 0
    if code == INTERRUPTED:  # Typer's word for Ctrl-C
        raise KeyboardInterrupt
    return code
