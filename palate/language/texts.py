"""Stage 3: free text: what follows "about" or "where", and runs of plain words."""

from __future__ import annotations

from collections.abc import Sequence

from palate.language.lexeme import Lexeme

_SILENT = frozenset({"FILLER", "VIA", "COMMA", "ALSO", "OR"})
_TOPIC_ENDS = frozenset(
    {"NEG", "CMP", "BUT", "STOP", "COMMA", "SIM", "LOVE", "HATE", "SEEN", "BETWEEN", "APPROX", "FROM", "ONLY", "SOFT"}
    | {"NOTTOO", "EXCESS", "ADJC", "ADJS", "WANT", "WHO", "WHEN", "WHERE", "WHAT", "HOW", "HOWMANY", "HOWMUCH", "HAVE"}
    | {"WHY", "COMMIT", "FORGET", "RESET"}
)


def topics(pieces: Sequence[Lexeme]) -> list[Lexeme]:
    """Make what follows "about" or "where" free text up to the end of its phrase."""
    out: list[Lexeme] = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        out.append(piece)
        index += 1
        if piece.kind != "TOPIC":
            continue
        end = index + 1 if index < len(pieces) and pieces[index].kind in ("LOVE", "HATE") else index
        while end < len(pieces) and pieces[end].kind not in _TOPIC_ENDS and not _is_constraint(pieces, end):
            end += 1
        inside = pieces[index:end]
        while inside and inside[0].kind == "FILLER":
            inside = inside[1:]
        while inside and inside[-1].kind in _SILENT:
            inside = inside[:-1]
        if any(each.kind not in _SILENT for each in inside):
            out[-1] = Lexeme("TEXT", inside[0].start, inside[-1].end)
            index = end
    return out


def _is_constraint(pieces: Sequence[Lexeme], index: int) -> bool:
    """Tell whether a predicate begins here: "with Al Pacino", "from the nineties", "under two hours"."""
    piece = pieces[index]
    then = pieces[index + 1].kind if index + 1 < len(pieces) else ""
    if piece.kind == "VIA":
        return then == "VALUE" and pieces[index + 1].values[0].how in ("exact", "part")
    return piece.kind in ("QTY", "POST") and (piece.quantity is not None and piece.quantity.kind != "number")


def gathered(clause: Sequence[Lexeme]) -> list[Lexeme]:
    """Gather runs of plain words, with the small words between them, into free text."""
    out: list[Lexeme] = []
    for piece in clause:
        if piece.kind != "WORD":
            out.append(piece)
            continue
        last = next((index for index in reversed(range(len(out))) if out[index].kind != "FILLER"), -1)
        start = piece.start
        if last >= 0 and out[last].kind == "TEXT":
            start = out[last].start
            del out[last:]
        out.append(Lexeme("TEXT", start, piece.end))
    return out
