"""Frames as a model writes them, for tests."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from palate.language.frame import Frame
from palate.language.session import SessionView
from palate.language.understanding import Shown
from palate.llm.model import CallOptions, Message
from palate.llm.scripted import ScriptedModel

SHOWN = SessionView(
    turn=1,
    shown=(
        Shown(id="1", title="Alien", fields={"runtime": 117, "year": 1979}),
        Shown(id="3", title="Jaws", fields={"runtime": 124, "year": 1975}),
        Shown(id="8", title="Clueless", fields={"runtime": 97, "year": 1995}),
    ),
)
"""A session over the eight films in which three of them were shown."""


def constraint(field: str, op: str, *values: Any, quote: str = "", **more: str) -> dict[str, Any]:
    """One constraint."""
    return {"field": field, "op": op, "values": list(values), "quote": quote, **more}


def frame(*acts: str, **parts: Any) -> Frame:
    """One frame; by default a request."""
    return Frame.model_validate({"acts": list(acts) or ["request"], **parts})


def written(*acts: str, **parts: Any) -> str:
    """What a model writes of a message with one request."""
    return json.dumps({"frames": [{"acts": list(acts) or ["request"], **parts}]})


def reads(frames: Mapping[str, str]) -> ScriptedModel:
    """A model that writes given frames of given messages, and of any other that it asks for anything at all."""

    def answer(messages: Sequence[Message], options: CallOptions) -> str:
        said = json.loads(messages[-1].content.rsplit("Message: ", 1)[-1])
        return frames.get(said, written("request"))

    return ScriptedModel(answer)
