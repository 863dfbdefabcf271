"""What a language does in its own way: lists, numbers, quotes, brackets, and the order of a noun and its conditions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

Quantity = int | Literal["a", "some"]
"""How many of a noun are spoken of: a number, one of them, or several."""


class Tongue(Protocol):
    """One language. What it says word by word is in files of words; here is what takes code."""

    def joined(self, pieces: Sequence[str]) -> str:
        """Put the pieces of a sentence together."""
        ...

    def listed(self, parts: Sequence[str], *, last: Literal["and", "or"] = "and") -> str:
        """Return parts as a sentence lists them: `a, b and c`."""
        ...

    def clauses(self, parts: Sequence[str]) -> str:
        """Return parts that may hold commas one after another."""
        ...

    def paragraph(self, sentences: Sequence[str]) -> str:
        """Return sentences one after another."""
        ...

    def quoted(self, words: str) -> str:
        """Return words in quotation marks."""
        ...

    def bracketed(self, words: str) -> str:
        """Return words in brackets, as they stand behind others."""
        ...

    def titled(self, title: str, noun: str) -> str:
        """Return a title as it stands in a sentence."""
        ...

    def number(self, count: int, noun: str = "") -> str:
        """Return a small number in words, a larger one in digits, as it stands before a noun."""
        ...

    def noun(self, noun: str) -> str:
        """Return what one item is called in this language."""
        ...

    def plural(self, noun: str) -> str:
        """Return what several items are called."""
        ...

    def article(self, word: str) -> str:
        """Return one of what a word names: `a film`."""
        ...

    def qualified(self, quantity: Quantity, noun: str, bare: Sequence[str] = (), leaning: Sequence[str] = ()) -> str:
        """Return a number of things with their conditions.

        Args:
            quantity: how many.
            noun: what they are.
            bare: values that stand by themselves, such as `Comedy`.
            leaning: phrases, such as `from the 1990s`.
        """
        ...

    def sentence(self, text: str) -> str:
        """Return a text that begins and ends as a sentence does."""
        ...

    def opened(self, text: str) -> str:
        """Return a phrase as it stands at the start of a sentence."""
        ...
