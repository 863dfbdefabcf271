"""Stage 3: cues with several senses, each given the one that its neighbours call for: one function a kind of cue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from palate.catalog.words import Token
from palate.language.cues.lexicon import lexicon
from palate.language.lexeme import Lexeme

_STARTS = frozenset({"STOP", "COMMA", "BUT", "ALSO", "YES", "GREET", "DENY", "THANKS"})
_OWNERS = frozenset({"i", "we"})
_POINTS = frozenset(
    {"SIM", "LOVE", "HATE", "SEEN", "NEG", "WHY", "COMMIT", "THAN", "LT", "GT", "CMP", "FORGET", "WHAT", "WHO"}
)
"""Cues that "that" and "these" after them may complete."""
_ASKS = frozenset({"IS", "FIELD", "ASK", "ADJ", "HOW", "WHEN", "WHERE", "HOWMUCH", "CAMEOUT"})
_MEASURES = frozenset(
    {"TO", "LT", "GT", "CMP", "QTY", "BETWEEN", "APPROX", "FROM", "ADJC", "ADJS", "LESS", "POST", "NEG"}
)
"""Kinds with which a measure begins."""
_COMPLEMENTS = frozenset({"VALUE", "VIA", "FROM", "LT", "GT", "CMP", "ADJ", "ADJC", "FORGET", "QTY", "APPROX"})
"""What "I don't want it …" can go on with."""
_BOUNDS = frozenset({"LT", "GT", "FROM", "BETWEEN", "APPROX", "QTY"})
_ENDS = frozenset({"", "STOP", "COMMA", "BUT", "ALSO"})
_OTHERS = frozenset(
    {"VALUE", "THING", "ITEM", "ADJ", "ADJS", "ADJC", "LIMIT", "WHO", "WHAT", "WHEN", "HOWMANY", "WANT"}
)
"""What "plus" joins to what was said before it."""
_BEHIND = {
    "mark": ("QTY",),
    "range": ("QTY", "FIELD"),
    "bracket": ("QTY", "FIELD"),
    "section": ("VALUE",),
    "department": ("VALUE",),
}
"""Nouns that say nothing behind what they are of, by the kinds that they are of."""
_PARTS = frozenset({"POST", "ORSO", "TO", "GIVE", "ALSO", "OR", "QTY", "FIELD"})
"""What goes on after a number."""
_LEAD = 8
_PREFERS = frozenset({"rather", "sooner"})
_AHEAD = 12
"""How far what follows a cue is looked for."""
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
    last: str = ""
    """The word before it in its sentence."""
    beyond: str = ""
    """The kind after `then`."""
    prior: str = ""
    """The kind before `before`."""
    lead: tuple[str, ...] = ()
    """Some words before it."""
    follows: str = ""
    """The word behind it."""
    has_unit: bool = False
    """Whether an amount with a unit is right behind it."""

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
        so_far = [each.kind for each in out[-_AHEAD:] if each.kind != "FILLER"]
        prior, before = ["STOP", "STOP", *so_far][-2:]
        rest = [each.kind for each in pieces[index + 1 : index + _AHEAD] if each.kind != "FILLER"]
        then, beyond = [*rest, "", ""][:2]
        following = pieces[index + 1].kind if index + 1 < len(pieces) else ""
        said = tuple(word.normal for word in words[piece.start : piece.end])
        lead = tuple(word.normal for word in words[max(0, piece.start - _LEAD) : piece.start])
        last = words[piece.start - 1].normal if piece.start and out and out[-1].kind not in _STARTS else ""
        follows = words[piece.end].normal if piece.end < len(words) else ""
        amount = pieces[index + 1].quantity if following == "QTY" else None
        has_unit = amount is not None and amount.unit is not None
        out.append(sense(piece, Place(said, before, then, following, last, beyond, prior, lead, follows, has_unit)))
    return out


def _filler(piece: Lexeme) -> Lexeme:
    return replace(piece, kind="FILLER")


def _word(piece: Lexeme) -> Lexeme:
    return replace(piece, kind="WORD")


def _number(piece: Lexeme, place: Place) -> Lexeme:
    """Read "three comedies", "top 5" and "show me five" as how many items are wanted."""
    quantity = piece.quantity
    if quantity is None or quantity.kind != "number" or quantity.unit or quantity.low is None:
        return piece
    counts = quantity.low == int(quantity.low) and 1 <= quantity.low <= _MOST_ITEMS
    of_items = place.then in ("THING", "VALUE", "MORE", "ADJ", "ADJS", "POPULAR")
    bound = place.before in ("CMP", "BETWEEN", "FROM", "TO", "LT", "GT")
    alone = place.before == "WANT" and place.then in {*_ENDS, "REF"}
    if counts and (place.before == "POPULAR" or alone or (of_items and not bound)):
        return replace(piece, kind="LIMIT")
    # "The most recent one here" counts nothing.
    # Nor does "one priced above $100".
    counts_on = place.then in _PARTS and not (place.then == "FIELD" and place.beyond in _MEASURES | {"VALUE", "VIA"})
    return replace(piece, kind="THING") if place.words == ("one",) and not bound and not counts_on else piece


def _comparison(piece: Lexeme, place: Place) -> Lexeme:
    """Read "at most" before a quantity, after one, or as the "to" of a range."""
    if place.then in ("QTY", "ITEM", "DEMO", "ORDINAL"):
        return replace(piece, kind="CMP")
    if place.before == "QTY":
        return replace(piece, kind="POST", cue="<=" if piece.kind == "LT" else ">=")
    return _word(piece) if place.words == ("sub",) else _filler(piece)


def _after(piece: Lexeme, place: Place) -> Lexeme:
    if place.words == ("plus",) and place.then in _OTHERS:
        return replace(piece, kind="ALSO")
    if place.words == ("on",) and not (place.before == "QTY" and place.next in _ENDS):
        return _filler(piece)
    if place.before == "QTY" or (place.before == "FIELD" and place.prior == "QTY"):
        return piece
    if place.words[0] == "or" and (place.prior, place.before) == ("QTY", "COMMA"):
        return piece
    if place.then == "QTY":
        return replace(piece, kind="CMP")
    if place.words == ("plus",):
        return replace(piece, kind="ALSO")
    # "PG-13 or lower" asks for an order that the values do not have; it is told, not dropped.
    told = place.before == "VALUE" and place.words[0] in ("or", "and")
    return replace(piece, kind="UNPLACED") if told else _filler(piece)


def _topic(piece: Lexeme, place: Place) -> Lexeme:
    """Read "about 90 minutes" as near it."""
    if place.then == "QTY" and place.words[0] in ("about", "close", "like"):
        return replace(piece, kind="APPROX")
    return piece


def _who(piece: Lexeme, place: Place) -> Lexeme:
    """Read "who" as a question where a phrase begins, and else as leading on to a story: "a man who talks"."""
    if place.words != ("who",) or place.starts:
        return piece
    return _filler(piece) if place.then in ("LOVE", "HATE", "SEEN", "FIELD") else replace(piece, kind="TOPIC")


def _commit(piece: Lexeme, place: Place) -> Lexeme:
    """Read "is the one" as taking it, and "is the one who directed it" as none."""
    return _filler(piece) if place.then in ("WHO", "FIELD", "VIA") else piece


def _when(piece: Lexeme, place: Place) -> Lexeme:
    """Read "when" as a question, but behind what it is said of: "I loved Heat when I saw it"."""
    said = place.words == ("when",) and place.before in ("ITEM", "REF", "VALUE", "WORD", "QTY", "THING")
    return _filler(piece) if said else piece


def _praise(piece: Lexeme, place: Place) -> Lexeme:
    """Read "fan" as praise only behind an item: "a big Heat fan" is, "a fan of westerns" says it elsewhere."""
    return _word(piece) if place.words == ("fan",) and place.before != "ITEM" else piece


def _near(piece: Lexeme, place: Place) -> Lexeme:
    if place.then == "QTY":
        return piece
    return replace(piece, kind="TOPIC") if place.words == ("around",) else _filler(piece)


def _or_so(piece: Lexeme, place: Place) -> Lexeme:
    """Read "or so" behind a quantity as near it, and "roughly" before one."""
    if place.before == "QTY":
        return piece
    return replace(piece, kind="APPROX") if place.then == "QTY" else _filler(piece)


def _give_or_take(piece: Lexeme, place: Place) -> Lexeme:
    """Read "give or take ten minutes" as how far, and "give or take" alone as near."""
    if place.before == "QTY":
        return piece if place.then == "QTY" else replace(piece, kind="ORSO")
    return replace(piece, kind="APPROX") if place.then == "QTY" else _filler(piece)


def _lasts(piece: Lexeme, place: Place) -> Lexeme:
    """Read "runs" before a measure, or after what is asked about, as saying only that there is one."""
    behind = _BEHIND.get(place.words[0])
    if behind is not None:
        # "The two hour mark", "the £20 to £30 range", "the horror section"; elsewhere these are things.
        return _filler(piece) if place.before in behind else _word(piece)
    if place.words[-1] == "in" and place.then == "VALUE":
        # "One that comes in white."
        return replace(piece, kind="VIA", cue="in")
    measured = place.then in _MEASURES or place.before in ("ADJS", "FIELD")
    return _filler(piece) if measured or (place.before == "ITEM" and place.then in _ENDS) else _word(piece)


def _just(piece: Lexeme, place: Place) -> Lexeme:
    """Read "just" after a comma as turning to what is wanted: "skip the romances, just comedies"."""
    turns = place.before == "COMMA" and place.then in ("VALUE", "ITEM", "THING", "TEXT")
    return replace(piece, kind="BUT") if turns else _filler(piece)


def _out(piece: Lexeme, place: Place) -> Lexeme:
    """Read "free" as ruling out only behind what it is free of."""
    goes_on = place.then == "TOPIC" or ("want" in place.words and place.then in _COMPLEMENTS)
    if place.words[-1] in ("it", "them", "those") and goes_on:
        # "I don't want it in green", "skip those where the colour is green".
        return replace(piece, kind="NEG")
    if place.words[-1] in ("count", "qualify"):
        # "1966 doesn't count"; of a field it says that it does not matter.
        return piece if place.before == "QTY" else _word(piece)
    return _word(piece) if place.words == ("free",) and place.before not in ("VALUE", "WORD") else piece


def _via(piece: Lexeme, place: Place) -> Lexeme:
    if place.then == "QTY" and piece.cue in ("from", "in"):
        return replace(piece, kind="FROM") if piece.cue == "from" else _filler(piece)
    return _at_most(piece) if place.words == ("have",) and place.last in _OWNERS and place.has_unit else piece


def _at_most(piece: Lexeme) -> Lexeme:
    """Read "I have 90 minutes" as all that there is to spend."""
    return replace(piece, kind="CMP", cue="<=")


def _from(piece: Lexeme, place: Place) -> Lexeme:
    """Read "from"; "form" is one with a slip only before a number."""
    if place.words == ("form",):
        return piece if place.then == "QTY" else _word(piece)
    return piece if place.then == "QTY" else replace(piece, kind="VIA", cue="from")


def _to(piece: Lexeme, place: Place) -> Lexeme:
    return piece if place.before == place.then == "QTY" else _filler(piece)


def _hate(piece: Lexeme, place: Place) -> Lexeme:
    """Read "I don't fancy" before a bound as ruling it out: "I don't fancy anything after 1985"."""
    bounds = place.then in _BOUNDS or (place.then in ("THING", "FIELD") and place.beyond in _BOUNDS)
    return replace(piece, kind="NEG") if bounds else piece


def _later(piece: Lexeme, place: Place) -> Lexeme:
    """Read "later" behind a verb as when something is done: "I might regret it later" wants nothing newer."""
    if place.words not in (("later",), ("earlier",), ("sooner",)) or place.then == "THAN":
        return piece
    behind = (
        place.last in lexicon().tellers
        or place.last in lexicon().asked_of
        or place.before in ("WORD", "TALK", "ALSOWORD")
        # "It might matter later", but not "it should be later".
        or (place.then in _ENDS and place.last != "be" and not lexicon().auxiliaries.isdisjoint(place.lead))
    )
    return _filler(piece) if behind else piece


def _still(piece: Lexeme, place: Place) -> Lexeme:
    """Read "still" before a complaint as no part of it: "100 minutes is still too long"."""
    return _filler(piece) if place.then in ("EXCESS", "TOO") else piece


def _exactly(piece: Lexeme, place: Place) -> Lexeme:
    """Read "exactly" before a quantity; behind one it says nothing more."""
    return piece if place.then == "QTY" else _filler(piece)


def _too(piece: Lexeme, place: Place) -> Lexeme:
    """Read "too long" as a complaint, "too violent" as a wish for less, "a western too" as "also".

    "It's late, so a short one" draws a conclusion.
    """
    if place.words == ("so",) and place.follows in lexicon().articles:
        return _filler(piece)
    if place.then in ("ADJ", "ADJC"):
        return piece
    if place.then in ("VALUE", "WORD") and place.words[-1] in ("too", "much", "overly"):
        return replace(piece, kind="LESS")
    return replace(piece, kind="ALSOWORD") if place.words == ("too",) else _filler(piece)


def _not_too(piece: Lexeme, place: Place) -> Lexeme:
    """Read "not too violent" as a wish for less of a value, as "not too long" is for less of a number."""
    return replace(piece, kind="LESS") if place.then in ("VALUE", "WORD") else piece


def _forget(piece: Lexeme, place: Place) -> Lexeme:
    """Read "any" as "forget" only before a field: "any year" is, "any western" is not."""
    # "Any maker except Brewster" forgets nothing.
    any_but = place.then != "FIELD" or place.beyond in ("NEG", "BUT", "VIA", *_MEASURES)
    return _filler(piece) if place.words[0] in ("any", "whatever") and any_but else piece


def _but(piece: Lexeme, place: Place) -> Lexeme:
    """Read "any language but English" as ruling out, and "a comedy but short" as going on."""
    of_all = place.before in ("FIELD", "THING") and not {"any", "every", "all", "whatever"}.isdisjoint(place.lead[-4:])
    rules_out = place.words == ("but",) and of_all and place.then in ("VALUE", "VIA", "QTY", "FROM")
    return replace(piece, kind="NEG") if rules_out else piece


def _want(piece: Lexeme, place: Place) -> Lexeme:
    """Read "have you got Up?" as a question, and "have you got a comedy?" as a request."""
    asks = place.then == "ITEM" and place.words[-1] in ("got", "there", "you")
    return replace(piece, kind="HAVE") if asks and place.words[0] in ("have", "got", "is") else piece


def _is(piece: Lexeme, place: Place) -> Lexeme:
    """Read "is it a comedy" as a question, and "it is a comedy" as none."""
    return piece if place.starts and place.last not in lexicon().asked_of else _filler(piece)


def _how_many(piece: Lexeme, place: Place) -> Lexeme:
    """Read "count" as a question only where a phrase begins: "a vampire count" is somebody."""
    return replace(piece, kind="WORD") if place.words == ("count",) and not place.starts else piece


def _how(piece: Lexeme, place: Place) -> Lexeme:
    return piece if place.then in ("ADJ", "ADJC", "FIELD") else _filler(piece)


def _negation(piece: Lexeme, place: Place) -> Lexeme:
    """Read "No, something newer" as an answer, and "no horror" as a condition."""
    if place.words == ("bar",) and not (place.before in ("THING", "VALUE", "FIELD") and place.then == "VALUE"):
        return _word(piece)
    return replace(piece, kind="DENY") if place.starts and place.next == "COMMA" else piece


def _fault(piece: Lexeme, place: Place) -> Lexeme:
    """Read "boring" by itself, and "wrong year", as turning down what was shown, and elsewhere as a word."""
    if place.words[-1] in ("those", "these", "ones") and place.then in {"TOPIC", "VIA"}:
        # "Skip those where the colour is green."
        return replace(piece, kind="NEG")
    alone = place.starts and place.then in _ENDS
    of_a_field = place.words == ("wrong",) and "FIELD" in (place.before, place.then)
    fault = len(place.words) == 1 and place.words[0] in lexicon().faults
    return _word(piece) if fault and not (alone or of_a_field) else piece


def _pointer(piece: Lexeme, place: Place) -> Lexeme:
    return replace(piece, kind="REF") if _points(piece, place) else _filler(piece)


def _ordinal(piece: Lexeme, place: Place) -> Lexeme:
    """Read "the first" as an item, and "it first came out" as none."""
    alone = len(place.words) > 1 or place.then in _ENDS | {"PRAISE", "BLAME", "IS", "COMMIT"}
    alone = alone or (place.before == "VALUE" and place.then == "THING")
    if place.before == "ADJS":
        # "Newest first" says how to order.
        return _filler(piece)
    return replace(piece, kind="REF") if alone else _filler(piece)


def _seen(piece: Lexeme, place: Place) -> Lexeme:
    """Read "I know Heat" as having seen it, and "I know Al Pacino is in it" as no such thing."""
    if place.words[-1] == "got" and place.has_unit:
        return _at_most(piece)
    knows = place.words[-1] == "know" and place.then not in ("ITEM", "DEMO", "ORDINAL")
    return _filler(piece) if knows else piece


def _points(piece: Lexeme, place: Place) -> bool:
    """Tell whether "that", "it" or "these" stands for an item here, and is no mere article or relative."""
    if len(place.words) > 1 or piece.cue == "other":
        return True
    judged = place.then in ("PRAISE", "BLAME", "COMMIT")
    if place.words[0] in ("it", "them", "they"):
        return place.before in _POINTS | _ASKS or judged
    ends = place.then in ("", "STOP", "COMMA", "BUT", "ALSO", "FIELD", "CAMEOUT")
    if place.before == "FIELD" and ends and place.words[0] in ("these", "those"):
        return True
    if place.before in ("ADJS", "LIMIT") and piece.cue == "all" and place.last == "of":
        return True
    if (
        place.before == "WHAT"
        and place.words[0] in ("these", "those")
        and place.then in ("ADJS", "ADJC", "CMP", "QTY", "IS")
    ):
        return True
    return (place.before in _POINTS and ends) or (place.starts and (judged or place.then in ("EXCESS", "TOO")))


def _than(piece: Lexeme, place: Place) -> Lexeme:
    """Read "I'd rather a comedy than a drama" as no drama: nothing is measured against it."""
    compared = place.before in ("ADJC", "CMP", "LESS", "MORE", "LT", "GT") or place.prior == "ADJC"
    preferred = not _PREFERS.isdisjoint(place.lead)
    return replace(piece, kind="NEG") if preferred and not compared else piece


_SENSES: Mapping[str, Callable[[Lexeme, Place], Lexeme]] = {
    "QTY": _number,
    "DENY": _fault,
    "LT": _comparison,
    "GT": _comparison,
    "POST": _after,
    "TOPIC": _topic,
    "SIM": _topic,
    "WHO": _who,
    "WANT": _want,
    "BUT": _but,
    "COMMIT": _commit,
    "SEEN": _seen,
    "WHEN": _when,
    "PRAISE": _praise,
    "APPROX": _near,
    "ORSO": _or_so,
    "GIVE": _give_or_take,
    "LASTS": _lasts,
    "JUST": _just,
    "OUT": _out,
    "VIA": _via,
    "FROM": _from,
    "TO": _to,
    "TOO": _too,
    "EXACT": _exactly,
    "HATE": _hate,
    "ADJC": _later,
    "ALSOWORD": _still,
    "NOTTOO": _not_too,
    "FORGET": _forget,
    "IS": _is,
    "HAVE": _is,
    "HOW": _how,
    "HOWMANY": _how_many,
    "NEG": _negation,
    "DEMO": _pointer,
    "ORDINAL": _ordinal,
    "THAN": _than,
}
