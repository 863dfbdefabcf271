"""Stage 3: a message's lexemes as clauses, each one request, statement or question in the terminals of the grammar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from palate.catalog.schema import Schema
from palate.catalog.words import Token
from palate.language.correcting import KIND, marked
from palate.language.cues.lexicon import lexicon
from palate.language.enough import insufficient
from palate.language.equals import equated
from palate.language.grades import graded
from palate.language.hints import hinted
from palate.language.lexeme import Lexeme
from palate.language.lists import joined
from palate.language.relations import Relations
from palate.language.senses import settle
from palate.language.shared import in_one, shared
from palate.language.texts import gathered, says_what, topics
from palate.language.verdicts import VERDICT

_OPENERS = frozenset(
    {"WANT", "WHO", "WHEN", "WHERE", "WHAT", "HOW", "HOWMANY", "HOWMUCH", "HAVE", "WHY", "COMMIT", "FORGET", "RESET"}
    | {"ASK"}
)
_SILENT = frozenset({"FILLER", "VIA", "COMMA", "ALSO", "OR"})
_BEFORE_A_THING = frozenset({"FILLER", "ADJ", "ADJS", "QTY", "LIMIT", "ALSO", "COMMA"})
_TASTE = frozenset({"LOVE", "HATE", "SEEN"})
_SIGNS = {"<=": "<=", ">=": ">=", "\u2264": "<=", "\u2265": ">=", "<": "<", ">": ">"}
"""Signs before a number: "price < 30"."""
_A_LITTLE = frozenset({"bit", "little", "touch", "dash", "hint", "dose", "spot"})
_PUNCTUATION = ".!?)"


def clauses(lexemes: Sequence[Lexeme], words: Sequence[Token], schema: Schema) -> list[list[Lexeme]]:
    """Cut a message into clauses."""
    settled = settle(equated(insufficient(graded(_with_marks(lexemes, words), schema), words), words), words)
    pieces = topics(marked(settled, words))
    split = [_related(clause, words, schema) for clause in _split(pieces, words, schema)]
    wanted = [says_what(clause) for clause in split]
    found = (
        joined(hinted(gathered(clause, beside=any(wanted) and not says), words, schema))
        for clause, says in zip(split, wanted, strict=True)
    )
    return [clause for clause in found if clause]


def _related(clause: Sequence[Lexeme], words: Sequence[Token], schema: Schema) -> list[Lexeme]:
    return Relations(clause, words, schema, lexicon()).applied()


def _with_marks(lexemes: Sequence[Lexeme], words: Sequence[Token]) -> list[Lexeme]:
    """Insert `STOP`, `COMMA` and, in "50-100", `TO` where the punctuation between lexemes says so.

    A cue that was put in right before a lexeme belongs to it: what stands before the two is between it and others.
    """
    out: list[Lexeme] = []
    for lexeme in lexemes:
        before = words[lexeme.start].before.removeprefix(_tail(out[-1]) if out else "")
        cued = bool(out) and out[-1].start == out[-1].end == lexeme.start
        kind = _mark(before, lexeme, out) if out and not cued else None
        if kind is not None:
            out.append(Lexeme(kind, lexeme.start, lexeme.start))
        sign = next((sign for sign in _SIGNS if sign in before), None) if lexeme.kind == "QTY" else None
        if sign is not None:
            out.append(Lexeme("LT" if "<" in _SIGNS[sign] else "GT", lexeme.start, lexeme.start, cue=_SIGNS[sign]))
        out.append(lexeme)
    return out


def _tail(lexeme: Lexeme) -> str:
    """Return the punctuation with which a title ends, which ends no sentence: "When Harry Met Sally... was great"."""
    title = lexeme.titles[0].title if lexeme.titles else ""
    return title[len(title.rstrip(_PUNCTUATION)) :]


def _mark(before: str, lexeme: Lexeme, out: Sequence[Lexeme]) -> str | None:
    if lexeme.kind == "OUT" and lexeme.cue == VERDICT:
        return None
    if lexeme.kind in ("PRAISE", "BLAME") and out[-1].kind == "ITEM":
        # "Heat, what a film!" says it of Heat.
        return None
    if any(mark in before for mark in ".!?;\n"):
        return "STOP"
    if before in ("-", "\u2013") and lexeme.kind == "QTY" and out[-1].kind == "QTY":
        return "TO"
    if lexeme.kind == "GIVE" and out[-1].kind in ("QTY", "LASTS"):
        return None
    if before.strip() == ":" and out[-1].kind in ("FIELD", "LT", "GT"):
        # "Stars: 4.5" says what the number is of, "at most: 90 minutes" what limit it is.
        return None
    if any(mark in before for mark in ",:()/\u2013\u2014") or " - " in before or before.endswith(" *"):
        return "COMMA"
    return None


def _split(pieces: Sequence[Lexeme], words: Sequence[Token], schema: Schema) -> list[list[Lexeme]]:
    """Cut at sentence ends, and where "and" or a comma leads on to a new request or question."""
    found: list[list[Lexeme]] = [[]]
    pairs = [False]
    for index, piece in enumerate(pieces):
        cuts = _cuts(pieces, index, found[-1], words, schema)
        if piece.kind == KIND:
            found.append([piece])
            pairs.append(False)
        elif piece.kind == "STOP" or cuts is not None:
            found.append([])
            pairs.append(cuts == "pair")
        else:
            found[-1].append(piece)
    each_with_tail = shared(found, pairs, words)
    return [clause for clause in each_with_tail if any(piece.kind not in _SILENT for piece in clause)]


def _cuts(
    pieces: Sequence[Lexeme], index: int, so_far: Sequence[Lexeme], words: Sequence[Token], schema: Schema
) -> Literal["pair", "other"] | None:
    """Tell whether a new clause begins here, and whether it names another thing of the kind that the last one did."""
    piece, rest = pieces[index], pieces[index + 1 :]
    if piece.kind not in ("ALSO", "COMMA", "BUT") or not any(each.kind not in _SILENT for each in so_far):
        return None
    if _opens_clause(rest, so_far, words):
        return "other"
    return "pair" if piece.kind != "BUT" and _another_of_the_kind(rest, so_far, words, schema) else None


def _opens_clause(rest: Sequence[Lexeme], so_far: Sequence[Lexeme], words: Sequence[Token]) -> bool:
    then = next((each for each in rest if each.kind not in ("FILLER", "ALSOWORD", "COMMA", "ALSO")), None)
    kinds = {each.kind for each in so_far}
    if then is None:
        return False
    if then.kind in _TASTE:
        return then.end - then.start > 1 and bool(kinds & {"WANT", "CMP", "QTY", *_TASTE})
    if then.kind == "WANT" and words[then.start].normal in lexicon().same:
        # "It should be funny, it should be short" is one request.
        return False
    if then.kind == "WANT" and _says(then, words) in [_says(each, words) for each in so_far if each.kind == "WANT"]:
        # "I'd take red, I'd take blue" names two of which either will do.
        return False
    if then.kind == "IS" and _asks_of_an_item(rest):
        return True
    if then.kind == "IS":
        return bool(kinds & {"WHO", "WHEN", "WHAT", "HOW", "IS", "ASK"})
    return then.kind in _OPENERS


def _says(piece: Lexeme, words: Sequence[Token]) -> tuple[str, ...]:
    return tuple(word.normal for word in words[piece.start : piece.end])


def _asks_of_an_item(rest: Sequence[Lexeme]) -> bool:
    """Tell whether "is Alien …" follows, which is a question wherever it stands."""
    kinds = [each.kind for each in rest if each.kind not in _SILENT]
    return kinds[:2] == ["IS", "ITEM"]


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
    fields = {match.field for match in then.values} & {match.field for each in first for match in each.values}
    kinds = {schema.field(name).kind for name in fields}
    # No kettle is a toaster as well, whatever "both" says; a mystery may be a comedy.
    return "category" in kinds or ("tags" in kinds and not in_one(so_far, rest))


def _begins_a_thing(begun: Sequence[Lexeme], words: Sequence[Token]) -> bool:
    """Tell whether "a", "an", "three" or "the longest" stands first."""
    if begun[0].kind == "LIMIT":
        return True
    if len(begun) > 1 and not _A_LITTLE.isdisjoint(word.normal for word in words[begun[0].start : begun[1].end]):
        # "A comedy and a bit of romance" is one thing.
        return False
    article = words[begun[0].start].normal if begun[0].kind == "FILLER" else ""
    return article in ("a", "an") or (article == "the" and len(begun) > 1 and begun[1].kind == "ADJS")
