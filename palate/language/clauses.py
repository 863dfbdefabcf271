"""Stage 3: a message's lexemes as clauses, each one request, statement or question in the terminals of the grammar."""

from __future__ import annotations

from collections.abc import Sequence

from palate.catalog.schema import Schema
from palate.catalog.words import Token
from palate.language.hints import hinted
from palate.language.lexeme import Lexeme
from palate.language.lists import joined
from palate.language.senses import settle
from palate.language.texts import gathered, topics

_OPENERS = frozenset(
    {"WANT", "WHO", "WHEN", "WHERE", "WHAT", "HOW", "HOWMANY", "HOWMUCH", "HAVE", "WHY", "COMMIT", "FORGET", "RESET"}
    | {"ASK"}
)
_SILENT = frozenset({"FILLER", "VIA", "COMMA", "ALSO", "OR"})
_BEFORE_A_THING = frozenset({"FILLER", "ADJ", "ADJS", "QTY", "LIMIT", "ALSO", "COMMA"})
_TASTE = frozenset({"LOVE", "HATE", "SEEN"})


def clauses(lexemes: Sequence[Lexeme], words: Sequence[Token], schema: Schema) -> list[list[Lexeme]]:
    """Cut a message into clauses."""
    pieces = topics(settle(_with_marks(lexemes, words), words))
    found = (joined(hinted(gathered(clause), schema)) for clause in _split(pieces, words, schema))
    return [clause for clause in found if clause]


def _with_marks(lexemes: Sequence[Lexeme], words: Sequence[Token]) -> list[Lexeme]:
    """Insert `STOP`, `COMMA` and, in "50-100", `TO` where the punctuation between lexemes says so."""
    out: list[Lexeme] = []
    for lexeme in lexemes:
        before = words[lexeme.start].before
        kind = _mark(before, lexeme, out) if lexeme.start > 0 else None
        if kind is not None:
            out.append(Lexeme(kind, lexeme.start, lexeme.start))
        out.append(lexeme)
    return out


def _mark(before: str, lexeme: Lexeme, out: Sequence[Lexeme]) -> str | None:
    if any(mark in before for mark in ".!?;\n"):
        return "STOP"
    if before in ("-", "\u2013") and lexeme.kind == "QTY" and out[-1].kind == "QTY":
        return "TO"
    if any(mark in before for mark in ",:()/\u2013\u2014") or " - " in before:
        return "COMMA"
    return None


def _split(pieces: Sequence[Lexeme], words: Sequence[Token], schema: Schema) -> list[list[Lexeme]]:
    """Cut at sentence ends, and where "and" or a comma leads on to a new request or question."""
    found: list[list[Lexeme]] = [[]]
    for index, piece in enumerate(pieces):
        if piece.kind == "STOP" or _cuts(pieces, index, found[-1], words, schema):
            found.append([])
        else:
            found[-1].append(piece)
    return [clause for clause in found if any(piece.kind not in _SILENT for piece in clause)]


def _cuts(
    pieces: Sequence[Lexeme], index: int, so_far: Sequence[Lexeme], words: Sequence[Token], schema: Schema
) -> bool:
    piece, rest = pieces[index], pieces[index + 1 :]
    if piece.kind not in ("ALSO", "COMMA", "BUT") or not any(each.kind not in _SILENT for each in so_far):
        return False
    return _opens_clause(rest, so_far) or (piece.kind != "BUT" and _another_of_the_kind(rest, so_far, words, schema))


def _opens_clause(rest: Sequence[Lexeme], so_far: Sequence[Lexeme]) -> bool:
    then = next((each for each in rest if each.kind not in ("FILLER", "ALSOWORD", "COMMA", "ALSO")), None)
    kinds = {each.kind for each in so_far}
    if then is None:
        return False
    if then.kind in _TASTE:
        return then.end - then.start > 1 and bool(kinds & {"WANT", "CMP", "QTY", *_TASTE})
    if then.kind == "IS":
        return bool(kinds & {"WHO", "WHEN", "WHAT", "HOW", "IS", "ASK"})
    return then.kind in _OPENERS


def _another_of_the_kind(
    rest: Sequence[Lexeme], so_far: Sequence[Lexeme], words: Sequence[Token], schema: Schema
) -> bool:
    """Tell whether a second thing is asked for: "a comedy and a western" are two, "a comedy and drama" is one."""
    begun = [piece for piece in rest if piece.kind not in ("ALSO", "COMMA")][:2]
    if not begun or not _begins_a_thing(begun, words):
        return False
    then = next(
        (each for each in rest if each.kind not in ("FILLER", "ADJ", "ADJS", "QTY", "LIMIT", "ALSO", "COMMA")), None
    )
    first = [each for each in so_far if each.kind == "VALUE"]
    if then is None or then.kind != "VALUE" or any(each.kind in ("NEG", "SIM", *_TASTE) for each in so_far):
        return False
    shared = {match.field for match in then.values} & {match.field for each in first for match in each.values}
    return any(schema.field(name).kind in ("tags", "category") for name in shared)


def _begins_a_thing(begun: Sequence[Lexeme], words: Sequence[Token]) -> bool:
    """Tell whether "a", "an", "three" or "the longest" stands first."""
    if begun[0].kind == "LIMIT":
        return True
    article = words[begun[0].start].normal if begun[0].kind == "FILLER" else ""
    return article in ("a", "an") or (article == "the" and len(begun) > 1 and begun[1].kind == "ADJS")
