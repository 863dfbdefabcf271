"""What is taken back within one message: "a thriller, no wait, a comedy" asks for a comedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from palate.catalog.conditions import Where
from palate.catalog.predicates import NEGATIONS
from palate.catalog.words import Token
from palate.language.blaming import SHOWN
from palate.language.cues.lexicon import lexicon
from palate.language.draft import Draft
from palate.language.lexeme import Lexeme

KIND = "CORRECT"
EVERYTHING = "all"
"""The value of a cue that takes back all that was said, and not only what it has in common with what follows."""
_CONTENT = frozenset({"VALUE", "QTY", "ADJ", "ADJC", "ADJS", "ITEM", "WORD", "TEXT", "FIELD"})
_BREAKS = ".!?;:,\n"
_TALK = frozenset({"WORD", "SEP", "TALK", "ALSO", "DEMO", "REF", "IS", "WHAT", "WHY"})
"""Words that may go on with it, told of "I" or "that": "… my fingers got ahead of me"."""
_AROUND = frozenset({"COMMA", "STOP", "FILLER", "DENY", "BUT"})
"""What stands between and beside words that take something back: "oh hang on, that's wrong, …"."""


def marked(pieces: Sequence[Lexeme], words: Sequence[Token]) -> list[Lexeme]:
    """Gather the words that take something back into one `CORRECT`, where something is said before and after them.

    Elsewhere they speak of earlier turns or say nothing: "scratch that", "sorry, what is there from France?".
    """
    pieces = _put_right(pieces)
    back = [_takes_back(piece, words) for piece in pieces]
    out: list[Lexeme] = []
    index = 0
    while index < len(pieces):
        end = _end(pieces, index, words, back)
        if end > index and _says(out) and _says(pieces[end:]):
            out.append(replace(_strongest(pieces[index:end]), start=pieces[index].start, end=pieces[end - 1].end))
            index = end
            continue
        piece = pieces[index]
        kind = "FILLER" if _points_ahead(piece, words) else _otherwise(piece, out)
        out.append(replace(piece, kind=kind) if piece.kind == KIND else piece)
        index += 1
    return out


def _put_right(pieces: Sequence[Lexeme]) -> list[Lexeme]:
    """Read a bare number behind "make it" as compared as the one before it: "under 90, make it 100"."""
    out: list[Lexeme] = []
    side: Lexeme | None = None
    for index, piece in enumerate(pieces):
        then = next((each.kind for each in pieces[index + 1 :] if each.kind != "FILLER"), "")
        if piece.kind == "INSTEAD" and piece.cue and then == "QTY" and side is not None:
            out += [replace(piece, kind=KIND, cue=""), replace(side, start=piece.end, end=piece.end)]
            continue
        out.append(piece)
        if piece.kind == "QTY":
            before = next((each for each in reversed(out[:-1]) if each.kind != "FILLER"), None)
            side = before if before is not None and before.kind == "CMP" else None
    return out


def _points_ahead(piece: Lexeme, words: Sequence[Token]) -> bool:
    """Tell whether what is to be taken back is said only now: "Cross this off: a comedy. Put this in its place: …"."""
    says_this = any(words[at].normal == "this" for at in range(piece.start, piece.end))
    return says_this and piece.end < len(words) and ":" in words[piece.end].before


def _otherwise(piece: Lexeme, before: Sequence[Lexeme]) -> str:
    """Return what words that take back nothing of their own message are: "scratch that" undoes the turn before."""
    if piece.cue == EVERYTHING:
        return "UNDO"
    return "INSTEAD" if piece.end - piece.start > 1 and not _says(before) else "FILLER"


def takes_back(piece: Lexeme) -> bool:
    """Tell whether words take something back wherever they stand: "scratch that", "I mean"."""
    return piece.kind in (KIND, "UNDO") or (piece.kind == "INSTEAD" and not piece.cue)


def _end(pieces: Sequence[Lexeme], start: int, words: Sequence[Token], back: Sequence[bool]) -> int:
    """Return where a run of taking back that starts at a place ends; the place itself where none does.

    Args:
        pieces: Of the message.
        start: The place.
        words: Of the message.
        back: For each piece, whether it takes something back.
    """
    end = start
    while end < len(pieces) and not back[end]:
        if not (_is_around(pieces[end]) or _is_no(pieces[end], words)):
            return start
        end += 1
    if end == len(pieces) or pieces[start].kind == "FILLER":
        return start
    last = end
    while end < len(pieces) and (back[end] or _goes_on(pieces, end, words)):
        end += 1
        last = end if back[end - 1] else last
    after_a_break = pieces[start].kind in ("COMMA", "STOP") or any(
        pieces[at].end - pieces[at].start > 1 for at in range(start, last) if back[at]
    )
    return end if after_a_break else start


def _goes_on(pieces: Sequence[Lexeme], at: int, words: Sequence[Token]) -> bool:
    """Tell whether a piece behind words that take something back says no more: "… | my fingers got ahead of me"."""
    piece = pieces[at]
    if _is_around(piece):
        return True
    if piece.kind == "NEG":
        return at + 1 < len(pieces) and pieces[at + 1].kind in ("STOP", "COMMA")
    if piece.kind not in _TALK:
        return False
    ends = next((end for end in range(at, len(pieces)) if pieces[end].kind not in _TALK | {"FILLER"}), len(pieces))
    said = range(_begin(pieces, at), pieces[ends - 1].end)
    return any(words[index].normal in lexicon().tellers | lexicon().pointing for index in said)


def _is_around(piece: Lexeme) -> bool:
    return piece.kind in _AROUND and piece.cue != SHOWN


def _begin(pieces: Sequence[Lexeme], at: int) -> int:
    while at > 0 and pieces[at - 1].kind in _TALK | {"FILLER"}:
        at -= 1
    return pieces[at].start


def _takes_back(piece: Lexeme, words: Sequence[Token]) -> bool:
    alone = (
        piece.end - piece.start == 1
        and piece.cue != SHOWN
        and piece.start > 0
        and words[piece.start].normal in lexicon().refusals
    )
    return takes_back(piece) or _is_no_by_itself(piece, words) or (piece.kind == "DENY" and alone)


def _is_no(piece: Lexeme, words: Sequence[Token]) -> bool:
    return piece.kind == "NEG" and words[piece.start].normal in lexicon().refusals and piece.end == piece.start + 1


def _is_no_by_itself(piece: Lexeme, words: Sequence[Token]) -> bool:
    """Tell whether "no" or "not that" is all that is said between two breaks."""
    inside = [words[at].normal for at in range(piece.start, piece.end)]
    points = len(inside) == 2 and inside[0] == "not" and inside[1] in lexicon().pointing
    ends = piece.end < len(words) and any(mark in words[piece.end].before for mark in _BREAKS)
    return ends and (_is_no(piece, words) or (points and piece.kind in ("NEG", "NOTTOO")))


def _strongest(run: Sequence[Lexeme]) -> Lexeme:
    found = [piece for piece in run if piece.kind in (KIND, "UNDO", "DENY", "INSTEAD", "NEG", "NOTTOO")]
    whole = any(piece.kind == "UNDO" or piece.cue == EVERYTHING for piece in found)
    return replace(found[0], kind=KIND, cue=EVERYTHING if whole else "")


def _says(pieces: Sequence[Lexeme]) -> bool:
    return any(piece.kind in _CONTENT for piece in pieces)


def split_off(clause: Sequence[Lexeme]) -> tuple[str | None, list[Lexeme]]:
    """Return the value of the correction that a clause begins with, None where it begins with none, and the rest."""
    rest = [piece for piece in clause if piece.kind != KIND]
    return (clause[0].cue if len(rest) < len(clause) else None), rest


def take_back(said: Sequence[Draft], instead: Draft, *, everything: bool) -> None:
    """Take out of drafts what a clause wanted, or ruled out, of a field of which it is something else now.

    Args:
        said: the clause's draft first, then the one of the request that it was added to.
        instead: what is said instead.
        everything: whether all is taken back where the two have nothing in common; else nothing is.
    """
    spoken = {form for entry in instead.preferences for form in _forms(entry.where)}
    # Of one word that names two fields ("electronics") nothing stays.
    quotes = {entry.provenance.quote for entry in said[0].preferences if _forms(entry.where) & spoken}
    gone = [entry for entry in said[0].preferences if entry.provenance.quote in quotes]
    fields = {name for name, _ in spoken} | {bound.field for bound in instead.bounds}
    bounds = [bound for bound in said[0].bounds if bound.field in fields]
    if not gone and not bounds and _alike(said[0], instead):
        gone = list(said[0].preferences)
    if not gone and not bounds and everything:
        gone, bounds = list(said[0].preferences), list(said[0].bounds)
    for draft in said:
        draft.preferences = [entry for entry in draft.preferences if not any(entry is each for each in gone)]
        draft.bounds = [bound for bound in draft.bounds if not any(bound is each for each in bounds)]


def _alike(one: Draft, other: Draft) -> bool:
    """Tell whether each says one thing, by a word: "a lantern, no, camping gear" are of two fields, and yet instead."""
    pairs = [draft.preferences for draft in (one, other)]
    if any(len(each) != 1 or each[0].where is None for each in pairs):
        return False
    forms = [_forms(each[0].where) for each in pairs]
    kinds = {one.scene.schema.field(name).kind for form in forms for name, _ in form}
    return kinds <= {"category", "tags"} and len({denied for form in forms for _, denied in form}) == 1


def _forms(where: Where | None) -> set[tuple[str, bool]]:
    """Return the fields of a condition, each with whether it rules something out."""
    return set() if where is None else {(part.field, part.op in NEGATIONS) for part in where.parts}
