"""Stage 2b: sentences that say of what was said back that nobody asked for it: "where did you get comedy from?"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from palate.catalog.words import Token, tokens
from palate.language.asides import sentences
from palate.language.forms import is_of
from palate.language.lexeme import Lexeme
from palate.language.preference import Preference
from palate.language.sentences import SentenceModel
from palate.language.told_again import BARE
from palate.language.understanding import SessionView

_SURE = 0.5
"""The log-odds from which on a sentence says so of what it names."""
_ALL = frozenset({"all", "everything", "whole"})


@dataclass(frozen=True)
class Unasked:
    """A message's lexemes without those sentences."""

    lexemes: list[Lexeme]
    keys: tuple[str, ...] = ()
    """Of the wishes that nobody asked for."""


def without_unasked(
    lexemes: Sequence[Lexeme], words: Sequence[Token], session: SessionView, model: SentenceModel
) -> Unasked:
    """Pass over sentences that say so in answer to what was said back: "comedy? Not from me." does in two."""
    if not session.said_back:
        return Unasked(list(lexemes))
    found: list[Lexeme] = []
    keys: list[str] = []
    told = list(sentences(lexemes, words))
    names = [list(_named(sentence, words, session.preferences)) for sentence in told]
    says_so = [_is_wrong(sentence, words) or model.odds(sentence, words) > _SURE for sentence in told]
    for at, (sentence, named) in enumerate(zip(told, names, strict=True)):
        bare = _is_bare(sentence) or _rules_out(sentence)
        beside = [each for each in (at - 1, at + 1) if 0 <= each < len(told) and not names[each]]
        told_beside = any(says_so[each] for each in beside if bare or each > at)
        said = bool(named) and (told_beside or (says_so[at] and not bare))
        found += [replace(piece, kind="FILLER") for piece in sentence] if said else sentence
        keys += named if said else []
    return Unasked(found, tuple(dict.fromkeys(keys)))


def _is_bare(sentence: Sequence[Lexeme]) -> bool:
    """Tell whether nothing is said of what is named: "age rating: R" wishes it."""
    return all(piece.kind in BARE for piece in sentence)


def _rules_out(sentence: Sequence[Lexeme]) -> bool:
    """Tell whether nothing is said but that it must not be so: "please nothing rated R"."""
    start = next((at for at, piece in enumerate(sentence) if piece.kind != "FILLER"), 0)
    said = [piece.kind for piece in sentence[start:]]
    return said[0] == "NEG" and said[1:2] != ["FILLER"] and set(said[1:]) <= BARE


def _is_wrong(sentence: Sequence[Lexeme], words: Sequence[Token]) -> bool:
    """Tell whether a sentence finds fault with a field, or with all of it: "the year is wrong", "that's all wrong"."""
    names = any(piece.kind in ("VALUE", "QTY", "ITEM") for piece in sentence)
    said = {word.normal for word in words[sentence[0].start : sentence[-1].end]}
    return not names and "wrong" in said


def _named(sentence: Sequence[Lexeme], words: Sequence[Token], held: Sequence[Preference]) -> Iterator[str]:
    """Yield the keys of the wishes of which a sentence names the value, or else the field."""
    parts = {entry.key: entry.where.parts for entry in held if entry.where is not None}
    by_value = [key for key, each in parts.items() if any(is_of(part, piece) for part in each for piece in sentence)]
    said = {word.normal for word in words[sentence[0].start : sentence[-1].end]}
    by_value += [entry.key for entry in held if any(said.issuperset(each) for each in _looked_for(entry))]
    fields = {name for piece in sentence if piece.kind == "FIELD" for name in piece.fields}
    if not fields and not by_value and said & _ALL:
        yield from (entry.key for entry in held)
    yield from by_value or (key for key, each in parts.items() if any(part.field in fields for part in each))


def _looked_for(entry: Preference) -> Iterator[list[str]]:
    """Yield the words of each text that a wish looks for."""
    texts = [entry.text, *(part.value for part in entry.where.parts)] if entry.where is not None else [entry.text]
    yield from ([word.normal for word in tokens(text)] for text in texts if isinstance(text, str) and text.strip())
