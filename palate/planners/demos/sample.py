"""The well-known items of a catalogue, which seeds are filled from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from palate.catalog.catalog import Catalog
from palate.catalog.item import Item
from palate.catalog.schema import Field, Schema
from palate.catalog.words import normal
from palate.ranking.popularity import popularity_of

T = TypeVar("T")

_MOST_ITEMS = 200
_LEAST_COUNT = 2
"""A value that only one item has is no example."""
_MOST_SHARE = 0.5
"""A value that most items have tells nothing apart."""


def draw(values: Sequence[T], key: str) -> list[T]:
    """Return values in an order that depends on `key` alone: a rotation, so that the frequent ones stay together."""
    if not values:
        return []
    start = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % len(values)
    return [*values[start:], *values[:start]]


def shuffled(fields: Iterable[Field], key: str) -> list[Field]:
    """Return fields in an order that depends on `key` alone."""
    return sorted(fields, key=lambda field: hashlib.sha256(f"{key}/{field.name}".encode()).digest())


@dataclass(frozen=True)
class Sample:
    """The most popular items, and which of their values are frequent enough to be asked for."""

    schema: Schema
    items: tuple[Item, ...]

    @classmethod
    def of(cls, catalog: Catalog) -> Sample:
        """Take a sample of the catalogue as it is now."""
        score = popularity_of(catalog).score
        first = np.argsort(-score, kind="stable")[:_MOST_ITEMS]
        return cls(catalog.schema, tuple(catalog.items(catalog.ids(first))))

    @cached_property
    def titled(self) -> tuple[Item, ...]:
        """The items that their titles alone tell apart."""
        counts: dict[str, int] = {}
        for item in self.items:
            counts[normal(item.title)] = counts.get(normal(item.title), 0) + 1
        return tuple(item for item in self.items if counts[normal(item.title)] == 1)

    def values(self, field: Field, item: Item) -> list[str]:
        """Return an item's values of a category or tags field, those that make an example alone."""
        value = item.get(field.name)
        has = value if isinstance(value, list) else [value] if isinstance(value, str) else []
        return [each for each in has if each in self._frequent.get(field.name, ())]

    def frequent(self, field: Field) -> list[str]:
        """Return the values of a category or tags field that make an example, most frequent first."""
        return list(self._frequent.get(field.name, ()))

    @cached_property
    def _frequent(self) -> dict[str, dict[str, int]]:
        most = _MOST_SHARE * self.schema.items
        return {
            field.name: {term.value: term.count for term in field.terms if _LEAST_COUNT <= term.count <= most}
            for field in self.schema.of_kind("category", "tags")
        }
