"""Words to items by title: exact, without article, with a year, without subtitle, and with slips."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from palate.catalog.grounding.data import words_of
from palate.catalog.grounding.matches import How, Span, TitleMatch
from palate.catalog.grounding.title_typos import TitleTypos
from palate.catalog.layout import quote
from palate.catalog.schema import Schema
from palate.catalog.titles import heads
from palate.catalog.words import Token, normal

_LONGEST = 12
_SAME, _BEGUN = 20, 200
"""Items of one title, and those whose titles begin alike, that are looked at."""
_CHUNK = 5_000
_HEAD, _ONLY, _SHARED = 0.92, 0.85, 0.7
"""All before the subtitle; the first words of one title; the first words of several."""
_WEAK = 0.4
_MARKS = "\"'\u201c\u201d\u2018\u2019«» "
_YEAR = re.compile(r"(1[89]|20)\d\d")


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    title: str
    year: str


class TitleIndex:
    """The titles of one catalogue version, looked up in its file."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], schema: Schema) -> None:
        self._connect = connect
        year = schema.of_role("year")
        self._year = f"substr(items.{quote(year.name)}, 1, 4)" if year else "''"
        self._typos = TitleTypos(connect, self.known)

    def spans(self, words: Sequence[Token]) -> list[Span[TitleMatch]]:
        """Find every title among the words, with a year that follows it, longest first, then as they stand.

        What stands before a subtitle or a comma is one where it has two telling words: "1001 Norwood Ave". A title of
        nothing but common words in lower case (`it`, `the one`) is returned with a confidence of 0.4.
        """
        grams = _grams(words)
        found: list[Span[TitleMatch]] = []
        known = self.known(grams)
        # "Alien's" is of "Alien" where there is one, and not "Aliens".
        owned = {(start, end) for key in known for start, end in grams[key] if _is_owned(words[end - 1], key)}
        for key in known:
            rows = self._called(key)
            for start, end in grams[key]:
                if (start, end) not in owned or _is_owned(words[end - 1], key):
                    found.append(self._span(words, start, end, rows))
        found += self._headed(words, grams, frozenset(known))
        return sorted(found, key=lambda span: (span.start - span.end, span.start))

    def matches(self, text: str, *, limit: int = 5) -> list[TitleMatch]:
        """Return the items that `text` as a whole may name, best first; those of one title are equally sure."""
        stripped = text.strip().strip(_MARKS).strip()
        said = normal(stripped)
        if not said:
            return []
        for key, year in _with_and_without_year(said):
            rows = [row for row in self._called(key) if year in ("", row.year)]
            if rows:
                return [_match(row, text, 1.0, "exact") for row in rows][:limit]
        for key, year in _with_and_without_year(said):
            begun = [row for row in self._begun(key) if year in ("", row.year)]
            rows = [row for row in begun if key in heads(row.title)]
            if rows:
                return [_match(row, text, _HEAD, "part") for row in rows][:limit]
            if begun and _several_telling(key):
                confidence = _ONLY if len({row.title for row in begun}) == 1 else _SHARED
                return [_match(row, text, confidence, "part") for row in begun][:limit]
        return self._near(said, text)[:limit]

    def _near(self, said: str, text: str) -> list[TitleMatch]:
        found: dict[str, TitleMatch] = {}
        for key, year in _with_and_without_year(said):
            for near, confidence in self._typos.near(key).items():
                for row in self._called(near):
                    if year in ("", row.year) and row.id not in found:
                        found[row.id] = _match(row, text, confidence, "typo")
        return sorted(found.values(), key=lambda match: -match.confidence)

    def _headed(
        self, words: Sequence[Token], grams: Mapping[str, list[tuple[int, int]]], known: Set[str]
    ) -> Iterator[Span[TitleMatch]]:
        """Yield what begins titles, up to a mark of theirs, and is no title itself."""
        several = [key for key in grams if key not in known and _several_telling(key)]
        for key in self._those(several, "key > value || ' ' AND key < value || '!'"):
            if rows := [row for row in self._begun(key) if key in heads(row.title)]:
                for start, end in grams[key]:
                    yield self._span(words, start, end, rows, _HEAD, "part")

    def _span(
        self, words: Sequence[Token], start: int, end: int, rows: list[_Row], sure: float = 1.0, how: How = "exact"
    ) -> Span[TitleMatch]:
        confidence = sure if _telling(words[start:end]) else _WEAK
        if end < len(words) and _YEAR.fullmatch(words[end].normal):
            dated = [row for row in rows if row.year == words[end].normal]
            if dated:
                rows, end, confidence = dated, end + 1, sure
        said = " ".join(word.text for word in words[start:end])
        return Span(start, end, tuple(_match(row, said, confidence, how) for row in rows))

    def known(self, grams: Iterable[str]) -> list[str]:
        """Return those of some normalised texts that are titles."""
        return self._those(list(grams), "key = value")

    def _those(self, keys: Sequence[str], holds: str) -> list[str]:
        """Return those of some keys of which a title's key has it that `holds`."""
        found: list[str] = []
        query = f"SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM titles WHERE {holds})"
        for start in range(0, len(keys), _CHUNK):
            rows = self._connect().execute(query, (json.dumps(keys[start : start + _CHUNK]),))
            found.extend(str(key) for (key,) in rows)
        return found

    def _called(self, key: str) -> list[_Row]:
        return self._rows("titles.key = ?", _SAME, key)

    def _begun(self, key: str) -> list[_Row]:
        """Find the titles that begin with the words of `key` and go on."""
        if " " not in key and len(key) < 4:
            return []
        return self._rows("titles.key > ? AND titles.key < ?", _BEGUN, key + " ", key + "!")

    def _rows(self, holds: str, most: int, *keys: str) -> list[_Row]:
        query = f"""
            SELECT DISTINCT items.id, items.title, {self._year}
            FROM titles JOIN items ON items.rowid = titles.item
            WHERE {holds} LIMIT {most}
        """
        return [_Row(*map(str, row)) for row in self._connect().execute(query, keys)]


