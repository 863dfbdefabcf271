"""Whether a model works: one small question under a schema, asked twice so that loading can be told from answering."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from palate.llm.model import CallOptions, Message
from palate.llm.open import open_model
from palate.llm.structured import ask

SECONDS = 120.0
PROMPT = (
    Message(role="system", content="Say which kind of film a person asks for, and from which year on."),
    Message(role="user", content="a comedy from 1994 or later"),
)


class Wanted(BaseModel):
    """What the question asks for: every value of it is possible under the schema, so that only the form is checked."""

    model_config = ConfigDict(extra="forbid")

    genre: Literal["comedy", "drama", "horror"]
    year: int


class Check(BaseModel):
    """What a model did."""

    model: str
    text: str
    first_seconds: float
    """With loading and connecting."""
    seconds: float
    prompt_tokens: int
    completion_tokens: int
    tokens_per_second: float
    """Of the second answer, its prompt's reading included."""


def check(name: str) -> Check:
    """Ask a model twice.

    Raises:
        ModelError: it does not work; the message says why.
    """
    model = open_model(name)
    options = CallOptions(max_tokens=64, seconds=SECONDS)
    first = ask(model, PROMPT, Wanted, options)
    second = ask(model, PROMPT, Wanted, options)
    usage = second.usage
    return Check(
        model=model.name,
        text=second.completion.text,
        first_seconds=first.usage.seconds,
        seconds=usage.seconds,
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        tokens_per_second=usage.completion_tokens / max(usage.seconds, 1e-9),
    )
