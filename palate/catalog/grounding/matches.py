"""What grounding found: values, titles and fields, each with the words it stands for and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from palate.catalog.item import ItemId

How = Literal["exact", "plural", "synonym", "part", "typo"]
"""Why words were taken for something: `plural` is any other form of the same words (`comedies`, `scifi`, `US`), `part`
a piece that stands for the whole (`Kurosawa`, `Dr. Strangelove`), `typo` a near spelling."""

THRESHOLD = 0.8
"""Below this confidence nothing is used silently."""


@dataclass(frozen=True)
class ValueMatch:
    """A value of a category or tags field (or `True` of a flag) that words may stand for."""

    field: str
    value: str | bool
    said: str
    confidence: float
    how: How
    count: int = 0
    """How many items have the value."""


@dataclass(frozen=True)
class TitleMatch:
    """An item that words may name."""

    id: ItemId
    title: str
    said: str
    confidence: float
    how: How


@dataclass(frozen=True)
class FieldMatch:
    """A field that words may name."""

    field: str
    said: str
    confidence: float
    how: How


M = TypeVar("M", ValueMatch, TitleMatch, FieldMatch)


@dataclass(frozen=True)
class Span(Generic[M]):
    """Words of a message that stand for values, titles or fields: `tokens[start:end]`."""

    start: int
    end: int
    matches: tuple[M, ...]
    """Values are most confident first, then most frequent."""