def _match(row: _Row, said: str, confidence: float, how: How) -> TitleMatch:
    return TitleMatch(row.id, row.title, said, confidence, how)


def _grams(words: Sequence[Token]) -> dict[str, list[tuple[int, int]]]:
    grams: dict[str, list[tuple[int, int]]] = {}
    for start in range(len(words)):
        phrase = ""
        for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
            before, word = phrase, words[end - 1]
            phrase = f"{before} {word.normal}" if before else word.normal
            if phrase:
                grams.setdefault(phrase, []).append((start, end))
            if owner := _owner(word):
                grams.setdefault(f"{before} {owner}" if before else owner, []).append((start, end))
    return grams


def _owner(word: Token) -> str:
    """Return whose "Fargo's" is: a title in the possessive; empty for other words, and for "it's"."""
    if word.text[-2:] not in ("'s", "\u2019s"):
        return ""
    return "" if word.normal[:-1] in _common() else word.normal[:-1]


def _is_owned(word: Token, key: str) -> bool:
    """Tell whether a key is what is left of a possessive."""
    owner = _owner(word)
    return bool(owner) and key.split(" ")[-1] == owner


def _telling(words: Sequence[Token]) -> bool:
    """Tell whether the words look like a title rather than like a piece of a sentence."""
    if words[0].quoted or (words[0].start and all(word.capital or not word.text[0].isalpha() for word in words)):
        return True
    return any(word.normal not in _common() for word in words)


def _several_telling(key: str) -> bool:
    return sum(word not in _common() for word in key.split()) > 1


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return words_of("common/en.toml", "function") | words_of("common/en.toml", "cue")


def _with_and_without_year(said: str) -> list[tuple[str, str]]:
    head, _, last = said.rpartition(" ")
    return [(said, "")] + ([(head, last)] if head and _YEAR.fullmatch(last) else [])
