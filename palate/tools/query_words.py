"""A free-text query as words and phrases, and as an FTS5 expression in which nothing of it has a meaning of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from palate.catalog.words import Token, tokens
from palate.tools.stopwords import stop_words

MOST_TERMS = 24
_MARKS = "\"'"


@dataclass(frozen=True)
class Term:
    """A word, or several in a row that were put in quotes."""

    text: str
    """As it was written."""

    @property
    def match(self) -> str:
        """The term as an FTS5 string: quoted, so that `C++`, `don't`, `AND` and `(` are but text."""
        return '"' + self.text.replace('"', '""').replace("\x00", " ") + '"'


def query_terms(query: str, nouns: Collection[str] = ()) -> tuple[Term, ...]:
    """Return the phrases in quotes and the words that tell something; the whole as a phrase where none does.

    `nouns` are what every item is called, which tells none from another.
    """
    words = tokens(query)
    phrases, rest = _phrases(query, words)
    small = stop_words().union(nouns)
    telling = [word for word in rest if not (set(word.normal.split()) <= small)]
    if rest and not telling and not phrases:
        phrases = [query[rest[0].start : rest[-1].end]]
    chosen = [*phrases, *(word.text for word in telling)]
    kept = [text for text in dict.fromkeys(chosen) if any(sign.isalnum() for sign in text)]
    return tuple(Term(text) for text in kept[:MOST_TERMS])


def match_any(terms: tuple[Term, ...]) -> str:
    """Return the FTS5 expression that any of the terms satisfies."""
    return " OR ".join(term.match for term in terms)


def match_all(terms: tuple[Term, ...]) -> str:
    """Return the FTS5 expression that all of the terms satisfy together."""
    return " AND ".join(term.match for term in terms)


def _phrases(query: str, words: tuple[Token, ...]) -> tuple[list[str], list[Token]]:
    """Split the words into phrases, two and more that stand between the same quotation marks, and the others."""
    phrases: list[str] = []
    rest: list[Token] = []
    for run in _runs(words):
        if run[0].quoted and len(run) > 1:
            phrases.append(query[run[0].start : run[-1].end])
        else:
            rest += run
    return phrases, rest


def _runs(words: tuple[Token, ...]) -> list[list[Token]]:
    """Cut words where a quotation begins or ends, or one follows another."""
    runs: list[list[Token]] = []
    for word in words:
        marked = any(unicodedata.category(sign) in ("Pi", "Pf") or sign in _MARKS for sign in word.before)
        if runs and runs[-1][-1].quoted == word.quoted and not (word.quoted and marked):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs
