"""Pages of lists, so that no response grows with what is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, TypeVar

from fastapi import Query
from pydantic_core import to_json

Part = TypeVar("Part")
_FURTHEST = 2**40
_MOST_BYTES = 1_000_000

Offset = Annotated[int, Query(ge=0, le=_FURTHEST, description="How many to pass over.")]


def fitting(parts: Iterable[Part]) -> list[Part]:
    """Return the first part, and those after it that together have at most a megabyte of JSON."""
    found: list[Part] = []
    size = 0
    for part in parts:
        size += len(to_json(part))
        if found and size > _MOST_BYTES:
            break
        found.append(part)
    return found
