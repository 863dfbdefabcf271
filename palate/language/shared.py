"""Stage 3: what two things of one sentence share: "a kettle and a toaster, both in cream"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from palate.catalog.words import Token
from palate.language.lexeme import Lexeme

_SILENT = frozenset({"FILLER", "COMMA", "ALSO", "OR", "BUT", "BOTH", "TOGETHER"})


def in_one(so_far: Sequence[Lexeme], rest: Sequence[Lexeme]) -> bool:
    """Tell whether what two words name is to be one thing: "both a mystery and a comedy"."""
    before = [piece.kind for piece in so_far]
    first = before.index("VALUE") if "VALUE" in before else len(before)
    return "BOTH" in before[:first] or any(piece.kind == "TOGETHER" for piece in rest)


def shared(clauses: Sequence[Sequence[Lexeme]], pairs: Sequence[bool], words: Sequence[Token]) -> list[list[Lexeme]]:
    """Give what "both" or "each" of some things are to be to every one of them.

    Args:
        clauses: the pieces of each clause.
        pairs: for each, whether it names another thing beside the one of the clause before it.
        words: the message's tokens.
    """
    found = [list(clause) for clause in clauses]
    for index, clause in enumerate(clauses):
        at, tail = index, _tail(clause)
        while pairs[at] and at > 0:
            at -= 1
            found[at] += tail
    return [[_plain(piece, clause[at + 1 : at + 2], words) for at, piece in enumerate(clause)] for clause in found]


def _tail(clause: Sequence[Lexeme]) -> list[Lexeme]:
    """Return what is said of both: what follows the word, or what it closes ("under £40 each")."""
    kinds = [piece.kind for piece in clause]
    if "BOTH" not in kinds or "VALUE" not in kinds[: kinds.index("BOTH")]:
        return []
    at, thing = kinds.index("BOTH"), kinds.index("VALUE")
    after = list(clause[at + 1 :])
    if all(piece.kind in _SILENT for piece in after):
        after = list(clause[thing + 1 : at])
    while after and after[0].kind in _SILENT:
        after = after[1:]
    return after


def _plain(piece: Lexeme, then: Sequence[Lexeme], words: Sequence[Token]) -> Lexeme:
    """Leave of the word what it means elsewhere: "both" that something holds besides."""
    if piece.kind not in ("BOTH", "TOGETHER"):
        return piece
    items = any(each.kind in ("ITEM", "REF") for each in then)
    besides = piece.kind == "BOTH" and words[piece.start].normal == "both" and not items
    return replace(piece, kind="ALSOWORD" if besides else "FILLER")
