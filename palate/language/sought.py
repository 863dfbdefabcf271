"""Stage 3b: which plain words are looked for: those that stand where a thing is named, and not those of a tale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from palate.catalog.words import Token
from palate.language.cues.lexicon import Lexicon
from palate.language.lexeme import Lexeme
from palate.language.texts import TOPIC

_BREAKS = ".,!?;:\n()\u2013\u2014"
_GOVERN = frozenset(
    {"WANT", "THING", "VALUE", "ADJ", "ADJS", "ADJC", "LOVE", "HATE", "SIM", "LIMIT", "MORE", "HAVE", "FORGET"}
    | {"LESS", "NOTTOO", "TOO", "ITEM", "ORDINAL", "INSTEAD", "HOWMANY", "POPULAR", "ONLY", "WHAT", "WHO"}
)
"""What the words right behind can be the complement of: "I need | a kettle", "a western | with robots"."""
_ASKS = frozenset({"WHAT", "WHO", "WHEN", "WHERE", "HOW"})
"""What a clause begins with that asks, and tells nothing: "what does everybody go for?"."""
_LEAD = 3
_SILENT = frozenset({"TEXT", "NEG", "SEP", "AND", "OR", "UNPLACED"})


def sought(
    clauses: Sequence[Sequence[Lexeme]], words: Sequence[Token], lexicon: Lexicon, *, opens: bool
) -> list[list[Lexeme]]:
    """Mark plain words as `UNPLACED` that a clause tells of somebody with: "I've been going round in circles".

    A message that is nothing else is looked for as it is, where it `opens` the conversation; later on it is likelier
    said of what was shown or asked.
    """
    if opens and all(piece.kind in _SILENT for clause in clauses for piece in clause):
        return [list(clause) for clause in clauses]
    return [_of(clause, words, lexicon) for clause in clauses]


def _of(clause: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> list[Lexeme]:
    if clause[0].kind in _ASKS or not any(piece.kind == "TEXT" for piece in clause):
        return list(clause)
    tells = _tells(clause, words, lexicon)
    out: list[Lexeme] = []
    for piece in clause:
        talk = piece.kind == "TEXT" and (
            _has_not_been(piece, out, words) or (tells and not _is_named(piece, out, clause, words, lexicon))
        )
        out.append(replace(piece, kind="UNPLACED") if talk else piece)
    return [_joint(piece, around) for piece, around in zip(out, _around(out), strict=True)]


def _around(pieces: Sequence[Lexeme]) -> Iterator[set[str]]:
    for index in range(len(pieces)):
        yield {each.kind for each in (*pieces[max(0, index - 1) : index], *pieces[index + 1 : index + 2])}


def _joint(piece: Lexeme, around: set[str]) -> Lexeme:
    """Part a list where one of its things is none."""
    return replace(piece, kind="SEP") if piece.kind in ("AND", "OR") and "UNPLACED" in around else piece


def _tells(clause: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether a clause is about somebody: has "I" or "my" outside of "I want" and its like."""
    covered = {at for piece in clause if piece.kind != "TEXT" for at in range(piece.start, piece.end)}
    return any(at not in covered and words[at].normal in lexicon.tellers for at in _places(clause, words))


def _places(clause: Sequence[Lexeme], words: Sequence[Token]) -> Iterator[int]:
    start, end = min(piece.start for piece in clause), max(piece.end for piece in clause)
    while start > 0 and not _broken(words[start]):
        start -= 1
    yield from range(start, end)


def _is_named(
    piece: Lexeme, before: Sequence[Lexeme], clause: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon
) -> bool:
    """Tell whether words name a thing: behind what asks for one, or where the clause begins with it."""
    if piece.cue == TOPIC or words[piece.start].quoted:
        # "My nephew, who turns twelve" tells of the nephew.
        return not _is_of_somebody(piece, words, lexicon)
    gap = range(before[-1].end if before else min(_places(clause, words)), piece.start)
    if any(words[at].normal in lexicon.tellers | lexicon.leads_on for at in gap) or any(
        _broken(words[at]) for at in gap if before
    ):
        return False
    if not before:
        return not _is_told_of(piece, clause, words, lexicon)
    last = before[-1]
    if last.kind in ("AND", "OR"):
        return len(before) > 1 and before[-2].kind in ("TEXT", "VALUE")
    if last.kind == "NEG":
        # "I never sit still" rules nothing out, "without zombies" does.
        return words[last.end - 1].normal not in lexicon.denials or piece is clause[-1]
    return last.kind in _GOVERN and not _broken(words[piece.start])


def _has_not_been(piece: Lexeme, before: Sequence[Lexeme], words: Sequence[Token]) -> bool:
    """Tell whether something only has not happened: "it hasn't been decided" rules out no word."""
    denied = bool(before) and before[-1].kind == "NEG"
    return denied and any(word.normal == "been" for word in words[before[-1].end : piece.start])


def _is_of_somebody(piece: Lexeme, words: Sequence[Token], lexicon: Lexicon) -> bool:
    lead = [word.normal for word in words[max(0, piece.start - _LEAD) : piece.start]]
    return len(lead) == _LEAD and lead[-1] in ("who", "that") and lead[0] in lexicon.owners


def _is_told_of(piece: Lexeme, clause: Sequence[Lexeme], words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Tell whether something is told of what a clause begins with: "the racket | is unreal"."""
    if any(each.kind == "WANT" for each in clause):
        return False
    then = words[piece.end].normal if piece.end < len(words) and not _broken(words[piece.end]) else ""
    inside = {words[at].normal for at in range(piece.start, piece.end)}
    return then in lexicon.tellings or not inside.isdisjoint(lexicon.tellings | lexicon.tellers)


def _broken(word: Token) -> bool:
    return any(mark in word.before for mark in _BREAKS)
