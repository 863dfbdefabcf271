"""Misspelt titles: unknown words are corrected from the words of all titles, then whole titles are compared."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, product

from rapidfuzz import process
from rapidfuzz.distance import OSA

from palate.catalog.grounding.data import words_of
from palate.catalog.grounding.typos import likeness
from palate.catalog.titles import heads
from palate.catalog.words import normal

_LEAST = 0.5
_CORRECTIONS = 4
_COMPARED = 8
"""How many near words are compared with care: the careful distance is written in Python."""
_COMBINATIONS = 64
_CANDIDATES = 300
_GRAMS = 60
_WORDS = 12
_SURE = 0.9
_SLACK = 4
_EXTRA_WORD = 0.06
"""What a missing or additional small word takes from the confidence."""


class TitleTypos:
    """Corrections by way of `words_fts`, whose trigrams find near words without a scan of the titles."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], known: Callable[[Iterable[str]], list[str]]) -> None:
        """`known` returns those of some normalised texts that are titles."""
        self._connect = connect
        self._known = known

    def near(self, said: str) -> dict[str, float]:
        """Return the title keys that normalised `said` may be a misspelling of, and how sure that is, best first."""
        words = said.split()[:_WORDS]
        corrected = [self._corrections(word) for word in words]
        keys = {" ".join(choice) for choice in islice(product(*corrected), _COMBINATIONS)}
        keys |= set(_joined(words)) | set(_split(words))
        found = {key: likeness(said, key) for key in self._known(keys)}
        for query in _queries(words, corrected):
            if found and max(found.values()) >= _SURE:
                break
            for title in self._likeliest(said, query):
                key = normal(title)
                found[key] = max(found.get(key, 0.0), _alike(said, key, heads(title)))
        near = [(key, round(confidence, 3)) for key, confidence in found.items() if confidence >= _LEAST]
        return dict(sorted(near, key=lambda each: (-each[1], each[0]))[:20])

    def _corrections(self, word: str) -> list[str]:
        """Return the word itself where titles have it, and the likeliest words of titles that it may be a slip for."""
        known = self._connect().execute("SELECT 1 FROM words WHERE word = ?", (word,)).fetchone() is not None
        if known or len(word) < 3:
            return [word]
        near = process.extract(word, self._candidates(word), scorer=OSA.normalized_similarity, limit=_COMPARED)
        scored = [(likeness(word, other), other) for other, _, _ in near]
        best = sorted((pair for pair in scored if pair[0] >= _LEAST), reverse=True)[:_CORRECTIONS]
        return [other for _, other in best] or [word]

    def _candidates(self, word: str) -> list[str]:
        grams = dict.fromkeys(word[index : index + 3] for index in range(len(word) - 2))
        # A slip in the middle of a short word leaves no trigram whole: swaps of neighbours give some back.
        for index in range(len(word) - 1):
            swapped = word[:index] + word[index + 1] + word[index] + word[index + 2 :]
            grams |= dict.fromkeys(
                swapped[at : at + 3] for at in range(max(0, index - 2), min(len(word) - 2, index + 2))
            )
        match = " OR ".join(f'"{gram}"' for gram in islice(grams, 24))
        rows = self._connect().execute(
            "SELECT word FROM words_fts WHERE words_fts MATCH ? ORDER BY rank LIMIT ?", (match, _GRAMS)
        )
        return [str(other) for (other,) in rows]

    def _likeliest(self, said: str, query: str) -> list[str]:
        """Return the titles that a full-text query finds and that look most like what was said."""
        rows = self._connect().execute(
            "SELECT rowid FROM items_fts WHERE items_fts MATCH ? LIMIT ?", (f"title : ({query})", _CANDIDATES)
        )
        places = json.dumps([int(row) for (row,) in rows])
        titles = self._connect().execute(
            "SELECT DISTINCT title FROM items WHERE rowid IN (SELECT value FROM json_each(?))", (places,)
        )
        found = [str(title) for (title,) in titles]
        # A short form ("Dr. Strangelove") is like the beginning of its title.
        keys = [normal(title)[: len(said) + _SLACK] for title in found]
        near = process.extract(said, keys, scorer=OSA.normalized_similarity, limit=_COMPARED)
        return [found[place] for _, _, place in near]


def _queries(words: Sequence[str], corrected: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield full-text queries: all telling words in any of their corrections, then all but one, which may be wrong."""
    small = words_of("common/en.toml", "function")
    telling = [choices for word, choices in zip(words, corrected, strict=True) if word not in small]
    parts = ["(" + " OR ".join(f'"{word}"' for word in choices) + ")" for choices in telling]
    if parts:
        yield " AND ".join(parts)
    if len(parts) > 1:
        for left_out in range(len(parts)):
            yield " AND ".join(part for place, part in enumerate(parts) if place != left_out)


def _split(words: Sequence[str]) -> list[str]:
    """Return the phrase with one of its words written as two (`starwars`)."""
    return [
        " ".join([*words[:index], word[:at], word[at:], *words[index + 1 :]])
        for index, word in enumerate(words)
        for at in range(2, len(word) - 1)
    ]


def _joined(words: Sequence[str]) -> list[str]:
    """Return the phrase with two neighbouring words written as one (`spider man`)."""
    return [
        " ".join([*words[:index], words[index] + words[index + 1], *words[index + 2 :]])
        for index in range(len(words) - 1)
    ]


def _alike(said: str, key: str, beginnings: Iterable[str]) -> float:
    """Compare with a whole title and with what is said of it for short."""
    whole = max(likeness(said, key), _without_small_words(said, key))
    short = max((max(likeness(said, head), _without_small_words(said, head)) for head in beginnings), default=0.0)
    return max(whole, short - _EXTRA_WORD)


def _without_small_words(said: str, key: str) -> float:
    """Compare by the telling words alone, less a little for each small word that only one of them has."""
    small = words_of("common/en.toml", "function")
    left = [word for word in said.split() if word not in small]
    right = [word for word in key.split() if word not in small]
    if not left or len(left) != len(right):
        return 0.0
    missing = abs(len(said.split()) - len(key.split()))
    return likeness(" ".join(left), " ".join(right)) - _EXTRA_WORD * missing
