"""Stage 3: what is denied twice is wanted: "leave out whatever isn't French", "skip those that don't cost over $50"."""

from __future__ import annotations

from collections.abc import Sequence

from palate.catalog.words import Token
from palate.language.cues.lexicon import lexicon
from palate.language.lexeme import Lexeme

_BETWEEN = frozenset({"THING", "VIA", "REF", "FIELD"})
"""What may stand between two denials of one thing."""


def undenied(clause: Sequence[Lexeme], words: Sequence[Token]) -> list[Lexeme]:
    """Drop two denials of one thing, the last one of a verb: "I don't want no horror" is but said with more force."""
    out: list[Lexeme] = []
    for piece in clause:
        first = _denial(out) if piece.kind == "NEG" and _denies_a_verb(piece, words) else None
        if first is None:
            out.append(piece)
        else:
            del out[first]
    return out


def _denial(out: Sequence[Lexeme]) -> int | None:
    at = next((at for at in reversed(range(len(out))) if out[at].kind not in _BETWEEN), None)
    return at if at is not None and out[at].kind == "NEG" else None


def _denies_a_verb(piece: Lexeme, words: Sequence[Token]) -> bool:
    return not lexicon().denials.isdisjoint(word.normal for word in words[piece.start : piece.end])
