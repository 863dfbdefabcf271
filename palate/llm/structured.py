"""From what a model wrote to a checked value: the JSON in a text, and asking for a type."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from palate.errors import BadCompletion
from palate.llm.model import CallOptions, Completion, Message, Model
from palate.llm.readable import complaints

T = TypeVar("T", bound=BaseModel)
MOST_TRIES = 64
"""How many braces are tried as the start of an object, so that a long text of braces costs no more."""
SHOWN = 200


class NotFinite(Exception):
    """A number that no float holds, such as `NaN` or `1e999`, or an integer of as many digits."""


def read_json(text: str) -> str | None:
    """Return the first whole JSON object in a text, fenced or not, as it stands there; None where there is none.

    One with a number that is not finite is none, and nothing inside it is taken in its place.
    """
    decoder = json.JSONDecoder(parse_int=_finite, parse_float=_finite, parse_constant=_finite)
    start = text.find("{")
    for _ in range(MOST_TRIES):
        if start < 0:
            return None
        try:
            _, end = decoder.raw_decode(text, start)
        except NotFinite:
            return None
        except (ValueError, RecursionError):
            start = text.find("{", start + 1)
        else:
            return text[start:end]
    return None


def ask(model: Model, messages: Sequence[Message], kind: type[T], options: CallOptions | None = None) -> T:
    """Ask a model for a value of a pydantic type, once.

    Args:
        model: who is asked. One that cannot be constrained is shown the schema as a last line of the prompt by its
            provider, and its text is read for the JSON in it.
        messages: the prompt.
        kind: the type of the value.
        options: how the call is made; its schema is that of `kind`.

    Raises:
        BadCompletion: what it wrote was cut off, holds no JSON object, or one that `kind` refuses; the message says
            which, in words that the model can be told.
        ModelError: the call itself failed.
    """
    options = replace(options or CallOptions(), schema=kind.model_json_schema())
    return parse(model.complete(messages, options), kind)


def parse(completion: Completion, kind: type[T]) -> T:
    """Read a value of a pydantic type from a completion.

    Raises:
        BadCompletion: it was cut off, holds no JSON object, one that `kind` refuses, or a number that is not finite.
    """
    told = read_json(completion.text)
    if told is None:
        if completion.finish == "length":
            raise BadCompletion(f"`{completion.model}` was cut off within its JSON object: more max_tokens are needed.")
        raise BadCompletion(f"`{completion.model}` wrote no JSON object: {_shown(completion.text)}.")
    try:
        value = kind.model_validate_json(told)
    except ValidationError as error:
        raise BadCompletion(f"`{completion.model}` wrote JSON of another form: {complaints(error)}.") from None
    if not _holds_finite(value):  # written as text, which pydantic takes for a number too
        raise BadCompletion(
            f"`{completion.model}` wrote a number that is not finite; expected none or an ordinary one."
        )
    return value


def _finite(number: str) -> float:
    if not math.isfinite(value := float(number)):
        raise NotFinite
    return value


def _holds_finite(value: object) -> bool:
    if isinstance(value, int | float | Decimal):
        try:
            return math.isfinite(value)
        except OverflowError:
            return False
    if isinstance(value, BaseModel):
        return all(_holds_finite(part) for _, part in value)
    if isinstance(value, Mapping):
        return all(_holds_finite(part) for pair in value.items() for part in pair)
    return not isinstance(value, list | tuple | set | frozenset) or all(map(_holds_finite, value))


def _shown(text: str) -> str:
    flat = " ".join(text.split())
    return f"`{flat[:SHOWN]}`" if flat else "nothing"
