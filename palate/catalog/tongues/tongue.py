"""What languages do alike, with signs of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

Quantity = int | Literal["a", "some"]
"""How many of a noun are spoken of: a number, one of them, or several."""


class Tongue:
    """A language, by its signs."""

    between_clauses: ClassVar[str]
    between_sentences: ClassVar[str]
    brackets: ClassVar[str]
    """Brackets around `{}`, with the space before them."""

    def clauses(self, parts: Sequence[str]) -> str:
        """Return parts with semicolons between them."""
        return self.between_clauses.join(parts)

    def paragraph(self, sentences: Sequence[str]) -> str:
        """Return sentences below each other."""
        return self.between_sentences.join(sentences)

    def quoted(self, words: str) -> str:
        """Return words in quotation marks."""
        return f"“{words}”"

    def bracketed(self, words: str) -> str:
        """Return words in brackets."""
        return self.brackets.format(words)
