"""What a model tells, checked: an answer that cannot be, such as one of a negative usage, is the model's fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import ValidationError

from palate.errors import BadCompletion
from palate.llm.model import Completion, Finish, Usage
from palate.llm.redaction import redact

FINISHES: dict[str | None, Finish] = {"stop": "stop", "length": "length"}

FIRST = 5
"""How many of a value's faults are told."""


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Make a completion inside, or what holds one.

    Raises:
        BadCompletion: it cannot be; the message says what of it.
    """
    try:
        yield
    except ValidationError as error:
        raise BadCompletion(f"`{name}` gave an answer that cannot be: {complaints(error)}.") from None


def completion_of(
    text: str,
    name: str,
    *,
    finish: str | None,
    told: Mapping[str, Any],
    cost: float | None,
    keys: Iterable[str],
    seconds: float = 0.0,
) -> Completion:
    """Return the completion of a server that speaks OpenAI's form, without keys in its text.

    Raises:
        BadCompletion: it has more than a completion may have, or tells a usage that cannot be.
    """
    details = dict(told.get("prompt_tokens_details") or ())
    with readable(name):
        usage = Usage(
            calls=1,
            prompt_tokens=_tokens(told, "prompt_tokens"),
            cached_tokens=_tokens(details, "cached_tokens"),
            completion_tokens=_tokens(told, "completion_tokens"),
            cost=cost,
            seconds=seconds,
        )
        return Completion(text=redact(text, keys), model=name, usage=usage, finish=FINISHES.get(finish, "other"))


def _tokens(told: Mapping[str, Any], name: str) -> Any:
    """Return a number that a server told, as it is; 0 where it told none."""
    return 0 if told.get(name) is None else told[name]


def complaints(error: ValidationError) -> str:
    """Return what is wrong with a value and where, in words that a model can be told; none of the value itself."""
    told = error.errors(include_url=False, include_input=False)[:FIRST]
    return "; ".join(f"`{'.'.join(map(str, each['loc'])) or 'the object'}` {each['msg'].lower()}" for each in told)
