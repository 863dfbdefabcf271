"""Stage 2e: a wish that is taken back for another of the same field, told by a linear model over the words about both.

`correcting` reads the words that are known to take something back. Where two wishes of one field stand and none of
these words do ("… ah, my husband is shaking his head. Ok, …"), the model tells whether the second is instead of the
first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from palate.catalog.conditions import Where
from palate.catalog.words import Token
from palate.language.forms import Unit, form_features, is_of, wished_of
from palate.language.lexeme import Lexeme, parted
from palate.language.misread import Reread
from palate.language.sentences import SentenceModel
from palate.language.understanding import Intent

_STOPS = ".!?;\n"
_BREAKS = (*_STOPS, ",", ":", "(", ")", " - ", "\u2013", "\u2014")
_SURE = -1.0
"""The log-odds from which on the first of two wishes is taken back, as half of what the model was fitted to is."""


def without_retracted(
    lexemes: Sequence[Lexeme],
    pieces: Sequence[Lexeme],
    intents: Sequence[Intent],
    words: Sequence[Token],
    model: SentenceModel,
    *,
    held: Sequence[Where],
) -> Reread | None:
    """Return a message's lexemes without wishes that were taken back and read all the same; None where none was.

    Args:
        lexemes: what the grammar read.
        pieces: the message before anything in it was denied or judged.
        intents: what was read.
        words: the message's tokens.
        model: tells it.
        held: what was wished before this message; who says it again ("but I said: …") does not take it back.
    """
    named = _named(pieces, intents)
    gone: set[int] = set()
    found: list[Unit] = []
    sentences = list(parted(pieces, words, _STOPS))
    for pair in pairs(pieces, named, words):
        again = any(is_of(part, pair.named[0]) for where in held for part in where.parts)
        if not again and model.score(form_features(pair, words)) > _SURE:
            gone |= set(range(pair.start, _end(pair, words)))
            gone |= {at for each in sentences if _says_it_before(each, pair, named) for at in _places(each)}
            found.append(pair)
    kept = [replace(piece, kind="FILLER") if piece.start in gone else piece for piece in lexemes]
    return Reread(kept, found, frozenset(gone)) if gone else None


def _named(pieces: Sequence[Lexeme], intents: Sequence[Intent]) -> list[Lexeme]:
    wished = wished_of(intents)
    return [piece for piece in pieces if any(is_of(condition, piece) for condition in wished)]


def pairs(pieces: Sequence[Lexeme], named: Sequence[Lexeme], words: Sequence[Token]) -> Iterator[Unit]:
    """Yield each two names of one field that follow one another and stand apart, with the sentences about them."""
    sentences = list(parted(pieces, words, _STOPS))
    for one, other in pairwise(named):
        if _is_alike(one, other) and any(_breaks(at, words) for at in range(one.end, other.start + 1)):
            about = [each for each in sentences if each[-1].end > one.start and each[0].start <= other.start]
            yield Unit([piece for each in about for piece in each], [one, other])


def _is_alike(one: Lexeme, other: Lexeme) -> bool:
    """Tell whether two names are of one field, and not the same one twice."""
    if one.quantity is not None and other.quantity is not None:
        return one.quantity != other.quantity
    fields = {match.field for match in one.values} & {match.field for match in other.values}
    return bool(fields) and one.values != other.values


def _breaks(at: int, words: Sequence[Token]) -> bool:
    return any(mark in words[at].before for mark in _BREAKS)


def _says_it_before(sentence: Sequence[Lexeme], pair: Unit, named: Sequence[Lexeme]) -> bool:
    """Tell whether a sentence names what is taken back, before that is named again: "from the 2000s? From then on."."""
    first = pair.named[0]
    own = [piece for piece in sentence if any(piece is each for each in named)]
    same = [(piece.values, piece.quantity) == (first.values, first.quantity) for piece in own]
    return bool(own) and all(same) and sentence[-1].end <= first.start


def _places(pieces: Sequence[Lexeme]) -> Iterator[int]:
    for piece in pieces:
        yield from range(piece.start, piece.end)


def _end(pair: Unit, words: Sequence[Token]) -> int:
    """Return where what is taken back ends: at the last break before what is said instead."""
    one, other = pair.named
    return next(at for at in range(other.start, one.end - 1, -1) if _breaks(at, words))
