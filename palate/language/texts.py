"""Stage 3: free text: what follows "about" or "where", and runs of plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from palate.language.lexeme import Lexeme

TOPIC = "topic"
"""The value of free text that a cue such as "about" announces."""
_SILENT = frozenset({"FILLER", "VIA", "COMMA", "ALSO", "OR"})
_TOPIC_ENDS = frozenset(
    {"NEG", "CMP", "BUT", "STOP", "COMMA", "SIM", "LOVE", "HATE", "SEEN", "BETWEEN", "APPROX", "FROM", "ONLY", "SOFT"}
    | {"NOTTOO", "EXCESS", "ADJC", "ADJS", "WANT", "WHO", "WHEN", "WHERE", "WHAT", "HOW", "HOWMANY", "HOWMUCH", "HAVE"}
    | {"WHY", "COMMIT", "FORGET", "RESET", "CORRECT"}
)
_WANTED = frozenset({"VALUE", "ITEM", "REF", "QTY", "WORD", "TEXT", "ADJ", "ADJC", "ADJS", "EXCESS"})
_ASKED = frozenset({"WANT", "MORE", "DENY", "PRAISE", "BLAME", "POPULAR", "GREET", "THANKS", "HELP"})
_GOVERN = frozenset({"VIA", "NEG", "SIM", "LOVE", "HATE", "FORGET", "THING"})
"""What the word right behind is the complement of."""


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
        while index < len(pieces) and pieces[index].kind == "TOPIC":
            # "Whose | theme is".
            piece = pieces[index]
            index += 1
        if _tells_a_property(pieces[index:]) or (piece.cue == "is" and _is_value(pieces[index:])):
            out.pop()
            continue
        end = index + 1 if index < len(pieces) and pieces[index].kind in ("LOVE", "HATE") else index
        while end < len(pieces) and pieces[end].kind not in _TOPIC_ENDS and not _is_constraint(pieces, end):
            end += 1
        inside = pieces[index:end]
        while inside and inside[0].kind == "FILLER":
            inside = inside[1:]
        while inside and _says_no_more(inside):
            inside = inside[:-1]
        while inside and end < len(pieces) and inside[-1].kind in ("FIELD", "CAMEOUT", "FILLER"):
            # "About robots made after 2000": what bounds the year is no part of the story.
            inside = inside[:-1]
        if any(each.kind not in _SILENT and not _is_any_thing(each) for each in inside):
            out[-1] = Lexeme("TEXT", inside[0].start, inside[-1].end, cue=TOPIC)
            index = end
    return out


def _is_value(rest: Sequence[Lexeme]) -> bool:
    """Tell whether a topic is a value and nothing else: "the theme is drama", which is no tale of drama."""
    said = [piece for piece in rest if piece.kind != "FILLER"]
    return bool(said) and said[0].kind == "VALUE" and not (len(said) > 1 and said[1].kind in ("WORD", "VALUE"))


def _tells_a_property(rest: Sequence[Lexeme]) -> bool:
    """Tell whether what follows "where" is a field with its value, and no story: "where the language is French"."""
    said = [piece for piece in rest if piece.kind not in ("FILLER", "IS", "TALK", "VIA", "NEG")][:2]
    if said and said[0].kind == "VALUE":
        return any(piece.kind == "TALK" for piece in rest[: rest.index(said[0])]) or _has_a_part(rest)
    if len(said) == 1 and said[0].kind == "FIELD":
        # "Where the size is concerned."
        return True
    if len(said) < 2 or said[0].kind != "FIELD" or said[1].kind != "VALUE":
        return False
    return any(match.field in said[0].fields for match in said[1].values)


def _has_a_part(rest: Sequence[Lexeme]) -> bool:
    """Tell whether people are named, and nothing but that they are in it: "where Gabin or Arletty plays a part"."""
    parts = [piece for piece in rest if piece.kind not in ("FILLER", "OR", "ALSO", "COMMA", "TALK")]
    at = next((at for at, piece in enumerate(parts) if piece.kind != "VALUE"), len(parts))
    if at == len(parts) or parts[at].kind != "FIELD" or (at + 1 < len(parts) and parts[at + 1].kind == "WORD"):
        return False
    return all(any(match.field in parts[at].fields for match in piece.values) for piece in parts[:at])


def _is_any_thing(piece: Lexeme) -> bool:
    """Tell whether a piece is the catalogue's own word for an item: "let's talk about films" is about none."""
    return piece.kind == "THING" and piece.cue == "noun"


def _says_no_more(inside: Sequence[Lexeme]) -> bool:
    """Tell whether the last piece says nothing of a story: "(where) a waitress | appears"."""
    *before, last = inside
    told = any(each.kind not in _SILENT for each in before)
    return last.kind in _SILENT or (told and last.kind in ("TALK", "TOPIC", "FIELD"))


def _is_constraint(pieces: Sequence[Lexeme], index: int) -> bool:
    """Tell whether a predicate begins here: "with Al Pacino", "from the nineties", "under two hours"."""
    piece = pieces[index]
    then = pieces[index + 1].kind if index + 1 < len(pieces) else ""
    if piece.kind == "VIA":
        return then == "VALUE" and pieces[index + 1].values[0].how in ("exact", "part")
    return piece.kind in ("QTY", "POST") and (piece.quantity is not None and piece.quantity.kind != "number")


def says_what(clause: Sequence[Lexeme]) -> bool:
    """Tell whether a clause has something that can be wanted, words of talk aside."""
    return any(piece.kind in _WANTED for piece in clause)


def gathered(clause: Sequence[Lexeme], *, beside: bool = False) -> list[Lexeme]:
    """Gather runs of plain words, with the small words between them, into free text.

    `beside` tells that another clause of the message says what is wanted: words of talk are not it then.
    """
    out: list[Lexeme] = []
    for piece in _without_talk(clause, beside=beside):
        if piece.kind != "WORD":
            out.append(piece)
            continue
        last = next((index for index in reversed(range(len(out))) if out[index].kind != "FILLER"), -1)
        start, cue = piece.start, ""
        if last >= 0 and out[last].kind == "TEXT":
            start, cue = out[last].start, out[last].cue
            del out[last:]
        out.append(Lexeme("TEXT", start, piece.end, cue=cue))
    return out


def _without_talk(clause: Sequence[Lexeme], *, beside: bool) -> list[Lexeme]:
    """Pass over words of talk beside what is wanted, and take them for words like others where nothing else is said."""
    kinds = {piece.kind for piece in clause}
    if beside or kinds & _WANTED:
        return [replace(piece, kind="FILLER") if piece.kind == "TALK" else piece for piece in clause]
    out: list[Lexeme] = []
    for piece in clause:
        before = next((each.kind for each in reversed(out) if each.kind != "FILLER"), "")
        content = not kinds & _ASKED or before in _GOVERN
        out.append(replace(piece, kind="WORD" if content else "FILLER") if piece.kind == "TALK" else piece)
    return out
