"""One call of a model for a reading: held to a schema, and to the time that is left of the turn."""

from __future__ import annotations

import time
from collections.abc import Sequence

from palate.llm.model import CallOptions, Completion, Message, Model
from palate.planners.models.constraining import JsonSchema, tightened
from palate.planners.planner import Reading

LEAST_SECONDS = 0.5
"""Left of a turn, with less of which no further call is begun."""


def call(
    model: Model,
    messages: Sequence[Message],
    reading: Reading,
    *,
    schema: JsonSchema,
    most_tokens: int,
    deadline: float,
) -> Completion:
    """Return what a model writes.

    Raises:
        ModelError: it gave nothing.
    """
    options = CallOptions(
        schema=schema,
        tight=tightened(schema, reading.message, reading.understood),
        max_tokens=most_tokens,
        seconds=max(LEAST_SECONDS, deadline - time.monotonic()),
    )
    return model.complete(messages, options)


def has_time(deadline: float) -> bool:
    """Tell whether enough is left of a turn for one more call."""
    return deadline - time.monotonic() >= LEAST_SECONDS
