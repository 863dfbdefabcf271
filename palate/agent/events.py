"""What `Agent.stream` yields while a turn runs."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel

from palate.agent.reply import Reply

NodeName = Literal["recall", "plan", "act", "reflect", "respond", "learn"]


class StepEvent(BaseModel, frozen=True):
    """A node has done its work, or is about to wait for a model."""

    type: Literal["step"] = "step"
    node: NodeName
    text: str = ""
    """What a person may be told of it, such as `Kept 12 of 420`; empty where there is nothing to tell."""
    data: dict[str, Any] = {}
    """What came of it, JSON-able: the understanding, the plans, a step's record, findings and verdict.
    Of what is waited for, the `model`."""


class ReplyEvent(BaseModel, frozen=True):
    """The turn is over."""

    type: Literal["reply"] = "reply"
    reply: Reply


TurnEvent = StepEvent | ReplyEvent
"""Told apart by its `type`, in JSON too."""


def step_event(node: NodeName, update: dict[str, Any], text: str = "") -> StepEvent:
    """Return the event of a node's update of the state."""
    told = {name: _plain(update[name]) for name in _TOLD.get(node, ()) if name in update}
    if node == "act" and update.get("records"):
        told = _plain(update["records"][-1])
    return StepEvent(node=node, text=text, data=told)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


_TOLD: dict[NodeName, tuple[str, ...]] = {
    "recall": ("understanding",),
    "plan": ("plans",),
    "reflect": ("findings", "verdict"),
}
