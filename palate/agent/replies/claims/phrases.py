"""The words by which claims are told from one another: phrases of one language, and where they stand."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from palate.catalog.words import Token, normal

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Phrases:
    """A set of phrases, as normalised words."""

    entries: frozenset[Phrase]
    longest: int

    @classmethod
    def of(cls, listed: str) -> Phrases:
        """Read a list whose entries are separated by `|`."""
        entries = frozenset(tuple(normal(entry).split()) for entry in listed.split("|"))
        return cls(entries, max(map(len, entries)))

    def at(self, words: Sequence[Token], start: int) -> int:
        """Return where the longest phrase ends that begins at `start`; `start` where none does."""
        return next(
            (start + n for n in range(self.longest, 0, -1) if _said(words, start, start + n) in self.entries), start
        )

    def before(self, words: Sequence[Token], end: int) -> int:
        """Return where the longest phrase begins that ends at `end`; `end` where none does."""
        return next((end - n for n in range(self.longest, 0, -1) if _said(words, end - n, end) in self.entries), end)

    def within(self, words: Sequence[Token], start: int = 0, end: int | None = None) -> bool:
        """Tell whether a phrase stands in a part of the words."""
        stop = len(words) if end is None else end
        return any(place < self.at(words, place) <= stop for place in range(start, stop))

    def around(self, words: Sequence[Token], start: int, end: int) -> bool:
        """Tell whether `words[start:end]` are a part of a phrase, or have one in them."""
        return any(max(at, start) < self.at(words, at) for at in range(max(0, end - self.longest), end))

    def __contains__(self, word: str) -> bool:
        return (word,) in self.entries


@dataclass(frozen=True)
class Lists:
    """All lists of one language, by their names in its file."""

    words: Mapping[str, Phrases]
    before: Mapping[str, Phrases]
    """By operator: what stands before an amount that items are compared with; `~` is "about"."""
    behind: Mapping[str, Phrases]
    apart: Mapping[str, Phrases]
    """What tells that an amount is a difference, by which way it goes."""
    factors: Mapping[str, Phrases]
    """Words for multiples, by what they multiply by."""
    shares: Mapping[str, Phrases]
    """Words for parts of a unit, by how large they are."""
    pairs: Mapping[str, Phrases]
    """Words around two or more numbers that are told together."""
    ordinals: Mapping[str, Phrases]
    """Words for places in an order, by number."""
    totals: Mapping[str, Phrases]
    """Words by which a number is what several items come to."""
    instructions: Sequence[str]


@lru_cache(maxsize=4)
def lists(language: str = "en") -> Lists:
    """Return the lists of a language."""
    text = resources.files(__package__).joinpath(f"words/{language}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Lists(
        **{part: {name: Phrases.of(listed) for name, listed in data[part].items()} for part in _PARTS},
        instructions=tuple(data["markup"]["instructions"].split("|")),
    )


def ordinal(word: Token) -> int | None:
    """Return the 2 of "second"."""
    return next((int(place) for place, said in lists().ordinals.items() if word.normal in said), None)


_PARTS = ("words", "before", "behind", "apart", "factors", "shares", "pairs", "ordinals", "totals")


def _said(words: Sequence[Token], start: int, end: int) -> Phrase:
    if start < 0 or end > len(words):
        return ()
    return tuple(part for word in words[start:end] for part in word.normal.split())
