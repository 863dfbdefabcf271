"""What a catalogue holds, as a person reads it: its schema card, and what is said after it was built."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from palate.catalog.printable import one_line
from palate.catalog.tongues import tongue
from palate.cli.output import terminal

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.schema import Field, Log, Schema

_TERMS = 4
_NARROWEST = 110
_COLOURS = {"number": "cyan", "date": "cyan", "flag": "magenta", "category": "green", "tags": "green", "text": "yellow"}


def print_card(schema: Schema, *notes: str) -> None:
    """Print the fields as a table, the log below it, and what else is to be told."""
    console = terminal()
    if not console.is_terminal:
        console.width = max(console.width, _NARROWEST)
    console.print(Text.assemble((one_line(schema.name), "bold"), f" · {summary(schema)} · version {schema.version}"))
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("field", no_wrap=True)
    table.add_column("kind", no_wrap=True)
    table.add_column("measures", no_wrap=True)
    table.add_column("present", justify="right", no_wrap=True)
    table.add_column("missing", justify="right", no_wrap=True)
    table.add_column("values", overflow="fold", ratio=1)
    for field in schema.fields:
        measures = " in ".join(part for part in (field.role, field.unit) if part)
        table.add_row(
            Text(one_line(field.name), style="bold"),
            Text(field.kind, style=_COLOURS.get(field.kind, "")),
            Text(one_line(measures)),
            f"{field.present:,}",
            Text(f"{field.missing:,}", style="red" if field.missing else "dim"),
            Text(one_line(values_line(field))),
        )
    console.print(table)
    print_log(console, schema.log)
    if schema.aliases:
        console.print(Text(one_line(f"Also called: {', '.join(map(str, schema.aliases))}")))
    for note in notes:
        console.print(Text(one_line(note)))


def print_log(console: Console, log: Log) -> None:
    """Print what the log holds, of which columns it was read, and that it is simulated where it is."""
    console.print(Text(one_line(log_line(log))))
    if log.columns:
        console.print(Text(one_line(columns_line(log))))
    if log.simulated:
        console.print(Text(log.simulated, style="yellow"))


def print_built(catalog: Catalog, *notes: str) -> None:
    """Print what a catalogue holds, what was left out of it, where its log comes from, and what to do next."""
    console = terminal()
    schema = catalog.schema
    console.print(Text.assemble((str(catalog.path), "bold"), f": {summary(schema)}."))
    if left := [*_became(catalog.skipped, "row", "left out"), *_became(catalog.emptied, "cell", "left empty")]:
        console.print(Text(f"{' and '.join(left)}:", style="yellow"))
        for fault in catalog.faults:
            console.print(Text(f"  {fault}"))
    if schema.log.interactions:
        print_log(console, schema.log)
    for note in (*catalog.findings, *_unknown(schema.log), *notes):
        console.print(Text(note))
    console.print(Text(f"`palate data schema --db {catalog.path}` shows its fields.", style="dim"))


def _unknown(log: Log) -> Iterator[str]:
    """Say of which behaviours nobody knows what they tell, and how to say it."""
    for behaviour in log.unknown:
        count = f"{log.behaviours[behaviour]:,}"
        told = f"It is not known what “{behaviour}” ({count} times in the log) tells of an item; it counts as looking."
        yield f"{told} Say it with --behaviour {behaviour}=positive, passive or negative."


def _became(count: int, what: str, became: str) -> list[str]:
    return [f"1 {what} was {became}" if count == 1 else f"{count:,} {what}s were {became}"] if count else []


def summary(schema: Schema) -> str:
    """Return how many items, interactions and people there are, in words."""
    parts = [_counted(schema.items, one_line(schema.noun))]
    if schema.log.interactions:
        parts.append(_log_counts(schema.log))
    return ", ".join(parts)


def _log_counts(log: Log) -> str:
    people = "1 person" if log.users == 1 else f"{log.users:,} people"
    return f"{_counted(log.interactions, 'interaction')} of {people}"


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count:,} {tongue().plural(noun)}"


def values_line(field: Field) -> str:
    """Return a field's range, its most frequent values, or examples."""
    if field.minimum is not None and field.maximum is not None:
        low, middle, high = (_value(value, field) for value in (field.minimum, field.median, field.maximum))
        return f"{low} to {high}, median {middle}"
    if field.terms:
        shown = ", ".join(f"{term.value} ({term.count:,})" for term in field.terms[:_TERMS])
        return shown + (f" and {field.distinct - _TERMS:,} more" if field.distinct > _TERMS else "")
    if field.kind == "flag":
        return "yes or no"
    return "; ".join(field.examples[: 1 if field.kind == "text" else 3]) or "nothing"


def _value(value: float | str | None, field: Field) -> str:
    if not isinstance(value, int | float):
        return str(value)
    return f"{value:.0f}" if field.role == "year" else f"{value:,.2f}".rstrip("0").rstrip(".")


def log_line(log: Log) -> str:
    """Return the log in one sentence or three."""
    if not log.interactions:
        return "There are no interactions."
    behaviours = ", ".join(f"{count:,} {name}" for name, count in log.behaviours.items())
    lines = [f"Log: {_log_counts(log)} ({behaviours})"]
    if log.lowest is not None and log.highest is not None:
        lines.append(f"values {log.lowest:g} to {log.highest:g}{'' if log.liked_from is not None else ', no ratings'}")
    if log.liked_from is not None:
        lines.append(f"liked from {log.liked_from:g}, disliked below {log.disliked_to:g}")
    told = {"liked": () if log.liked_from is not None else log.consuming, "against an item": log.against}
    only = (name for name in log.behaviours if name not in (*log.consuming, *log.against, *log.unknown))
    told |= {"only looked at": tuple(only), "not known what it tells": log.unknown}
    lines += [f"{what}: {', '.join(given)}" for what, given in told.items() if given]
    if log.first is not None and log.last is not None:
        lines.append(f"from {_day(log.first)} to {_day(log.last)}")
    return "; ".join(lines) + "."


def columns_line(log: Log) -> str:
    """Return of which columns of its source the log was read."""
    return f"Read from its columns: {', '.join(f'{role} `{name}`' for role, name in log.columns.items())}."


def _day(seconds: float) -> str:
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return f"{seconds:g}"
