"""Stage 2b: sentences that name nothing and whose purpose is sure, in plain words: "it lost me at the year" says no.

What a sentence is for, `sentences` tells. One that only asks ("my old one is gone, so it's time for a new film") says
nothing of what is wanted, whatever else its words can mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from palate.catalog.words import Token
from palate.language.asides import sentences
from palate.language.blaming import SHOWN
from palate.language.everyday import is_everyday
from palate.language.lexeme import Lexeme
from palate.language.sentences import Purpose, SentenceModel, features
from palate.language.understanding import SessionView

_NAMES = frozenset({"VALUE", "QTY", "ITEM", "REF", "ORDINAL"})
"""What a sentence names that is no mere remark."""
_ASKS = frozenset({"WANT", "THING", "MORE", "RESET", "GREET", "THANKS", "HELP", "BYE", "YES", "COMMIT", "UNDO", "SEEN"})
"""What counts of a sentence that asks for something and does not tell for what."""
_SAYS_NO = frozenset({"DENY", "BLAME", "NEG"})
"""What says no in words that are known."""
_ASKS_A_FACT = frozenset({"WHAT", "WHO", "WHEN", "WHERE", "HOW", "HOWMANY", "HOWMUCH", "WHY", "AVERAGE", "SORT", "ASK"})
_WONDERS = frozenset({"WHO", "WHAT", "HOW"})
"""Of these, what asks for no fact where it turns something down: "who on earth would want that?"."""
_PRAISES = frozenset({"LOVE", "PRAISE", "MATTERS", "YES", "COMMIT"})
_TELLS = _ASKS_A_FACT | {
    "TOPIC",
    "SIM",
    "NEG",
    "LOVE",
    "HATE",
    "FROM",
    "LT",
    "GT",
    "ADJS",
    "LESS",
    "SHARING",
    "FIELD",
}
"""What tells of a thing what it should be like, whatever follows: "a film about", "a film like"."""
_SURE: Mapping[Purpose, float] = {"open": 3.0, "hint": 3.0, "dismiss": 2.0, "unsettled": 1.0}
"""The log-odds from which on a sentence has a purpose."""
_SURER = 6.0
"""The same of one that has "in" or "by", behind which a name may stand."""


@dataclass(frozen=True)
class Plain:
    """A message's lexemes, with those sentences in plain words."""

    lexemes: list[Lexeme]
    undecided: bool = False
    """Whether one of them says that a question has no answer yet."""


def in_plain_purpose(
    lexemes: Sequence[Lexeme], words: Sequence[Token], session: SessionView, models: Mapping[Purpose, SentenceModel]
) -> Plain:
    """Put sentences that name nothing in the plainest words for what they surely are for."""
    possible = _possible(session)
    found: list[Lexeme] = []
    undecided = False
    purpose: Purpose | None = None
    for sentence in sentences(lexemes, words):
        purpose = _purpose(sentence, words, possible, models, before=purpose)
        undecided = undecided or purpose == "unsettled"
        found += sentence if purpose is None else _said_plainly(sentence, purpose)
    return Plain(found, undecided)


def _possible(session: SessionView) -> tuple[Purpose, ...]:
    """Return what a message may be for besides a wish: nobody turns down what was not shown."""
    if session.asked is not None or session.doubted:
        return "open", "unsettled"
    return ("open", "hint", "dismiss") if session.shown else ("open",)


def _purpose(
    sentence: Sequence[Lexeme],
    words: Sequence[Token],
    possible: Sequence[Purpose],
    models: Mapping[Purpose, SentenceModel],
    *,
    before: Purpose | None,
) -> Purpose | None:
    """Return what a sentence surely is for. `before` is what the one before it is: a hint may go on without a field."""
    kinds = {piece.kind for piece in sentence}
    if any(piece.kind in _NAMES and not is_everyday(piece, words) for piece in sentence):
        # "Let me sleep on that", of things some of which are for sleep.
        leaves_open = "unsettled" in possible and models["unsettled"].odds(sentence, words) > _SURE["unsettled"]
        return "unsettled" if leaves_open else None
    if before == "hint" and kinds & _SAYS_NO and "FIELD" not in kinds:
        # "Did you look at the price? That won't do."
        return before
    seen = features(sentence, words)
    odds = {purpose: models[purpose].score(seen) for purpose in possible}
    likeliest = max(odds, key=lambda purpose: odds[purpose])
    sure = _SURER if "VIA" in kinds and likeliest != "unsettled" else _SURE[likeliest]
    return likeliest if odds[likeliest] > sure and not _is_told_otherwise(likeliest, kinds) else None


def _is_told_otherwise(purpose: Purpose, kinds: Set[str]) -> bool:
    """Tell whether words that are known say what a sentence is for, or tell of the thing."""
    match purpose:
        case "hint":
            # "Another one by its director" asks for more of it.
            alike = "MORE" in kinds and kinds & {"VIA", "FROM"}
            return "FIELD" not in kinds or bool(alike or kinds & (_SAYS_NO | _ASKS_A_FACT | _PRAISES))
        case "dismiss":
            # "Not that one" says which one; of "oh god no" a word would be left to look for.
            points = kinds & _SAYS_NO and "DEMO" in kinds and "WORD" not in kinds
            return bool(points or kinds & (_ASKS_A_FACT - _WONDERS | _PRAISES))
        case "open":
            return bool(kinds & _TELLS)
        case _:
            return False


def _said_plainly(sentence: Sequence[Lexeme], purpose: Purpose) -> list[Lexeme]:
    start = sentence[0].start
    quiet = [replace(piece, kind="FILLER") for piece in sentence]
    match purpose:
        case "open":
            return [piece if piece.kind in _ASKS else silent for piece, silent in zip(sentence, quiet, strict=True)]
        case "hint":
            fields = [piece for piece in sentence if piece.kind == "FIELD"]
            others = [piece for piece in quiet if all(piece.start != field.start for field in fields)]
            return sorted([*fields, *(replace(piece, kind="DENY", cue=SHOWN) for piece in others[:1])], key=_start)
        case "dismiss":
            return [Lexeme("DENY", start, sentence[-1].end, cue=SHOWN)]
        case _:
            return quiet


def _start(piece: Lexeme) -> int:
    return piece.start
