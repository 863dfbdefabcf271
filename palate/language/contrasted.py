"""Stage 2c: what is wanted instead of what is denied right before it: "not a western, a comedy"."""

from __future__ import annotations

from collections.abc import Sequence

from palate.catalog.words import Token
from palate.language.cues.lexicon import Lexicon
from palate.language.forms import shared_fields
from palate.language.lexeme import Lexeme

_LISTS = frozenset({"OR", "ALSO", "VALUE", "NEG"})
"""What makes a list of it: "not a western, a musical or a war film"."""


def contrasted(lexemes: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> list[Lexeme]:
    """Put "but" between two values of one field, each with the same word before it, of which one is denied."""
    out: list[Lexeme] = []
    for at, piece in enumerate(lexemes):
        if at >= 3 and _is_instead(lexemes[at - 3 : at + 3], words, lexicon):
            out.append(Lexeme("BUT", piece.start, piece.start))
        out.append(piece)
    return out


def _is_instead(pieces: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> bool:
    if [piece.kind for piece in pieces[:5:2]] != ["NEG", "VALUE", "VALUE"]:
        return False
    denial, lead, one, again, other = pieces[:5]
    leads = {_lead(each, words, lexicon) for each in (lead, again)}
    ends = all(piece.kind not in _LISTS for piece in pieces[5:])
    return (
        [word.normal for word in words[denial.start : denial.end]] == ["not"]
        and len(leads) == 1
        and leads != {None}
        and words[again.start].before.strip() in (",", ";", "-", "\u2013", "\u2014")
        and bool(shared_fields([one, other]))
        and ends
    )


def _lead(piece: Lexeme, words: Sequence[Token], lexicon: Lexicon) -> str | None:
    """Return the one word that an article or preposition is; all articles are one."""
    said = words[piece.start].normal
    if said in lexicon.articles:
        return "a"
    return said if piece.kind in ("VIA", "FROM") else None
