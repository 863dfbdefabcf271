"""Evidence, looked up: the items that a reply may speak of, and what may be said back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from palate.agent.replies.claims.evidence import Evidence
from palate.catalog.item import Item
from palate.catalog.schema import Schema
from palate.catalog.words import Token, normal, singular

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.grounding.grounder import Grounder

_OWNER = re.compile("['\u2019]s\\b")


@dataclass(frozen=True)
class Ground:
    """What the claims of one reply are held against."""

    catalog: Catalog
    evidence: Evidence

    @cached_property
    def schema(self) -> Schema:
        """The catalogue's schema card."""
        return self.catalog.schema

    @cached_property
    def grounder(self) -> Grounder:
        """What finds titles, values, fields and adjectives among words."""
        return self.catalog.grounder

    @cached_property
    def shown(self) -> tuple[Item, ...]:
        """The items of the reply, in order."""
        return tuple(self.catalog.items(self.evidence.shown))

    @cached_property
    def known(self) -> Mapping[str, Item]:
        """Every item that may be spoken of anywhere in the reply, by id."""
        others = self.catalog.items(self._here(self.evidence.about))
        return {item.id: item for item in (*self.shown, *others)}

    @cached_property
    def echo(self) -> str:
        """All that may be said back, as normalised words."""
        owners = [_OWNER.sub("", said) for said in self.evidence.said]
        return _padded([*self.evidence.said, *owners])

    @cached_property
    def titles(self) -> str:
        """The titles of all items that are shown, as normalised words."""
        return _padded(item.title for item in self.shown)

    @cached_property
    def facts(self) -> str:
        """All that tools found of no one item, as normalised words."""
        return _padded(self.evidence.facts)

    @cached_property
    def _normal(self) -> dict[tuple[str, str], str]:
        """What was normalised before, by item and what it is of it."""
        return {}

    def reasons(self, item: Item) -> str:
        """Return why an item is shown, as normalised words."""
        key = (item.id, "reasons")
        if key not in self._normal:
            self._normal[key] = _padded(self.evidence.reasons.get(item.id, ()))
        return self._normal[key]

    def texts(self, item: Item) -> str:
        """Return all words of an item's fields and title, normalised."""
        key = (item.id, "texts")
        if key not in self._normal:
            values = [value for value in item.fields.values() if isinstance(value, str | list)]
            parts = [part for value in values for part in (value if isinstance(value, list) else [value])]
            self._normal[key] = _padded([item.title, *parts])
        return self._normal[key]

    def _here(self, ids: Iterable[str]) -> list[str]:
        return [known for known in dict.fromkeys(ids) if self.catalog.has(known)]


def told(words: str, where: str) -> bool:
    """Tell whether normalised words stand in a text that `Ground` has normalised."""
    return f" {words} " in where


def called(word: Token, where: str) -> bool:
    """Tell whether a word, as it stands or in the singular, stands in a text that `Ground` has normalised."""
    return any(told(form, where) for form in (word.normal, *singular(word.normal)))


def is_owner(word: Token) -> bool:
    """Tell whether a word is a possessive: "Scott's"."""
    return word.text.endswith(("'s", "\u2019s"))


def _padded(texts: Iterable[str]) -> str:
    return f" {' | '.join(map(normal, texts))} "
