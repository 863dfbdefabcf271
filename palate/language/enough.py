"""Stage 3: too little of something: "not long enough" is too short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from palate.catalog.words import Token
from palate.language.cues.lexicon import lexicon
from palate.language.lexeme import Lexeme


def insufficient(pieces: Sequence[Lexeme], words: Sequence[Token]) -> list[Lexeme]:
    """Read an adjective between a denial and "enough" as a complaint: more of it is wanted."""
    out: list[Lexeme] = []
    for piece in pieces:
        at = _denial(out) if piece.kind == "ADJ" and _is_enough(piece.end, words) else None
        if at is None or piece.adjective is None:
            out.append(piece)
        else:
            excess = replace(piece, kind="EXCESS", start=out[at].start, end=piece.end + 1)
            out = [*out[:at], excess]
    return out


def _is_enough(index: int, words: Sequence[Token]) -> bool:
    return index < len(words) and words[index].normal in lexicon().sufficient and not words[index].before.strip()


def _denial(out: Sequence[Lexeme]) -> int | None:
    """Return where the denial of what follows stands, small words left out."""
    at = next((at for at in reversed(range(len(out))) if out[at].kind != "FILLER"), None)
    return at if at is not None and out[at].kind == "NEG" else None
