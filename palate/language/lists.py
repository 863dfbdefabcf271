"""Stage 3: lists: "and", "or" and commas as joints between things of one kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from palate.language.lexeme import Lexeme

_TARGETS = frozenset({"VALUE", "ITEM", "REF", "TEXT"})
_TASTE = frozenset({"LOVE", "HATE", "SEEN", "FORGET"})
_RULED_OUT = frozenset({"VALUE", "QTY", "POST"})
"""What may stand right before words that rule something out."""
_BETWEEN = frozenset({"TEXT", "COMMA", "ALSO", "OR", "SEP", "DENY", "TALK"})
"""What may stand between what is ruled out and the words that do."""
_POINTED = frozenset({"ITEM", "REF"})
_COMPARES = frozenset({"THAN", "CMP", "BETWEEN"})
EITHER = "or"
"""The cue of a separator that stands for "or": "give me red, or give me navy"."""
_CONNECTORS = frozenset({"ALSO", "OR", "COMMA"})


def joined(clause: Sequence[Lexeme]) -> list[Lexeme]:
    """Turn "and", "or" and commas into joints where both sides can be of one list, and into separators elsewhere."""
    out: list[Lexeme] = []
    opened = ""
    clause = _out_of_before(clause)
    for index, piece in enumerate(clause):
        if piece.kind in (*_TASTE, "SIM", "BETWEEN"):
            opened = piece.kind
        if piece.kind not in _CONNECTORS:
            out.append(piece)
            continue
        right = next((each for each in clause[index + 1 :] if each.kind not in _CONNECTORS), None)
        if right is not None and right.kind == "OUT" and out and out[-1].kind in _RULED_OUT:
            continue  # "If it comes under crime, leave it out" rules out crime.
        if right is not None and right.kind == "POST" and out and out[-1].kind == "QTY":
            continue  # "From 1992, or newer" is one bound.
        if out and right is not None and out[-1].kind == "SEP" and piece.kind == "OR":
            out[-1] = replace(out[-1], cue=EITHER)
        if not out or right is None or out[-1].kind in ("AND", "OR", "SEP"):
            continue
        compared = out[-1].kind in _POINTED and len(out) > 1 and out[-2].kind in _COMPARES
        if compared and right.kind not in _POINTED:
            # "Shorter than Alien, and a western" compares with Alien alone.
            out.append(replace(piece, kind="SEP"))
        elif _joinable(out[-1], right, opened, piece.kind) and not _turned_out(clause[index:]):
            # "It's between red and navy" is either.
            either = _is_or(clause[index:]) or (opened == "BETWEEN" and right.kind == "VALUE")
            out.append(replace(piece, kind="OR" if either else "AND"))
        else:
            out.append(replace(piece, kind="SEP", cue=EITHER if piece.kind == "OR" else piece.cue))
    return _of_one_field(out)


def _out_of_before(clause: Sequence[Lexeme]) -> list[Lexeme]:
    """Bring words that rule something out to what they speak of: "if it's in French I'll be lost, leave those out"."""
    out: list[Lexeme] = []
    for piece in clause:
        at = len(out)
        while piece.kind == "OUT" and at > 0 and out[at - 1].kind in _BETWEEN:
            at -= 1
        rules = at > 0 and at < len(out) and out[at - 1].kind in _RULED_OUT
        passed = [replace(each, kind="UNPLACED") for each in out[at:] if each.kind == "TEXT"] if rules else []
        out = [*out[:at], piece, Lexeme("SEP", piece.end, piece.end), *passed] if passed else [*out, piece]
    return out


def _of_one_field(clause: Sequence[Lexeme]) -> list[Lexeme]:
    """Read a list's values as of the fields that all of them are of: "English or Korean" are languages."""
    out = list(clause)
    for run in _runs(out):
        common = set.intersection(*({match.field for match in out[index].values} for index in run))
        for index in run:
            if common and not out[index].fields and len({match.field for match in out[index].values}) > len(common):
                out[index] = out[index].of(tuple(sorted(common)))
    return out


def _runs(clause: Sequence[Lexeme]) -> list[list[int]]:
    """Return the places of the values of each list of several."""
    runs: list[list[int]] = [[]]
    for index, piece in enumerate(clause):
        if piece.kind == "VALUE":
            runs[-1].append(index)
        elif piece.kind not in ("AND", "OR"):
            runs.append([])
    return [run for run in runs if len(run) > 1]


def _turned_out(rest: Sequence[Lexeme]) -> bool:
    """Tell whether only what follows a comma is ruled out: "comedies, horror excluded"."""
    return [piece.kind for piece in rest[:1]] == ["COMMA"] and [piece.kind for piece in rest[2:3]] == ["OUT"]


def _is_or(rest: Sequence[Lexeme]) -> bool:
    """Tell whether the list that goes on here is joined by "or": "a, b or c"."""
    joint = next((piece.kind for piece in rest if piece.kind not in ("COMMA", *_TARGETS)), "")
    return joint == "OR"


def _joinable(left: Lexeme, right: Lexeme, opened: str, joint: str) -> bool:
    kinds = {left.kind, right.kind}
    if opened == "FORGET" and (joint == "COMMA" or len(kinds) > 1):
        # "Scrap that, horror" forgets what was and asks for horror.
        return False
    if kinds == {"QTY"}:
        return opened == "BETWEEN" or joint == "OR"
    if not kinds <= _TARGETS or (joint == "COMMA" and left.kind == "REF" and left.cue == "all"):
        # "Not those, Heat was great": all that was shown is a list of its own.
        return False
    if kinds == {"VALUE"} and opened not in _TASTE:
        return bool({match.field for match in left.values} & {match.field for match in right.values})
    return opened in _TASTE or kinds <= {"ITEM", "REF"} or kinds == {"TEXT"}
