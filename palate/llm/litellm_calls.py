"""One call in litellm's form, and its response in ours."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from palate.errors import BadCompletion
from palate.llm.litellm_import import known_keys, litellm
from palate.llm.model import CallOptions, Completion, Message
from palate.llm.readable import completion_of

SHOW_SCHEMA = "Answer with one JSON object and nothing else. It has to satisfy this JSON schema:\n"


def request(
    name: str,
    messages: Sequence[Message],
    options: CallOptions,
    *,
    structured: bool,
    where: Mapping[str, str | None],
) -> dict[str, Any]:
    """Return the arguments of `litellm.completion`."""
    told = [{"role": message.role, "content": _content(message)} for message in messages]
    arguments: dict[str, Any] = {
        "model": name,
        "messages": told,
        "max_tokens": options.max_tokens,
        "temperature": options.temperature,
        "timeout": options.seconds,
        "num_retries": 0,
        "max_retries": 0,
        "drop_params": True,
        **{key: value for key, value in where.items() if value is not None},
    }
    if options.seed is not None:
        arguments["seed"] = options.seed
    if options.schema is not None and structured:
        form = {"name": "answer", "schema": dict(options.schema), "strict": _strict(options.schema)}
        arguments["response_format"] = {"type": "json_schema", "json_schema": form}
    elif options.schema is not None:
        told.append({"role": "system", "content": SHOW_SCHEMA + json.dumps(options.schema, ensure_ascii=False)})
    return arguments


def _content(message: Message) -> str | list[dict[str, Any]]:
    """Return a message's content: its text, or parts where images come with it."""
    if not message.images:
        return message.content
    images = [{"type": "image_url", "image_url": {"url": url}} for url in message.images]
    return [{"type": "text", "text": message.content}, *images]


def read(response: Any, name: str, *, key: str | None = None) -> Completion:
    """Read litellm's response, without the key that it was asked with and any other.

    Raises:
        BadCompletion: it has no text, more than a completion may have, or tells a usage that cannot be.
    """
    choices = getattr(response, "choices", None) or []
    if not choices:
        raise BadCompletion(f"`{name}` answered without a choice.")
    finish, text = choices[0].finish_reason, choices[0].message.content
    if not isinstance(text, str) or not text.strip():
        why = ": it ran into max_tokens before its answer began" if finish == "length" else ""
        raise BadCompletion(f"`{name}` wrote nothing{why}.")
    told = dict(getattr(response, "usage", None) or ())
    return completion_of(text, name, finish=finish, told=told, cost=_cost(response), keys=known_keys(key))


def _cost(response: Any) -> float | None:
    try:
        return float(litellm().completion_cost(completion_response=response))
    except Exception:  # a model that is not in its list of prices
        return None


def _strict(schema: Any) -> bool:
    """Whether every object names all its properties as required and allows no others, as strict schemas have to."""
    if isinstance(schema, list):
        return all(map(_strict, schema))
    if not isinstance(schema, Mapping):
        return True
    if schema.get("type") == "object":
        properties = schema.get("properties", {})
        if schema.get("additionalProperties") is not False or set(schema.get("required", ())) != set(properties):
            return False
    return all(map(_strict, schema.values()))
