"""How large a reply may be: what is too much of it is cut where it is largest, and that is told."""

from __future__ import annotations

from itertools import islice
from typing import Any

from pydantic_core import to_json

from palate.agent.reflection.finding import Finding
from palate.agent.reply import Reply

MOST_BYTES = 256_000
"""Of a reply as JSON."""
_PARTS = ("text", "items", "answers", "near", "state", "trace")
"""The parts of a reply that may be cut. The others are as long as a message at the most."""
_MOST, _LEAST = 8_192, 8
"""Characters of a text and entries of a list, which are halved as often as needed; of few entries none is left out."""
_WIDER = 8
"""How many times as many a part itself may have: an item loses fields before a list loses items."""
_TOLD = 1_000
"""Bytes kept free for what tells of the cut."""


def fitted(reply: Reply) -> Reply:
    """Return a reply of no more than `MOST_BYTES`, with what was cut in `shortened` and a finding about it."""
    before = len(to_json(reply))
    if before <= MOST_BYTES:
        return reply
    told = reply.model_dump(mode="json")
    sizes, most = {name: len(to_json(value)) for name, value in told.items()}, dict.fromkeys(_PARTS, _MOST)
    while sum(sizes.values()) > MOST_BYTES - _TOLD and any(limit > 1 for limit in most.values()):
        largest = max((name for name in _PARTS if most[name] > 1), key=sizes.__getitem__)
        most[largest] //= 2
        told[largest] = _cut(told[largest], most[largest], wider=_WIDER)
        sizes[largest] = len(to_json(told[largest]))
    cut = tuple(name for name in _PARTS if most[name] < _MOST)
    message = f"The reply was {before:,} bytes long, and {MOST_BYTES:,} are the most: {', '.join(cut)} were cut."
    finding = Finding(kind="cut", severity="info", message=message, data={"cut": cut, "bytes": before})
    told["trace"]["findings"].append(finding.model_dump(mode="json"))
    told["trace"]["log"] = reply.trace.log
    return Reply.model_validate({**told, "shortened": cut})


def _cut(value: Any, most: int, *, wider: int = 1) -> Any:
    """Return the beginning of a text, a list or a mapping, and of whatever is in it; ids stay whole."""
    limit = max(_LEAST, most) * wider
    if isinstance(value, str):
        return value if len(value) <= limit else f"{value[: limit - 1]}…"
    if isinstance(value, list):
        return [_cut(each, most) for each in value[: most * wider]]
    if isinstance(value, dict):
        entries = islice(value.items(), limit)
        return {name: each if name == "id" else _cut(each, most) for name, each in entries}
    return value
