"""One question to a model that is answered by JSON, and what it took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from palate.agent.reply import Reply
from palate.errors import BadCompletion, ModelError
from palate.llm.model import CallOptions, Completion, Message, Model, Usage

MOST_TOKENS = 200
SECONDS = 60.0

Value = TypeVar("Value", bound=BaseModel)


@dataclass(frozen=True)
class Answer(Generic[Value]):
    """What a model answered."""

    value: Value | None
    """None where it failed."""
    usage: Usage
    why: str = ""
    """Why it failed, in one sentence."""


def answer(
    model: Model,
    messages: Sequence[Message],
    kind: type[Value],
    *,
    schema: Mapping[str, Any],
    seconds: float = SECONDS,
) -> Answer[Value]:
    """Ask a model for JSON of a kind; whatever goes wrong with that is told and not raised."""
    options = CallOptions(schema=schema, max_tokens=MOST_TOKENS, seconds=seconds)
    usage = Usage(calls=1)
    try:
        completion = model.complete(messages, options)
        # One that a cache answered says that it took no call; it is one question all the same.
        usage = completion.usage.model_copy(update={"calls": 1})
        return Answer(_read(completion, kind), usage)
    except ModelError as error:
        return Answer(None, usage, str(error))


def _read(completion: Completion, kind: type[Value]) -> Value:
    from palate.llm.structured import read_json

    found = read_json(completion.text)
    try:
        return kind.model_validate_json(found or "")
    except ValidationError as error:
        told = "no JSON object" if found is None else error.errors(include_url=False)[0]["msg"]
        raise BadCompletion(f"`{completion.model}` answered what cannot be used: {told}.") from error


@dataclass
class Spent:
    """What a baseline's model took in one turn, and what came of it."""

    usage: Usage = field(default_factory=Usage)
    failures: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    """Further numbers for the trace, such as how many titles were invented."""
    notes: list[str] = field(default_factory=list)

    def add(self, found: Answer[Any]) -> None:
        """Count one answer."""
        self.usage = self.usage + found.usage
        if found.value is None:
            self.failures.append(found.why)

    @property
    def _cost(self) -> float | str:
        if not self.usage.calls:
            return 0.0
        return "unknown" if self.usage.cost is None else self.usage.cost

    def noted_in(self, reply: Reply) -> Reply:
        """Return a reply whose trace tells it, under the names that the agent uses for its own calls."""
        usage = self.usage
        told = {
            "model_calls": usage.calls,
            "tokens": usage.prompt_tokens + usage.completion_tokens,
            "prompt_tokens": usage.prompt_tokens,
            "cached_tokens": usage.cached_tokens,
            "completion_tokens": usage.completion_tokens,
            "cost": self._cost,
            "model_seconds": round(usage.seconds, 4),
            **self.counts,
        }
        fallen = [
            _finding("warning", f"The model was of no use, so the order is without it: {each}")
            for each in self.failures
        ]
        findings = [*reply.trace.findings, *fallen, *(_finding("info", each) for each in self.notes)]
        trace = reply.trace.model_copy(update={"usage": {**reply.trace.usage, **told}, "findings": findings})
        return reply.model_copy(update={"trace": trace})


def _finding(severity: str, message: str) -> dict[str, str]:
    return {"kind": "model", "severity": severity, "message": message}
