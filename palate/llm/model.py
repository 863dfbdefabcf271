"""What a language model is to Palate: messages in, one text out, with what it cost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

Role = Literal["system", "user", "assistant"]
Finish = Literal["stop", "length", "other"]
"""Why a model stopped: it was done, it ran into `max_tokens`, or something else."""
MOST = 10**12
"""More than any call takes, of whatever is counted. Sums stop there."""
MOST_TEXT = 1_000_000
"""Characters that a completion may have."""
Count = Annotated[int, Field(strict=True, ge=0, le=MOST)]
Amount = Annotated[float, Field(strict=True, ge=0, le=MOST, allow_inf_nan=False)]


class Message(BaseModel):
    """One message of a prompt."""

    model_config = ConfigDict(frozen=True)

    role: Role
    content: str
    images: tuple[str, ...] = ()
    """`data:` or `https:` URLs, for models that take images (`palate.llm.images`)."""

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leave `images` out where there are none: what is keyed by a prompt has the key that it had."""
        told: dict[str, Any] = write(self)
        if not self.images:
            del told["images"]
        return told


class Usage(BaseModel):
    """What calls of a model took. Nothing of it is negative or without end, so that no budget grows by it."""

    model_config = ConfigDict(frozen=True, revalidate_instances="always")

    calls: Count = 0
    prompt_tokens: Count = 0
    cached_tokens: Count = 0
    """Of `prompt_tokens`, those that a cache of prefixes saved."""
    completion_tokens: Count = 0
    cost: Amount | None = None
    """In dollars; None where the price is unknown, which is not 0. A model that runs here costs 0."""
    seconds: Amount = 0.0

    def __add__(self, other: Usage) -> Usage:
        """Add what two calls took; the sum's cost is unknown where a part's is."""
        costs = (self.cost if self.calls else 0.0, other.cost if other.calls else 0.0)
        known = [cost for cost in costs if cost is not None]
        return Usage(
            calls=min(self.calls + other.calls, MOST),
            prompt_tokens=min(self.prompt_tokens + other.prompt_tokens, MOST),
            cached_tokens=min(self.cached_tokens + other.cached_tokens, MOST),
            completion_tokens=min(self.completion_tokens + other.completion_tokens, MOST),
            cost=min(sum(known), MOST) if len(known) == len(costs) else None,
            seconds=min(self.seconds + other.seconds, MOST),
        )


class Completion(BaseModel):
    """What a model wrote."""

    model_config = ConfigDict(frozen=True, revalidate_instances="always")

    text: str = Field(max_length=MOST_TEXT)
    model: str
    usage: Usage
    finish: Finish = "stop"


@dataclass(frozen=True)
class CallOptions:
    """How one call is made."""

    schema: Mapping[str, Any] | None = None
    """The JSON schema that the text should satisfy. A model that can be constrained by it is; the text of any other is
    read for the JSON in it (`palate.llm.structured`), and is checked by whoever asked either way."""
    max_tokens: int = 512
    temperature: float = 0.0
    seed: int | None = 0
    seconds: float = 60.0
    """After which the call has failed."""
    fixed: int = 0
    """How many of the first messages are the same in every call and tell nothing of a person: they may be kept."""


class Ask(BaseModel):
    """One call, as caches and doubles know it: equal calls have equal keys, however long they may take."""

    model_config = ConfigDict(frozen=True)

    messages: tuple[Message, ...]
    json_schema: dict[str, Any] | None = None
    max_tokens: int
    temperature: float
    seed: int | None

    @classmethod
    def of(cls, messages: Sequence[Message], options: CallOptions) -> Ask:
        """Return what a call asks."""
        schema = options.schema
        return cls(
            messages=tuple(messages),
            json_schema=dict(schema) if schema is not None else None,
            max_tokens=options.max_tokens,
            temperature=options.temperature,
            seed=options.seed,
        )

    def key(self, model: str) -> str:
        """Return the sha256 of a model's name and of what it is asked.

        The order of a schema's properties counts, because a constrained model writes them in that order.
        """
        told = {"model": model, **self.model_dump(mode="json")}
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


@runtime_checkable
class Model(Protocol):
    """A language model. Thread-safe: turns of different people call it side by side."""

    @property
    def name(self) -> str:
        """What it is called in traces and results, such as `openai/gpt-5-mini` or `local:qwen2.5-coder-1.5b`."""
        ...

    def complete(self, messages: Sequence[Message], options: CallOptions = ...) -> Completion:
        """Answer a prompt, within `options.seconds`.

        Raises:
            ModelError: it is not there, refused, was too slow, or gave nothing that can be read.
        """
        ...


class Wrapped:
    """A model that another one is asked through, under the same name."""

    def __init__(self, model: Model) -> None:
        self.model = model

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name
