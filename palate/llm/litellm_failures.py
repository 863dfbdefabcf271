"""What litellm raises, as Palate's errors: whose fault it is, and whether asking again may help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from palate.errors import BadCompletion, ModelError, ModelUnavailable

PASSING = {408, 409, 429, 500, 502, 503, 504}
"""HTTP statuses after which the same call may succeed."""
SHOWN = 200


@dataclass(eq=False)
class Failure(Exception):
    """A failed attempt."""

    error: ModelError
    passing: bool = False
    """Whether asking again may help."""
    wait: float | None = None
    """The seconds that the server asks to wait."""
    schema_refused: bool = False
    """Whether it is the schema that the server does not take."""


def read_failure(error: Exception, name: str, *, secret: str | None) -> Failure:
    """Read an exception of a call; what is in nobody's list is the provider's fault, and may pass."""
    if isinstance(error, BadCompletion):
        return Failure(error, passing=True)
    if isinstance(error, ModelError):
        return Failure(error)
    status = getattr(error, "status_code", None)
    told = _told(error, secret)
    refused = status in (400, 422) and any(word in told for word in ("response_format", "json_schema", "schema"))
    return Failure(
        ModelUnavailable(f"`{name}` failed with {type(error).__name__}: {told}."),
        passing=not isinstance(status, int) or status in PASSING,
        wait=_wait(error),
        schema_refused=refused,
    )


def _told(error: Exception, secret: str | None) -> str:
    text = " ".join(str(error).split()).removeprefix("litellm.").rstrip(".")
    text = text.replace(secret, "…") if secret else text
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _wait(error: Exception) -> float | None:
    headers: Any = getattr(getattr(error, "response", None), "headers", None)
    try:
        return max(0.0, float(headers["retry-after"]))
    except (TypeError, KeyError, ValueError):
        return None
