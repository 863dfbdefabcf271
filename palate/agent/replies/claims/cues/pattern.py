"""Cue phrases with alternatives, such as "(is|was) (so|) good"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from palate.catalog.words import normal

_BRACKETS = re.compile(r"[()]")
Words = tuple[str, ...]


@dataclass(frozen=True)
class Slot:
    """One place of a pattern: any of some phrases, one of which may be empty."""

    phrases: frozenset[Words]
    lengths: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Slot:
        """Read "is|was|"."""
        phrases = frozenset(tuple(normal(each).split()) for each in text.split("|"))
        return cls(phrases, tuple(sorted({len(phrase) for phrase in phrases})))

    def ends(self, said: Sequence[str], start: int) -> Iterator[int]:
        """Yield where a phrase that begins at `start` ends."""
        for length in self.lengths:
            if start + length <= len(said) and tuple(said[start : start + length]) in self.phrases:
                yield start + length


@dataclass(frozen=True)
class Pattern:
    """A phrase with alternatives, matched as it stands: spelling them all out would make hundreds of thousands."""

    slots: tuple[Slot, ...]

    @classmethod
    def of(cls, text: str) -> Pattern:
        """Read a phrase as cue files write it."""
        return cls(tuple(Slot.of(piece) for piece in _BRACKETS.split(text) if piece.strip()))

    @property
    def firsts(self) -> frozenset[str]:
        """The words that it can begin with."""
        found: set[str] = set()
        for slot in self.slots:
            found |= {phrase[0] for phrase in slot.phrases if phrase}
            if () not in slot.phrases:
                break
        return frozenset(found)

    def ends(self, said: Sequence[str], start: int) -> set[int]:
        """Return where it can end in a message of normal words, where it begins at `start`."""
        ends = {start}
        for slot in self.slots:
            ends = {end for at in ends for end in slot.ends(said, at)}
        return ends - {start}
