"""Printing a line, on either stream: what a terminal would take for anything but text is gone from it.

`palate.cli.output.terminal` is the same for what rich lays out. Nothing else in this room prints.
"""

from __future__ import annotations

import typer

from palate.catalog.printable import printable


def say(text: str, *, err: bool = False, end: bool = True) -> None:
    """Print a text of one line or several, and end its last line unless `end` is False."""
    typer.echo(printable(text), err=err, nl=end)
