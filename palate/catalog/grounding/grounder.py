"""Grounding of words in one catalogue: the one door to values, titles and fields."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Sequence, Set

from palate.catalog.columns import Columns
from palate.catalog.grounding.fields import FieldIndex
from palate.catalog.grounding.matches import FieldMatch, Span, TitleMatch, ValueMatch
from palate.catalog.grounding.phrases import phrases_of
from palate.catalog.grounding.runs import cut
from palate.catalog.grounding.title_words import TitleWords
from palate.catalog.grounding.titles import TitleIndex
from palate.catalog.grounding.values import ValueIndex
from palate.catalog.schema import Schema
from palate.catalog.words import Token, tokens

_TITLE = 3
"""Characters of a title that is found among others; shorter ones are words of the language."""


class Grounder:
    """Maps a person's or a model's words to what one version of a catalogue holds.

    Thread-safe. `*_spans` look at every part of a message and accept no slips; the others take a text as a whole and
    forgive slips too. Use nothing below `THRESHOLD` silently.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection], schema: Schema, columns: Columns) -> None:
        vocabularies = {field.name: columns.vocabulary(field.name) for field in schema.of_kind("category", "tags")}
        categories = [field.name for field in schema.of_kind("category")]
        self._values = ValueIndex(phrases_of(schema, vocabularies), noun=schema.noun, categories=categories)
        self._titles = TitleIndex(connect, schema)
        self._title_words = TitleWords(connect)
        self._fields = FieldIndex(schema)

    def values(self, text: str) -> list[ValueMatch]:
        """Return the values that `text` as a whole may mean, best first."""
        return self._values.matches(text)

    def value_spans(self, tokens: Sequence[Token]) -> list[Span[ValueMatch]]:
        """Find the values that words of a message stand for, longest first; a flag is found by its own name."""
        return self._values.spans(tokens)

    @property
    def given_names(self) -> Set[str]:
        """The first words of people's names."""
        return self._values.phrases.given

    def words(self, text: str) -> tuple[Token, ...]:
        """Return the words of a text, where no spaces part them those that the catalogue knows."""
        return cut(tokens(text), self._known)

    def titles(self, text: str, *, limit: int = 5) -> list[TitleMatch]:
        """Return the items that `text` as a whole may name, best first."""
        return self._titles.matches(text, limit=limit)

    def title_spans(self, tokens: Sequence[Token]) -> list[Span[TitleMatch]]:
        """Find the titles among the words of a message, longest first."""
        return self._titles.spans(tokens)

    def title_word_spans(self, tokens: Sequence[Token]) -> list[tuple[int, int]]:
        """Find the words of a message that name a kind of item, such as titles end in, as they stand."""
        return list(self._title_words.spans(tokens))

    def fields(self, text: str) -> list[FieldMatch]:
        """Return the fields that `text` as a whole may name, best first."""
        return self._fields.matches(text)

    def field_spans(self, tokens: Sequence[Token]) -> list[Span[FieldMatch]]:
        """Find the words of a message that name fields, longest first."""
        return self._fields.spans(tokens)

    def _known(self, words: Collection[str]) -> set[str]:
        phrases = self._values.phrases
        known = {word for word in words if phrases.has(word) or self._fields.has(word)}
        return known.union(self._titles.known([word for word in words if len(word) >= _TITLE]))
