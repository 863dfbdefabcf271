"""What is said besides: sentences that tell of somebody's day and wish for nothing, beside others that do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palate.catalog.grounding.data import words_of
from palate.catalog.words import Token
from palate.language.correcting import KIND
from palate.language.cues.lexicon import Lexicon
from palate.language.lexeme import Lexeme
from palate.language.texts import TOPIC

_SILENT = frozenset({"SEP", "AND", "OR", "FILLER", "INSTEAD", KIND})
_TEXTS = frozenset({"TEXT", "NEG"})
_SAYS_NO_WISH = frozenset(
    {
        "MORE",
        "DENY",
        "THANKS",
        "GREET",
        "BYE",
        "YES",
        "HELP",
        "IS",
        "TO",
        "CMP",
        "ONLY",
        "BUT",
        "TOPIC",
        *_SILENT,
        *_TEXTS,
    }
)
_YEARS = 1000
"""From here on a number may be a year."""
_TALE = 2
"""Words that mean nothing here, beside which a word that could be a value is likelier one of them."""
_BOUNDS = frozenset({"CMP", "POST", "BETWEEN", "APPROX", "EXACT", "ORSO", "GIVE", "TO"})
_MEASURES = frozenset({"QTY", "FROM", "APPROX"})
_SOCIAL = frozenset({KIND, "THANKS", "GREET", "BYE", "YES", "HELP", "DENY"})
"""What counts of a sentence that is passed over."""
_ASKS = frozenset({"WHAT", "WHO", "WHEN", "WHERE", "HOW"})
"""What opens a question, and inside a sentence does not: "I forgot what I was saying"."""
_BREAKS = ".!?;:\n"


@dataclass(frozen=True)
class Sorted:
    """A message's clauses without what was said besides."""

    clauses: list[list[Lexeme]]
    asides: tuple[str, ...]
    """The sentences that were passed over, as they were written."""


def set_aside(clauses: Sequence[Sequence[Lexeme]], words: Sequence[Token], message: str, lexicon: Lexicon) -> Sorted:
    """Pass over words that a sentence merely tells something with, where another clause of the message has a wish.

    Such a sentence is about somebody ("I", "my", "people"), and asks for nothing: "It's been quite a day, I can tell
    you." A message that is nothing else is searched for as it is.
    """
    aside = [_is_aside(clause, words, lexicon) for clause in clauses]
    if all(aside) or not any(aside):
        return Sorted([list(clause) for clause in clauses], ())
    kept, passed = [], []
    for clause, is_aside in zip(clauses, aside, strict=True):
        rest = [piece for piece in clause if piece.kind in _SOCIAL] if is_aside else list(clause)
        if is_aside:
            start, end = _sentence(clause, words)
            passed.append(message[words[start].start : words[end - 1].end])
        if any(piece.kind not in _SILENT - {KIND} for piece in rest):
            kept.append(rest)
    return Sorted(kept, tuple(dict.fromkeys(passed)))


def _is_aside(clause: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> bool:
    texts = [piece for piece in clause if piece.kind == "TEXT"]
    plain = all(piece.cue != TOPIC and not words[piece.start].quoted for piece in texts)
    tells = texts or any(_is_count(piece, clause) or _is_unknown(piece) for piece in clause)
    if not tells or not plain or any(_may_wish(clause, index, words, lexicon) for index in range(len(clause))):
        return False
    start, end = _sentence(clause, words)
    said = {word.normal for word in words[start:end]}
    return bool(said & (lexicon.tellers | lexicon.tellings))


def _may_wish(clause: Sequence[Lexeme], index: int, words: Sequence[Token], lexicon: Lexicon) -> bool:
    piece = clause[index]
    if piece.kind in _ASKS:
        return index == 0
    if piece.kind in _MEASURES:
        # "I've been on hold for an hour" tells of an hour that went by, "I'm 63" of somebody's age.
        start, end = _sentence(clause, words)
        spent = not lexicon.spending.isdisjoint(word.normal for word in words[start:end])
        return not spent and not _is_count(piece, clause)
    if piece.kind == "SIM":
        # "Talked to somebody like this" likens nothing to anything.
        return index + 1 < len(clause)
    if piece.kind == "THING":
        return words[piece.start].normal not in lexicon.tellers
    if piece.kind in ("VALUE", "FIELD", "SHARING", "ADJ"):
        return not _is_of_a_tale(piece, clause, words, lexicon)
    return piece.kind not in _SAYS_NO_WISH


def _is_of_a_tale(piece: Lexeme, clause: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Read a word among several that mean nothing here as one more of them: "the dog has fallen asleep on my feet"."""
    told = [at for each in clause if each.kind in ("TEXT", "SEP") for at in range(each.start, each.end)]
    unknown = [at for at in told if words[at].normal not in words_of("common/en.toml", "function")]
    alone = (piece.end - piece.start == 1 or words[piece.start].capital) and not words[piece.start].quoted
    if any(_demands(at, words, lexicon) for at in range(*_sentence(clause, words))):
        return False
    before = words[piece.start - 1].normal if piece.start else ""
    opens = piece.start == 0 or any(mark in words[piece.start].before for mark in _BREAKS)
    return alone and not opens and before not in lexicon.articles and len(unknown) >= _TALE


def _demands(at: int, words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether something is said to have to be: "it has to", "should"."""
    then = words[at + 1].normal if at + 1 < len(words) else ""
    return words[at].normal in lexicon.demands or (words[at].normal in lexicon.needs and then == "to")


def _is_unknown(piece: Lexeme) -> bool:
    """Tell whether a piece is of words that nothing here knows, and no mere joint."""
    return piece.kind == "SEP" and piece.end > piece.start


def _is_count(piece: Lexeme, clause: Sequence[Lexeme]) -> bool:
    """Tell whether a number is of nothing here, and compared with nothing: "I'm 63"."""
    quantity = piece.quantity
    if (
        quantity is None
        or _BOUNDS & {each.kind for each in clause}
        or quantity.kind != "number"
        or quantity.unit is not None
        or quantity.low is None
    ):
        return False
    return quantity.low < _YEARS


def _sentence(clause: Sequence[Lexeme], words: Sequence[Token]) -> tuple[int, int]:
    """Return where the sentence begins and ends that a clause is part of."""
    start, end = min(piece.start for piece in clause), max(piece.end for piece in clause)
    while start > 0 and not any(mark in words[start].before for mark in _BREAKS):
        start -= 1
    while end < len(words) and not any(mark in words[end].before for mark in _BREAKS):
        end += 1
    return start, end
