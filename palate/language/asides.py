"""Stage 2b: what is said besides: sentences that tell of somebody's day and wish for nothing, beside others that do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from palate.catalog.words import Token
from palate.language.correcting import KIND
from palate.language.lexeme import Lexeme, parted
from palate.language.sentences import SentenceModel

_BREAKS = ".!?;:\n"
_NAMES = frozenset({"VALUE", "QTY"})
_NAMING, _TITLE = 1.0, 2.5
"""The log-odds from which on a sentence is small talk that names what could be wished for, and one that names an item:
a wish is not to be lost."""
_BARE = 2
"""So few words may be a thing that is wanted: "a heist"."""
_SOCIAL = frozenset({"THANKS", "GREET", "BYE", "YES", "HELP", "DENY"})
"""What counts of a sentence that is passed over."""


@dataclass(frozen=True)
class Kept:
    """A message's lexemes without what was said besides."""

    lexemes: list[Lexeme]
    asides: tuple[str, ...] = ()
    """The sentences that were passed over, as they were written."""


def without_asides(lexemes: Sequence[Lexeme], words: Sequence[Token], message: str, model: SentenceModel) -> Kept:
    """Pass over sentences that are small talk; a message that is nothing else is read as it is."""
    found = list(sentences(lexemes, words))
    talk = [_is_talk(pieces, words, model) for pieces in found]
    if all(talk) or not any(talk):
        return Kept(list(lexemes))
    kept: list[Lexeme] = []
    asides: list[str] = []
    for pieces, passed in zip(found, talk, strict=True):
        if passed:
            asides.append(message[words[pieces[0].start].start : words[pieces[-1].end - 1].end])
        kept += [piece for at, piece in enumerate(pieces) if not passed or _stays(at, piece)]
    return Kept(kept, tuple(dict.fromkeys(asides)))


def sentences(lexemes: Sequence[Lexeme], words: Sequence[Token]) -> Iterator[list[Lexeme]]:
    """Return the lexemes of each sentence of a message."""
    return parted(lexemes, words, _BREAKS)


def _is_talk(pieces: Sequence[Lexeme], words: Sequence[Token], model: SentenceModel) -> bool:
    start, end = pieces[0].start, pieces[-1].end
    if any(words[at].quoted for at in range(start, end)):
        return False
    if pieces[0].kind == KIND and any(piece.kind in _NAMES for piece in pieces):
        # "Hang on, wrong way round, the world went downhill in 1996" says what is wanted instead.
        return False
    return model.odds(pieces, words) > _sure({piece.kind for piece in pieces}, end - start)


def _sure(kinds: Set[str], length: int) -> float:
    """Return the log-odds from which on a sentence is small talk: more of one that names something, or is a name."""
    if "ITEM" in kinds:
        return _TITLE
    return _NAMING if kinds & _NAMES or length <= _BARE else 0.0


def _stays(at: int, piece: Lexeme) -> bool:
    """Tell whether a piece counts all the same: thanks, or what takes something back ("ignore that, the cat …")."""
    return piece.kind in _SOCIAL or (at == 0 and piece.kind in (KIND, "UNDO"))
