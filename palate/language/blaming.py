"""What was shown is turned down because of a field: "it's the price that kills it", "not with that cast"."""

from __future__ import annotations

from collections.abc import Sequence

from palate.catalog.words import Token
from palate.language.cues.lexicon import Lexicon
from palate.language.lexeme import Lexeme
from palate.language.scene import Scene

_SAYS_MORE = frozenset(
    {"VALUE", "QTY", "ITEM", "ADJ", "ADJC", "ADJS", "EXCESS", "LIMIT", "CMP", "LT", "GT", "FORGET", "MATTERS", "SORT"}
    | {"ASK", "LOVE", "PRAISE", "COMMIT", "YES", "RESET", "UNDO", "SIM", "HELP", "WANT", "AVERAGE", "HOWMANY"}
)
"""Kinds with which more is said than that something is wrong."""
_DENIES = frozenset({"DENY", "NEG", "BLAME", "HATE", "OUT"})
_ASKS = frozenset({"WHAT", "WHO", "WHEN", "WHERE", "HOW", "HOWMUCH", "WHY", "IS", "HAVE"})


def blamed(lexemes: Sequence[Lexeme], scene: Scene, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the fields for which a message turns down what was just shown, and says no more; else none."""
    session = scene.session
    kinds = {each.kind for each in lexemes}
    named = tuple(dict.fromkeys(name for each in lexemes if each.kind == "FIELD" for name in each.fields))
    if not session.shown or session.asked is not None or not named or kinds & _SAYS_MORE:
        return ()
    if any(each.kind == "FIELD" and _is_same(each, scene.words) for each in lexemes):
        return ()
    if kinds & _DENIES:
        return named
    talks = any(word.normal in lexicon.tellers for word in scene.words) and "WORD" in kinds
    return named if talks and not _asks(lexemes, scene.words) else ()


def _asks(lexemes: Sequence[Lexeme], words: Sequence[Token]) -> bool:
    first = next((each.kind for each in lexemes if each.kind not in ("FILLER", "WORD", "TALK")), "")
    return first in _ASKS or any("?" in word.before for word in words)


def _is_same(field: Lexeme, words: Sequence[Token]) -> bool:
    """Tell whether a field is to be as it is: "the same director, but not this one"."""
    return field.start > 0 and words[field.start - 1].normal == "same"
