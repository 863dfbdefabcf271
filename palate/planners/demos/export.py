"""Turns that a model read, as training data for a model that reads: trajectories and preference pairs.

The rows are those that `trl` and `axolotl` take: chats of `messages`, and preferences of `prompt`, `chosen` and
`rejected`. A prompt is the instructions, the state of the conversation and the message, without demonstrations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from palate.llm.model import Message
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.harvesting import Record

ExportFormat = Literal["chat", "dpo"]
Row = dict[str, list[dict[str, Any]]]


def exported(records: Iterable[Record], system: Message, form: ExportFormat) -> Iterator[Row]:
    """Yield the rows of a format.

    Args:
        records: turns, successful or not.
        system: the instructions over the catalogue of the turns.
        form: `chat` for a row per accepted reading, `dpo` for a row per pair of an accepted and a rejected reading of
            the same message in the same state. A reading that was ever accepted is not rejected; no row comes twice.
    """
    for accepted, rejected in _readings(records):
        for asked, answer in accepted:
            if form == "chat":
                yield {"messages": _dumped(system, asked, answer)}
            for _, other in rejected if form == "dpo" else ():
                yield {"prompt": _dumped(system, asked), "chosen": _dumped(answer), "rejected": _dumped(other)}


_Turn = tuple[Message, Message]


def _readings(records: Iterable[Record]) -> Iterator[tuple[list[_Turn], list[_Turn]]]:
    """Yield for each message and state its accepted and its rejected readings, each once."""
    found: dict[str, dict[str, tuple[_Turn, bool]]] = {}
    for record in records:
        shown = Demonstration(id="turn", message=record.message, state=record.state, frames=record.frames)
        asked, answer = shown.messages()
        readings = found.setdefault(asked.content, {})
        before = readings.get(answer.content)
        readings[answer.content] = ((asked, answer), record.success or (before is not None and before[1]))
    for readings in found.values():
        yield (
            [turn for turn, taken in readings.values() if taken],
            [turn for turn, taken in readings.values() if not taken],
        )


def _dumped(*messages: Message) -> list[dict[str, Any]]:
    return [each.model_dump() for each in messages]
