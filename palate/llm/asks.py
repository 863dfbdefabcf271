"""What makes two calls the same call, for caches and doubles."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from palate.llm.model import Ask, CallOptions, Message


def ask_of(messages: Sequence[Message], options: CallOptions) -> Ask:
    """Return what a call asks; how long it may take is no part of that."""
    schema = options.schema
    return Ask(
        messages=tuple(messages),
        json_schema=dict(schema) if schema is not None else None,
        max_tokens=options.max_tokens,
        temperature=options.temperature,
        seed=options.seed,
    )


def key_of(model: str, ask: Ask) -> str:
    """Return the sha256 of a model's name and of what it is asked.

    The order of a schema's properties counts, because a constrained model writes them in that order.
    """
    told = {"model": model, **ask.model_dump(mode="json")}
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
