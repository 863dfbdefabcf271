"""Words of titles that say what an item is: the "stove" of "Ember 2 Stove", and no word of "The Long Goodbye"."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from palate.catalog.grounding.data import words_of
from palate.catalog.words import Token, tokens

_COMMON = "common/en.toml"
_SAMPLE = 500
"""Titles that are compared with their items' other texts."""
_ERRORS = 2.0
"""By how many standard errors more last words of titles have to be in the texts of their own items than of others."""
_LOOKED_AT = 50
"""Titles with a word of which one has to end in it."""
_SHORTEST = 3


class TitleWords:
    """The last words of the titles of one catalogue version, with the words before them, looked up in its index."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect

    def spans(self, words: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """Yield where words stand that titles end in, in any form: `head torches` of "Beacon Head Torch"."""
        if not self.tell:
            return
        start = 0
        for at, word in enumerate(words):
            if not _may_tell(word) or not self._ends(word.normal):
                continue
            begin = at
            while begin > start and _may_tell(words[begin - 1]) and self._has(words[begin - 1 : at + 1]):
                begin -= 1
            yield begin, at + 1
            start = at + 1

    @cached_property
    def tell(self) -> bool:
        """Whether titles say what items are: their last words tell more of their own items' texts than of others'."""
        query = """SELECT title, text || ' ' || lower(terms) FROM items_fts
            WHERE rowid % (SELECT max(1, count(*) / ?) FROM items) = 0 ORDER BY rowid LIMIT ?"""
        rows = self._connect().execute(query, (_SAMPLE, _SAMPLE)).fetchall()
        ends, texts = [_last(title) for title, _ in rows], [f" {text or ''}" for _, text in rows]
        half = len(texts) // 2
        own = sum(map(_is_said, ends, texts))
        other = sum(map(_is_said, ends, texts[half:] + texts[:half]))
        return own - other > _ERRORS * math.sqrt(own + other)

    def _ends(self, word: str) -> bool:
        query = "SELECT title FROM items_fts WHERE items_fts MATCH ? LIMIT ?"
        rows = self._connect().execute(query, (f'title : "{word}"', _LOOKED_AT))
        return any(self._same(word, _last(title)) for (title,) in rows)

    def _same(self, word: str, other: str) -> bool:
        """Tell whether two words have one stem, or nearly one."""
        return bool(other) and (word.startswith(other[:-1]) or other.startswith(word[:-1]))

    def _has(self, words: Sequence[Token]) -> bool:
        phrase = " ".join(word.normal for word in words)
        query = "SELECT 1 FROM items_fts WHERE items_fts MATCH ? LIMIT 1"
        return self._connect().execute(query, (f'title : "{phrase}"',)).fetchone() is not None


def _is_said(word: str, text: str) -> bool:
    """Tell whether a text has a word in lower case, as names never are: "Annie" of "Annie Hall" says no kind."""
    return bool(word) and f" {word[:-1]}" in text


def _may_tell(word: Token) -> bool:
    said = word.normal
    return (
        len(said) >= _SHORTEST
        and said.isalpha()
        and said not in words_of(_COMMON, "function") | words_of(_COMMON, "cue")
    )


def _last(title: str) -> str:
    """Return the last word of a title that may say what an item is, before a comma or a bracket."""
    known = [word for word in tokens(title.split(",")[0].split("(")[0]) if _may_tell(word)]
    return known[-1].normal if known else ""
