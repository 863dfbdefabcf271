"""How a reply looks in a terminal: the one place that knows.

Rich leaves colour out where the output is no terminal or `NO_COLOR` is set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from palate.catalog.printable import one_line
from palate.cli.console import PrintableConsole

if TYPE_CHECKING:
    from rich.console import Console

    from palate.agent.reply import Reply
    from palate.catalog.catalog import Catalog
    from palate.language.preference import Preference

WIDEST = 110
INDENT = 4
_COLON = re.compile(": |：")


def terminal(*, err: bool = False) -> Console:
    """Return a console on standard output, or error, that prints a catalogue's words as they are, but for controls."""
    console = PrintableConsole(stderr=err, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDEST)
    return console


def print_person(console: Console, words: str) -> None:
    """Print what the person said."""
    console.print(Text.assemble(("> ", "cyan"), (one_line(words), "bold cyan")))


def print_reply(console: Console, reply: Reply, *, steps: bool = False) -> None:
    """Print a reply, an item's title apart from its reasons, and at wish the steps that led to it."""
    for line in reply.text.split("\n"):
        _print_line(console, line, reply)
    for change in reply.memory_changes:
        mark = "-" if change.kind == "withdrawn" else "+"
        console.print(Text(one_line(f"{mark} {change.text}"), style="dim"))
    if steps:
        console.print(Text(_steps_line(reply), style="dim"))


def _print_line(console: Console, line: str, reply: Reply) -> None:
    """Print one line of a reply's text; one that shows an item in two: number and title, then its reasons."""
    number, _, rest = line.partition(" ")
    titles = (one_line(item.title) for item in reply.items)
    title = max((title for title in titles if rest.removeprefix("《").startswith(title)), key=len, default="")
    end = _COLON.search(rest, len(title))
    if not title or end is None or not number.rstrip(".").isdigit():
        console.print(Text(line))
        return
    console.print(Text.assemble((f"{number:>{INDENT - 1}} ", "dim"), (rest[: end.start()], "bold")))
    for part in Text(rest[end.end() :]).wrap(console, console.width - INDENT):
        part.rstrip()
        console.print(Text.assemble(" " * INDENT, (part.plain, "green")))


def _steps_line(reply: Reply) -> str:
    """Return the steps that ran in one line, such as `filter 420→41 · rank 41→5 · 12 ms`."""
    return " · ".join([*map(_step, reply.trace.steps), f"{reply.trace.seconds * 1000:.0f} ms"])


def _step(step: Mapping[str, Any]) -> str:
    """Return a step's tool and what it did to the candidates, or its status where that is not `ok`."""
    before, after = step.get("before"), step.get("after")
    moved = f" {before:,}→{after:,}" if before is not None and after is not None else ""
    status = step.get("status", "ok")
    return f"{step['tool']}{moved}{'' if status == 'ok' else f' ({status})'}"


def print_trace(console: Console, reply: Reply) -> None:
    """Print how a reply came about: plans, what each step did, findings, memory, time, failures."""
    trace = reply.trace
    for plan in trace.plan:
        _print_note(console, "plan", f"{plan['request']} ({plan['planner']})", *plan.get("repaired", ()))
    for step in trace.steps:
        _print_note(console, step["id"], f"{step['tool']} {compact(step['args'])}".rstrip(), _outcome(step))
    for finding in trace.findings:
        _print_note(console, "found", f"{finding['kind']}: {finding['message']}")
    memory = ", ".join(f"{name} {count}" for name, count in trace.memory.items())
    _print_note(console, "memory", memory or "not used")
    _print_note(console, "time", f"{trace.seconds * 1000:.1f} ms")
    for text in trace.log:
        _print_note(console, "log", *text.splitlines())


def _print_note(console: Console, name: str, *lines: str) -> None:
    """Print lines beside a name, wrapped to their own column."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=8, style="dim")
    table.add_column()
    for line in lines:
        table.add_row(name, Text(one_line(line)))
        name = ""
    console.print(table)


def _outcome(step: Mapping[str, Any]) -> str:
    """Return what came of a step: its reason where it failed, its summary elsewhere."""
    text = step.get("reason") or step.get("summary") or ""
    return f"{step['status']}: {text} ({step.get('seconds', 0.0) * 1000:.1f} ms)"


def compact(value: Any) -> str:
    """Return a tool's arguments in as few signs as can be read, such as `year >= 1990; genres contains Comedy`."""
    match value:
        case {"field": field, "op": op, "value": operand}:
            return f"{field} {op} {compact(operand)}"
        case {"any_of": parts}:
            return " or ".join(map(compact, parts))
        case dict():
            return ", ".join(f"{name} {compact(each)}" for name, each in value.items())
        case list() | tuple():
            return f"[{'; '.join(map(compact, value))}]"
        case _:
            return str(value)


def print_preferences(console: Console, preferences: Iterable[Preference], catalog: Catalog) -> None:
    """Print what is remembered of a person, with the words that said it."""
    rows = [(_attitude(each), _what(each, catalog), each.provenance.quote) for each in preferences]
    if rows:
        print_table(console, ("", "what", "said"), rows)
    else:
        console.print(Text("Nothing is remembered."))


def _attitude(preference: Preference) -> str:
    if preference.strength == "hard":
        return "must" if preference.polarity == "want" else "never"
    return "likes" if preference.polarity == "want" else "dislikes"


def _what(preference: Preference, catalog: Catalog) -> str:
    """Name what a preference is about; an item of another catalogue by its id."""
    from palate.catalog.conditions import describe

    if preference.where is not None:
        return describe(preference.where, catalog.schema)
    if preference.item is None:
        return preference.text or ""
    return catalog.item(preference.item).title if catalog.has(preference.item) else preference.item


def print_table(console: Console, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under column names, each on one line as far as it fits there."""
    table = Table(*map(one_line, columns), box=None, header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*(Text("" if cell is None else one_line(str(cell))) for cell in row))
    console.print(table)
