"""What is said after a catalogue was built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from palate.cli.output import terminal
from palate.cli.schema_card import summary

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


def print_built(catalog: Catalog, *notes: str) -> None:
    """Print what a catalogue holds, what was left out of it, where its log comes from, and what to do next."""
    console = terminal()
    schema = catalog.schema
    console.print(Text.assemble((str(catalog.path), "bold"), f": {summary(schema)}."))
    if catalog.skipped:
        rows = "1 bad row was" if catalog.skipped == 1 else f"{catalog.skipped:,} bad rows were"
        console.print(Text(f"{rows} left out.", style="yellow"))
    if schema.log.simulated:
        console.print(Text(schema.log.simulated, style="yellow"))
    for note in notes:
        console.print(Text(note))
    console.print(Text(f"`palate data schema --db {catalog.path}` shows its fields.", style="dim"))
