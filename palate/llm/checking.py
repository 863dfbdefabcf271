"""Whether a model works: what its name tells, and one small question under a schema.

The question is asked twice, so that loading can be told from answering.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from palate.errors import BadArgument, ModelUnavailable
from palate.llm.model import CallOptions, Completion, Message, Model
from palate.llm.open import LOCAL, open_model
from palate.llm.structured import parse

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


def check_model(model: str | Model) -> Check:
    """Ask a model twice.

    Raises:
        ModelError: it does not work; the message says why.
    """
    opened = open_model(model)
    first, second = _answered(opened), _answered(opened)
    usage = second.usage
    return Check(
        model=opened.name,
        text=second.text,
        first_seconds=first.usage.seconds,
        seconds=usage.seconds,
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        tokens_per_second=usage.completion_tokens / max(usage.seconds, 1e-9),
    )


def _answered(model: Model) -> Completion:
    options = CallOptions(schema=Wanted.model_json_schema(), max_tokens=64, seconds=SECONDS)
    completion = model.complete(PROMPT, options)
    parse(completion, Wanted)
    return completion


def check_name(model: str) -> None:
    """Refuse the name of a model that no call could reach, before any is made; nothing is called.

    Raises:
        BadArgument: no provider is called so.
        ModelUnavailable: its provider needs a key, and the environment has none; or litellm cannot be imported.
    """
    if model == LOCAL or model.startswith(f"{LOCAL}:"):
        return
    from palate.llm.litellm_import import litellm

    module = litellm()
    try:
        module.get_llm_provider(model)
    except Exception:
        raise BadArgument(
            f"`{model}` is the name of no model: no provider is known by it. Write `local`, or one such as "
            "`openai/gpt-5-mini`."
        ) from None
    missing = [key for key in module.validate_environment(model)["missing_keys"] if key.endswith("_API_KEY")]
    if missing and module.api_key is None:
        raise ModelUnavailable(f"`{model}` needs a key, and the environment has no {' or '.join(missing)}.")
