"""Words that mean something by themselves besides what they can stand for."""

from __future__ import annotations

from collections.abc import Sequence

from palate.catalog.grounding.data import words_of
from palate.catalog.words import Token
from palate.language.cues.lexicon import lexicon
from palate.language.lexeme import Lexeme


def is_everyday(lexeme: Lexeme, words: Sequence[Token]) -> bool:
    """Tell whether a word is one of these: "coming home", "the next one"."""
    if lexeme.end - lexeme.start > 1:
        return False
    said = words[lexeme.start].normal
    counts = lexeme.kind == "QTY" and said in lexicon().counts
    return counts or (lexeme.kind == "VALUE" and said in words_of("common/en.toml", "everyday"))
