"""What litellm raises, as Palate's errors: whose fault it is, and whether asking again may help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from palate.errors import BadCompletion, ModelError, ModelUnavailable
from palate.llm.litellm_import import known_keys
from palate.llm.readable import complaints
from palate.llm.redaction import redact

PASSING = {408, 409, 429, 500, 502, 503, 504}
"""HTTP statuses after which the same call may succeed."""
SHOWN = 200


@dataclass(eq=False)
class Failure(Exception):
    """A failed attempt."""

    error: ModelError
    kind: str
    """What went wrong, in words of which none are the server's: those may be the prompt's."""
    passing: bool = False
    """Whether asking again may help."""
    wait: float | None = None
    """The seconds that the server asks to wait."""
    schema_refused: bool = False
    """Whether it is the schema that the server does not take."""


def read_failure(error: Exception, name: str, *, key: str | None) -> Failure:
    """Read an exception of a call; what is in nobody's list is the provider's fault, and may pass."""
    if isinstance(error, ModelError):
        return Failure(error, str(error).rstrip("."), passing=isinstance(error, BadCompletion))
    if (misread := _misread(error)) is not None:
        told = f"`{name}` answered in a form that cannot be: {redact(misread, known_keys(key))}"
        return Failure(BadCompletion(f"{told}."), told, passing=True)
    status = getattr(error, "status_code", None)
    told = _told(error, key)
    refused = status in (400, 422) and any(word in told for word in ("response_format", "json_schema", "schema"))
    return Failure(
        ModelUnavailable(f"`{name}` failed with {type(error).__name__}: {told}."),
        f"`{name}` failed with {type(error).__name__}, status {status}",
        passing=not isinstance(status, int) or status in PASSING,
        wait=_wait(error),
        schema_refused=refused,
    )


def _misread(error: BaseException | None) -> str | None:
    """Return what litellm's types refused of an answer, such as a usage in words; None where it is something else.

    litellm raises that as a failure of the server. Where warnings are errors, pydantic's comes before its refusal.
    """
    while error is not None:
        if isinstance(error, ValidationError):
            return complaints(error)
        if isinstance(error, UserWarning) and str(error).startswith("Pydantic serializer"):
            return "its values are of other types than they should be"
        error = error.__cause__ or error.__context__
    return None


def _told(error: Exception, key: str | None) -> str:
    # Keys go first: half a key at the cut would be none that is known.
    text = redact(" ".join(str(error).split()), known_keys(key)).removeprefix("litellm.").rstrip(".")
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _wait(error: Exception) -> float | None:
    headers: Any = getattr(getattr(error, "response", None), "headers", None)
    try:
        return max(0.0, float(headers["retry-after"]))
    except (TypeError, KeyError, ValueError):
        return None
