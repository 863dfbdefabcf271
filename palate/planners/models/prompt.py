"""What a model reads: first what never changes, then demonstrations, then the conversation.

The first message is the same byte for byte in every turn over one catalogue and one toolbox, so that a provider's or a
local server's cache of prefixes holds. Whatever depends on the turn comes after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

from palate.catalog.catalog import Catalog
from palate.catalog.printable import one_line, printable
from palate.catalog.schema import Field
from palate.language.understanding import SessionView, Shown
from palate.llm.model import Message
from palate.planners.models.constraining import HIDDEN
from palate.planners.models.data import LONGEST, data, json_data
from palate.planners.models.written import WrittenPlan
from palate.tools.tool import Tool
from palate.tools.toolbox import Toolbox

_LISTED = 32
"""A field with so many distinct values at most has all of them in the prompt."""
_EXAMPLES = 5
_MOST_SHOWN = 8
_LONGEST = 1_500
"""Characters of a message that a model reads."""
_LONGEST_TOOL = 400


def instructions(template: str, catalog: Catalog, toolbox: Toolbox) -> Message:
    """Return the first message of every prompt over a catalogue and its tools.

    Args:
        template: The name of a file in `templates`.
        catalog: What is recommended from.
        toolbox: The tools that may be planned.
    """
    schema = catalog.schema
    sample = next((field.name for field in schema.of_kind("number", "date")), "title")
    fields = [_field(field, catalog) for field in schema.fields if field.kind not in ("id", "title")]
    filled = _template(template).format(
        noun=data(schema.noun),
        plural=data(_plural(schema.noun)),
        tools="\n".join(map(_tool, toolbox)),
        fields="\n".join(fields),
        sample=one_line(sample, LONGEST),
    )
    return Message(role="system", content=filled.strip())


def demonstrated(request: str, plan: WrittenPlan, *, before: str = "") -> tuple[Message, Message]:
    """Return a demonstration as a turn of the conversation.

    Args:
        request: What was said.
        plan: What should be written for it.
        before: What held until then, where anything did, and in a line of its own what was shown.
    """
    said = one_line(request, _LONGEST)
    asked = f"Holds: {printable(before)}\nMessage: {said}" if before else f"Message: {said}"
    return Message(role="user", content=asked), Message(role="assistant", content=plan.dumped())


def turn(message: str, session: SessionView) -> Message:
    """Return the message to be planned, with what it may refer to."""
    lines = []
    holds = [_said(entry.where.model_dump(mode="json")) for entry in session.preferences if entry.where is not None]
    holds += [f"words “{data(entry.text)}”" for entry in session.preferences if entry.text is not None]
    if holds:
        lines.append(f"Holds: {'; '.join(holds)}")
    if session.shown:
        shown = [f"{number}. {_shown(item)}" for number, item in enumerate(session.shown[:_MOST_SHOWN], start=1)]
        lines.append("Shown: " + " ".join(shown))
    if session.asked is not None:
        lines.append(f"You asked about: {data(session.asked)}")
    lines.append(f"Message: {one_line(message[:_LONGEST])}")
    return Message(role="user", content="\n".join(lines))


def complaint(written: str, why: str) -> tuple[Message, Message]:
    """Return what a model is told of a plan that cannot be run."""
    return (
        Message(role="assistant", content=written),
        Message(role="user", content=f"This plan cannot be run: {one_line(why, _LONGEST)} Write it once more, mended."),
    )


@cache
def _template(name: str) -> str:
    return resources.files("palate.planners.models").joinpath("templates", name).read_text(encoding="utf-8")


def _plural(noun: str) -> str:
    return noun if noun.endswith("s") else f"{noun}s"


def _tool(tool: Tool) -> str:
    names = [
        argument.name if argument.required else f"{argument.name}?"
        for argument in tool.arguments.arguments
        if argument.name not in HIDDEN
    ]
    return one_line(f"{tool.name}({', '.join(names)}): {tool.summary}", _LONGEST_TOOL)


def _field(field: Field, catalog: Catalog) -> str:
    kind = field.kind if field.unit is None else f"{field.kind}, {one_line(field.unit, LONGEST)}"
    return f"{data(field.name)} ({kind}){_values(field, catalog)}"


def _values(field: Field, catalog: Catalog) -> str:
    if field.kind in ("category", "tags"):
        known = list(catalog.vocabulary(field.name))
        shown = known if len(known) <= _LISTED else known[:_EXAMPLES]
        return f": {', '.join(map(data, shown))}" + (" …" if len(known) > len(shown) else "")
    if field.kind in ("number", "date") and field.minimum is not None:
        return f": {_number(field.minimum)} to {_number(field.maximum)}"
    return ""


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _said(where: dict[str, Any]) -> str:
    parts = where.get("any_of", [where])
    return " or ".join(f"{data(part['field'])} {part['op']} {json_data(part['value'])}" for part in parts)


def _shown(item: Shown) -> str:
    numbers = [f"{data(name)} {value:g}" for name, value in item.fields.items() if isinstance(value, int | float)]
    title = data(item.title)
    return f"{title} ({', '.join(numbers)})" if numbers else title


def all_messages(
    first: Message, demonstrations: Sequence[tuple[Message, Message]], last: Sequence[Message]
) -> tuple[Message, ...]:
    """Put a prompt together in the order in which its parts change: never, seldom, every turn."""
    return (first, *(message for pair in demonstrations for message in pair), *last)
