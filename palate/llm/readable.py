"""What a model tells, checked: an answer that cannot be, such as one of a negative usage, is the model's fault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from palate.errors import BadCompletion

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


def complaints(error: ValidationError) -> str:
    """Return what is wrong with a value and where, in words that a model can be told; none of the value itself."""
    told = error.errors(include_url=False, include_input=False)[:FIRST]
    return "; ".join(f"`{'.'.join(map(str, each['loc'])) or 'the object'}` {each['msg'].lower()}" for each in told)
