"""Stage 3: comparisons by "as … as": "at least as long as Heat", "not as expensive as the second"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from palate.catalog.words import Token
from palate.language.lexeme import Lexeme

_TARGETS = frozenset({"ITEM", "REF", "DEMO", "ORDINAL", "QTY"})
AT_LEAST = ">="
"""The cue of an adjective that takes in what it is compared with: "as long as Heat" is Heat's length or more."""


def equated(pieces: Sequence[Lexeme], words: Sequence[Token]) -> list[Lexeme]:
    """Read "as long as Heat" as a comparison that takes in Heat's length.

    "Not as long as" is its opposite, and "at most as long as" is no longer than.
    """
    if sum(word.normal == "as" for word in words) < 2:
        return list(pieces)
    out: list[Lexeme] = []
    index = 0
    while index < len(pieces):
        target = _target(pieces, index, words)
        if target is None:
            out.append(pieces[index])
            index += 1
            continue
        measure, at = pieces[index], pieces[target]
        before = _before(out)
        inclusive = before is None or before.kind != "LT"
        if before is not None:
            out = out[: out.index(before)]
            out += [replace(before, kind="NEG")] if before.kind in ("LESS", "NEG", "LT") else []
        out.append(replace(measure, kind="ADJC", cue=AT_LEAST if inclusive else ""))
        out += [Lexeme("THAN", measure.end, at.start), at]
        index = target + 1
    return out


def _target(pieces: Sequence[Lexeme], index: int, words: Sequence[Token]) -> int | None:
    """Return where the thing stands that an adjective between two "as" is compared with."""
    piece = pieces[index]
    if piece.kind != "ADJ" or not piece.start or words[piece.start - 1].normal != "as":
        return None
    if piece.end >= len(words) or words[piece.end].normal != "as":
        return None
    then = next((at for at in range(index + 1, len(pieces)) if pieces[at].kind not in ("FILLER", "SIM")), None)
    return then if then is not None and pieces[then].kind in _TARGETS else None


def _before(out: Sequence[Lexeme]) -> Lexeme | None:
    """Return "not", "at least" or "at most" before the first "as"."""
    last = next((piece for piece in reversed(out) if piece.kind != "FILLER"), None)
    return last if last is not None and last.kind in ("LESS", "NEG", "LT", "GT", "APPROX") else None
