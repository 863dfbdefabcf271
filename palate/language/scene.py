"""What every stage after the reading may look at: the message, the catalogue and the session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palate.catalog.catalog import Catalog
from palate.catalog.schema import Schema
from palate.catalog.words import Token
from palate.language.lexeme import Lexeme
from palate.language.understanding import SessionView


@dataclass(frozen=True)
class Scene:
    """One message in its setting."""

    message: str
    words: Sequence[Token]
    catalog: Catalog
    schema: Schema
    session: SessionView
    quiet: frozenset[int] = frozenset()
    """Where words stand that were read already, and say nothing more."""
    undecided: bool = False
    """Whether a sentence says that a question has no answer yet."""
    unasked: tuple[str, ...] = ()
    """Keys of wishes that were said back, and of which it is said that nobody asked for them."""
    apart: bool = False
    """Whether each sentence's wish surely stands by itself, whatever the message says of alternatives."""

    def said(self, start: int, end: int) -> str:
        """Return the words `start` to `end`, verbatim."""
        return self.message[self.words[start].start : self.words[end - 1].end]

    def quote(self, *lexemes: Lexeme) -> str:
        """Return the stretch of the message that some lexemes span, verbatim."""
        return self.said(min(each.start for each in lexemes), max(each.end for each in lexemes))
