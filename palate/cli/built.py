"""What is said after a catalogue was built."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from palate.cli.output import terminal
from palate.cli.schema_card import summary

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.schema import Log


def _unknown(log: Log) -> Iterator[str]:
    """Say of which behaviours nobody knows what they tell, and how to say it."""
    for behaviour in log.unknown:
        count = f"{log.behaviours[behaviour]:,}"
        told = f"It is not known what “{behaviour}” ({count} times in the log) tells of an item; it counts as looking."
        yield f"{told} Say it with --behaviour {behaviour}=positive, passive or negative."


def _counted(count: int, what: str, became: str) -> list[str]:
    return [f"1 {what} was {became}" if count == 1 else f"{count:,} {what}s were {became}"] if count else []


def print_built(catalog: Catalog, *notes: str) -> None:
    """Print what a catalogue holds, what was left out of it, where its log comes from, and what to do next."""
    console = terminal()
    schema = catalog.schema
    console.print(Text.assemble((str(catalog.path), "bold"), f": {summary(schema)}."))
    if left := [*_counted(catalog.skipped, "row", "left out"), *_counted(catalog.emptied, "cell", "left empty")]:
        console.print(Text(f"{' and '.join(left)}:", style="yellow"))
        for fault in catalog.faults:
            console.print(Text(f"  {fault}"))
    if schema.log.simulated:
        console.print(Text(schema.log.simulated, style="yellow"))
    for note in (*catalog.findings, *_unknown(schema.log), *notes):
        console.print(Text(note))
    console.print(Text(f"`palate data schema --db {catalog.path}` shows its fields.", style="dim"))
