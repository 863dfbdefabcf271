"""What the agent answers: apps and evals read its fields, never its prose."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from palate.catalog.conditions import Where
from palate.catalog.item import FieldValue

ReplyAct = Literal["recommend", "ask", "answer", "chat", "abstain"]


class Recommendation(BaseModel):
    """One recommended item."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    score: float
    fields: dict[str, FieldValue]
    reasons: tuple[str, ...]
    """At least one, each true and drawn from evidence."""


class Ask(BaseModel):
    """A question to the person."""

    model_config = ConfigDict(frozen=True)

    field: str
    options: tuple[str, ...]
    items: tuple[str, ...] = ()
    """Where it is between items: their ids, in the order of `options`."""
    understood: tuple[Where, ...] = ()
    """What it says back of what is wanted, to be put right."""


class NearMiss(BaseModel):
    """An item that nearly satisfies what was asked, and what it breaks."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    breaks: tuple[str, ...]


class Trace(BaseModel):
    """How a reply came about."""

    plan: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    memory: dict[str, Any] = {}
    usage: dict[str, Any] = {}
    seconds: float = 0.0
    log: list[str] = Field(default=[], repr=False)
    """What tools, policies and other parts that somebody else wrote raised, in full. Whoever runs the app may read it,
    and no person: it is written out only where that is asked for, by `reply.model_dump(context={"log": True})`."""

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler, info: SerializationInfo) -> dict[str, Any]:
        told: dict[str, Any] = write(self)
        if not (isinstance(info.context, dict) and info.context.get("log") is True):
            told.pop("log", None)
        return told


class Reply(BaseModel):
    """What the agent answers to one message."""

    act: ReplyAct
    text: str
    items: tuple[Recommendation, ...] = ()
    question: Ask | None = None
    relaxed: tuple[str, ...] = ()
    """What was asked for and given up, one clause each."""
    snapped: tuple[str, ...] = ()
    """Words that were taken for something near them."""
    blamed: tuple[str, ...] = ()
    """abstain: the conditions that leave nothing."""
    near: tuple[NearMiss, ...] = ()
    incomplete: bool = False
    """A budget ran out: this is the best grounded answer until then."""
    trace: Trace = Trace()
