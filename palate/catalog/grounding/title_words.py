"""Words that say what kind of thing an item is, since titles end in them: "stove" after "Ember 2 Stove"."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from palate.catalog.grounding.data import carrying_words
from palate.catalog.words import Token, stem, tokens

_SAMPLE = 500
"""How many items `tell` compares."""
_LEAST = 0.05
"""The share of titles whose last word has to occur in the item's other texts, beyond chance and `_ERRORS`.

Of the embedded films it is 2 %, of the catalogues of kitchen things and of a shop, from 11 % up.
"""
_ERRORS = 2.0
"""How many standard errors are left to chance."""
_LOOKED_AT = 50
"""How many titles with a word are looked at until one ends in it."""
_SHORTEST = 3


class TitleWords:
    """Finds the kinds that titles of one catalogue version end in, by way of its full-text index."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect

    def spans(self, words: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """Yield the ranges of words that name a kind, in any form: `head torches` for "Beacon Head Torch"."""
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
        """Whether titles end in kinds: their last words occur in the item's other texts more often than by chance.

        Chance is how often they occur in the texts of some other item. A capital in a text makes a name, and no kind.
        """
        query = """SELECT title, text || ' ' || lower(terms) FROM items_fts
            WHERE rowid % (SELECT max(1, count(*) / ?) FROM items) = 0 ORDER BY rowid LIMIT ?"""
        rows = self._connect().execute(query, (_SAMPLE, _SAMPLE)).fetchall()
        kinds = [_kind(title) for title, _ in rows]
        texts = [{stem(word.normal) for word in tokens(text or "") if not word.capital} for _, text in rows]
        half = len(texts) // 2
        own = sum(kind in text for kind, text in zip(kinds, texts, strict=True))
        other = sum(kind in text for kind, text in zip(kinds, texts[half:] + texts[:half], strict=True))
        return own - other > _ERRORS * math.sqrt(own + other) + _LEAST * len(rows)

    def _ends(self, word: str) -> bool:
        rows = self._connect().execute(f"{_MATCH} {_LOOKED_AT}", (f'title : "{word}"',))
        return any(stem(word) == _kind(title) for (title,) in rows)

    def _has(self, words: Sequence[Token]) -> bool:
        phrase = " ".join(word.normal for word in words)
        return self._connect().execute(f"{_MATCH} 1", (f'title : "{phrase}"',)).fetchone() is not None


_MATCH = "SELECT title FROM items_fts WHERE items_fts MATCH ? LIMIT"


def _may_tell(word: Token) -> bool:
    said = word.normal
    return len(said) >= _SHORTEST and said.isalpha() and said not in carrying_words()


def _kind(title: str) -> str:
    """Return the stem of the last word of a title that may name a kind, before a comma or a bracket."""
    known = [word.normal for word in tokens(title.split(",")[0].split("(")[0]) if _may_tell(word)]
    return stem(known[-1]) if known else ""
