"""Stage 3: cues with several senses, each given the one that its neighbours call for: one function a kind of cue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from palate.catalog.words import Token
from palate.language.lexeme import Lexeme

_STARTS = frozenset({"STOP", "COMMA", "BUT", "ALSO", "YES", "GREET", "DENY", "THANKS"})
_POINTS = frozenset(
    {"SIM", "LOVE", "HATE", "SEEN", "NEG", "WHY", "COMMIT", "THAN", "LT", "GT", "CMP", "FORGET", "WHAT", "WHO"}
)
"""Cues that "that" and "these" after them may complete."""
_ASKS = frozenset({"IS", "FIELD", "ASK", "ADJ", "HOW", "WHEN", "WHERE", "HOWMUCH", "CAMEOUT"})
_MOST_ITEMS = 50


@dataclass(frozen=True)
class Place:
    """Where a cue stands: its own words, and the kinds of the lexemes around it, small words left out."""

    words: tuple[str, ...]
    before: str
    """`STOP` at the beginning of the message."""
    then: str
    """Empty at its end."""
    next: str
    """As `then`, but small words and punctuation count."""

    @property
    def starts(self) -> bool:
        """Whether a phrase begins here."""
        return self.before in _STARTS


def settle(pieces: Sequence[Lexeme], words: Sequence[Token]) -> list[Lexeme]:
    """Give each cue with several senses the one that its neighbours call for."""
    out: list[Lexeme] = []
    for index, piece in enumerate(pieces):
        sense = _SENSES.get(piece.kind)
        if sense is None:
            out.append(piece)
            continue
        before = next((each.kind for each in reversed(out) if each.kind != "FILLER"), "STOP")
        then = next((each.kind for each in pieces[index + 1 :] if each.kind != "FILLER"), "")
        following = pieces[index + 1].kind if index + 1 < len(pieces) else ""
        said = tuple(word.normal for word in words[piece.start : piece.end])
        out.append(sense(piece, Place(said, before, then, following)))
    return out


def _filler(piece: Lexeme) -> Lexeme:
    return replace(piece, kind="FILLER")


def _number(piece: Lexeme, place: Place) -> Lexeme:
    """Read "three comedies" and "top 5" as how many items are wanted."""
    quantity = piece.quantity
    if quantity is None or quantity.kind != "number" or quantity.unit or quantity.low is None:
        return piece
    counts = quantity.low == int(quantity.low) and 1 <= quantity.low <= _MOST_ITEMS
    of_items = place.then in ("THING", "VALUE", "MORE", "ADJ", "POPULAR")
    bound = place.before in ("CMP", "BETWEEN", "FROM", "TO", "LT", "GT")
    return replace(piece, kind="LIMIT") if counts and (place.before == "POPULAR" or (of_items and not bound)) else piece


def _comparison(piece: Lexeme, place: Place) -> Lexeme:
    """Read "at most" before a quantity, after one, or as the "to" of a range."""
    if place.then in ("QTY", "ITEM", "DEMO", "ORDINAL"):
        return replace(piece, kind="CMP")
    if place.before == "QTY":
        return replace(piece, kind="POST", cue="<=" if piece.kind == "LT" else ">=")
    return _filler(piece)


def _after(piece: Lexeme, place: Place) -> Lexeme:
    if place.before == "QTY":
        return piece
    if place.then == "QTY":
        return replace(piece, kind="CMP")
    if place.words == ("plus",):
        return replace(piece, kind="ALSO")
    # "PG-13 or lower" asks for an order that the values do not have; it is told, not dropped.
    return replace(piece, kind="UNPLACED") if place.before == "VALUE" else _filler(piece)


def _topic(piece: Lexeme, place: Place) -> Lexeme:
    """Read "about 90 minutes" as near it."""
    if place.then == "QTY" and place.words[0] in ("about", "close", "like"):
        return replace(piece, kind="APPROX")
    return piece


def _who(piece: Lexeme, place: Place) -> Lexeme:
    """Read "who" as a question where a phrase begins, and else as leading on to a story: "a man who talks"."""
    if place.words != ("who",) or place.starts:
        return piece
    return _filler(piece) if place.then in ("LOVE", "HATE", "SEEN") else replace(piece, kind="TOPIC")


def _near(piece: Lexeme, place: Place) -> Lexeme:
    if place.then == "QTY":
        return piece
    return replace(piece, kind="TOPIC") if place.words == ("around",) else _filler(piece)


def _via(piece: Lexeme, place: Place) -> Lexeme:
    if place.then == "QTY" and piece.cue in ("from", "in"):
        return replace(piece, kind="FROM") if piece.cue == "from" else _filler(piece)
    return piece


def _from(piece: Lexeme, place: Place) -> Lexeme:
    return piece if place.then == "QTY" else replace(piece, kind="VIA", cue="from")


def _to(piece: Lexeme, place: Place) -> Lexeme:
    return piece if place.before == place.then == "QTY" else _filler(piece)


def _too(piece: Lexeme, place: Place) -> Lexeme:
    """Read "too long" as a complaint, "too violent" as a wish for less, "a western too" as "also"."""
    if place.then in ("ADJ", "ADJC"):
        return piece
    if place.then in ("VALUE", "WORD") and place.words[-1] in ("too", "much", "overly"):
        return replace(piece, kind="LESS")
    return replace(piece, kind="ALSOWORD") if place.words == ("too",) else _filler(piece)


def _forget(piece: Lexeme, place: Place) -> Lexeme:
    """Read "any" as "forget" only before a field: "any year" is, "any western" is not."""
    return _filler(piece) if place.words[0] in ("any", "whatever") and place.then != "FIELD" else piece


def _is(piece: Lexeme, place: Place) -> Lexeme:
    return piece if place.starts else _filler(piece)


def _how_many(piece: Lexeme, place: Place) -> Lexeme:
    """Read "count" as a question only where a phrase begins: "a vampire count" is somebody."""
    return replace(piece, kind="WORD") if place.words == ("count",) and not place.starts else piece


def _how(piece: Lexeme, place: Place) -> Lexeme:
    return piece if place.then in ("ADJ", "ADJC", "FIELD") else _filler(piece)


def _negation(piece: Lexeme, place: Place) -> Lexeme:
    """Read "No, something newer" as an answer, and "no horror" as a condition."""
    return replace(piece, kind="DENY") if place.starts and place.next == "COMMA" else piece


def _pointer(piece: Lexeme, place: Place) -> Lexeme:
    return replace(piece, kind="REF") if _points(piece, place) else _filler(piece)


def _ordinal(piece: Lexeme, place: Place) -> Lexeme:  # noqa: ARG001
    return replace(piece, kind="REF")


def _points(piece: Lexeme, place: Place) -> bool:
    """Tell whether "that", "it" or "these" stands for an item here, and is no mere article or relative."""
    if len(place.words) > 1 or piece.cue == "other":
        return True
    judged = place.then in ("PRAISE", "BLAME")
    if place.words[0] in ("it", "them", "they"):
        return place.before in _POINTS | _ASKS or judged
    ends = place.then in ("", "STOP", "COMMA", "BUT", "ALSO", "FIELD", "CAMEOUT")
    return (place.before in _POINTS and ends) or (place.starts and (judged or place.then in ("EXCESS", "TOO")))


_SENSES: Mapping[str, Callable[[Lexeme, Place], Lexeme]] = {
    "QTY": _number,
    "LT": _comparison,
    "GT": _comparison,
    "POST": _after,
    "TOPIC": _topic,
    "SIM": _topic,
    "WHO": _who,
    "APPROX": _near,
    "VIA": _via,
    "FROM": _from,
    "TO": _to,
    "TOO": _too,
    "FORGET": _forget,
    "IS": _is,
    "HAVE": _is,
    "HOW": _how,
    "HOWMANY": _how_many,
    "NEG": _negation,
    "DEMO": _pointer,
    "ORDINAL": _ordinal,
}
