"""Stage 0: slips of the pen in words that say how much and when: "sixites", "minuts", "betwen"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.data import table
from palate.catalog.grounding.typos import likeness
from palate.catalog.words import Token, stem
from palate.language.cues.lexicon import Lexicon
from palate.language.names import is_english
from palate.language.understanding import Snap

_SHORTEST = 5
"""A shorter word is too like many others."""
_SURE = 0.8
_SLIPS = 2
"""Letters too many, too few, wrong or swapped with the next; more are no slip of a single word."""


@dataclass(frozen=True)
class Mended:
    """A message's words with such slips mended, and what was mended."""

    words: tuple[Token, ...]
    snapped: list[Snap] = field(default_factory=list)


def mended(words: Sequence[Token], catalog: Catalog, lexicon: Lexicon) -> Mended:
    """Give words that nothing here knows the form of the nearest word for a number, a unit or a comparison.

    A word that is nearer to a value of the catalogue is left to `repair`.
    """
    out: list[Token] = []
    snapped: list[Snap] = []
    for word, then in zip(words, [*words[1:], None], strict=False):
        used = _nearest(word, then, catalog, lexicon)
        if used is None:
            out.append(word)
            continue
        out.append(replace(word, normal=used))
        snapped.append(Snap(said=word.text, used=used, field="", confidence=round(likeness(word.normal, used), 3)))
    return Mended(tuple(out), snapped)


def _nearest(word: Token, then: Token | None, catalog: Catalog, lexicon: Lexicon) -> str | None:
    said = word.normal
    if len(said) < _SHORTEST or not said.isalpha() or word.quoted or said in lexicon.words or said in lexicon.spelled:
        return None
    if (
        is_english(said)
        or said in _quantities()
        or catalog.grounder.field_spans([word])
        or catalog.grounder.adjectives([word])
    ):
        return None
    near = [*_near(said, _quantities()), *_near(said, lexicon.spelled)]
    best = max(((likeness(said, other), other) for other in near), default=(0.0, ""))
    # The index knows words by their stems: "befor" occurs in it as "before".
    if best[0] < _SURE or (stem(said) != stem(best[1]) and _occurs(said, catalog)):
        return None
    phrases = [word.text, *([f"{word.text} {then.text}"] if then is not None and not then.before.strip() else [])]
    values = [match.confidence for phrase in phrases for match in catalog.grounder.values(phrase)[:1]]
    return best[1] if max(values, default=0.0) < best[0] else None


def _near(said: str, words: Iterable[str]) -> list[str]:
    """The words that few slips part from what was said: only these are worth comparing with care."""
    return [
        word
        for word in words
        if word[0] == said[0] and len(word) >= _SHORTEST - 1 and OSA.distance(said, word, score_cutoff=_SLIPS) <= _SLIPS
    ]


@lru_cache(maxsize=1)
def _quantities() -> frozenset[str]:
    data = table("quantity_words/en.toml")
    units = {word for spellings in data["units"].values() for word in spellings.split()}
    numbers = {*data["numbers"]["ones"].split(), *data["numbers"]["tens"].split()}
    return frozenset(units | numbers | set(data["decades"]))


def _occurs(said: str, catalog: Catalog) -> bool:
    query = "SELECT 1 FROM items_fts WHERE items_fts MATCH ? LIMIT 1"
    return catalog.connect().execute(query, (f'"{said}"',)).fetchone() is not None
