"""What a model reads: first what never changes, then demonstrations, then the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from palate.catalog.printable import one_line
from palate.language.understanding import SessionView
from palate.language.understanding import Shown as Item
from palate.llm.model import Message
from palate.planners.models.data import data, json_data
from palate.planners.models.numbered import Shown

if TYPE_CHECKING:
    from palate.planners.demos.demonstration import Demonstration

_MOST_SHOWN = 8
_LONGEST = 1_500


def demonstrated(demonstration: Demonstration) -> tuple[Message, Message]:
    """Return a demonstration as a turn of the conversation."""
    asked = "\n".join(demonstration.shown.lines())
    return Message(role="user", content=asked), Message(role="assistant", content=demonstration.read.dumped())


def turn(shown: Shown, session: SessionView) -> Message:
    """Return the message to be read, with what it may refer to."""
    return Message(role="user", content="\n".join([*_before(session), *shown.lines()]))


def complaint(written: str, why: str) -> tuple[Message, Message]:
    """Return what a model is told of an answer that cannot be read."""
    told = f"This cannot be read: {one_line(why, _LONGEST)} Write it once more, mended."
    return Message(role="assistant", content=written[:_LONGEST]), Message(role="user", content=told)


def all_messages(first: Message, demonstrations: Sequence[Demonstration], *last: Message) -> tuple[Message, ...]:
    """Put a prompt together in the order in which its parts change: never, seldom, every turn."""
    return (first, *(message for each in demonstrations for message in demonstrated(each)), *last)


def _before(session: SessionView) -> list[str]:
    lines = []
    holds = [_said(entry.where.model_dump(mode="json")) for entry in session.preferences if entry.where is not None]
    holds += [f"words “{data(entry.text)}”" for entry in session.preferences if entry.text is not None]
    holds += [f"tool {data(entry.call.tool)}" for entry in session.preferences if entry.call is not None]
    if holds:
        lines.append(f"Holds: {'; '.join(holds)}")
    if session.shown:
        shown = [f"{number}. {_item(item)}" for number, item in enumerate(session.shown[:_MOST_SHOWN], start=1)]
        lines.append("Shown: " + " ".join(shown))
    if session.asked is not None:
        lines.append(f"You asked about: {data(session.asked)}")
    return lines


def _said(where: dict[str, Any]) -> str:
    parts = where.get("any_of", [where])
    return " or ".join(f"{data(part['field'])} {part['op']} {json_data(part['value'])}" for part in parts)


def _item(item: Item) -> str:
    numbers = [f"{data(name)} {value:g}" for name, value in item.fields.items() if isinstance(value, int | float)]
    title = data(item.title)
    return f"{title} ({', '.join(numbers)})" if numbers else title
