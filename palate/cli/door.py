"""Printing a line, on either stream: what a terminal would take for anything but text is gone from it.

`palate.cli.output.terminal` is the same for what rich lays out. Nothing else in this room prints.
"""

from __future__ import annotations

import typer

from palate.catalog.printable import printable


def say(text: str, *, err: bool = False, end: bool = True) -> None:
    """Print a text.

    Args:
        text: It may have lines.
        err: Whether to standard error.
        end: Whether its last line is ended.
    """
    typer.echo(printable(text), err=err, nl=end)
