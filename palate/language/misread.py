"""Stage 2e: wishes that the grammar misread, put in plain words and read once more.

The grammar reads what the cue words say. Where a sentence is worded as none of them knows, and linear models are sure
that it wishes in another form than it was read in, it is put in that form's plainest words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from palate.catalog.conditions import Condition
from palate.catalog.words import Token
from palate.language.correcting import takes_back
from palate.language.forms import (
    OF_NUMBERS,
    OF_ONE,
    Form,
    Scores,
    Unit,
    form_features,
    form_of,
    is_denied,
    is_liked,
    is_of,
    named_in,
    names_it,
    read_of,
    shared_fields,
    units,
    wished_of,
)
from palate.language.lexeme import Lexeme
from palate.language.sentences import SentenceModel
from palate.language.told_again import SaidBack, is_told_again, meant, stood_by
from palate.language.understanding import Intent

SURE = 4.0
"""How much likelier, as log-odds, a form must be than the one that was read."""
SURE_OF_TASTE, SURE_OF_NOTHING = 4.0, 5.0
"""How much likelier than none a form must be where a mere taste was read, and where nothing was."""
_PAUSES = ".,;:!?\u2013\u2014"
_COMPARES = frozenset({"LT", "GT", "CMP", "THAN", "ADJC"})
_COMPARES_BEHIND = frozenset({"LT", "GT", "POST", "ADJC"})
_YEARS = (1000, 2100)
"""What a bare number is taken for a year between: "from 1990" takes it in."""


@dataclass(frozen=True)
class Reread:
    """What is to be read once more."""

    lexemes: list[Lexeme]
    units: Sequence[Unit] = ()
    """Which sentences are read otherwise."""
    gone: frozenset[int] = frozenset()
    """Where words stand that were taken back."""
    apart: bool = False
    """Whether wishes were taken for alternatives that stand in sentences of their own and surely are none."""


def in_plain_words(
    lexemes: Sequence[Lexeme],
    pieces: Sequence[Lexeme],
    intents: Sequence[Intent],
    words: Sequence[Token],
    models: Mapping[Form, SentenceModel],
    *,
    again: Sequence[SaidBack] = (),
    blamed: Sequence[Condition] = (),
) -> Reread | None:
    """Return a message's lexemes with each wish in plain words that was misread; None where none was.

    Args:
        lexemes: what the grammar read.
        pieces: the message before anything in it was denied, judged or passed over, without what is no wish.
        intents: what was read.
        words: the message's tokens.
        models: one for each form.
        again: what the last reply said back. Who tells it again was misread, if anything speaks for it.
        blamed: what the last reply asked about as misunderstood. Who speaks of it mostly stands by it.
    """
    known = (unit for unit in units(pieces, words, intents) if _is_known(unit, words, models))
    found = [(unit, _scores(unit, words, models)) for unit in known]
    apart = _are_apart(found, intents)
    takes_back_some = any(map(takes_back, pieces))
    plain = {}
    for unit, scores in found:
        held = next((form_of(condition) for condition in blamed if names_it(unit, condition)), None)
        if is_told_again(unit, intents, again):
            form = meant(unit, scores, intents, again)
        elif held in unit.forms:
            form = stood_by(unit, scores, intents, held)
        else:
            form = _misread(unit, scores, intents, apart=apart)
        if form is None and not read_of(unit, intents) and not takes_back_some:
            form = _unheard(unit, scores, intents)
        if form is not None and not (form == "lacks" and _turns_down_others(unit, words)):
            plain[unit.start] = unit, _said_plainly(unit, form)
    if not plain and not apart:
        return None
    out: list[Lexeme] = []
    told: set[int] = set()
    for piece in lexemes:
        inside = next((start for start, (unit, _) in plain.items() if unit.start <= piece.start < unit.end), None)
        if inside is None:
            out.append(piece)
            continue
        unit, said = plain[inside]
        if piece.end <= unit.named[0].start:
            # "Hang on, wrong way round" stays what takes back what was said before it.
            out += [piece] if takes_back(piece) else []
        elif inside not in told:
            out += said
            told.add(inside)
    return Reread(out, [unit for unit, _ in plain.values()], apart=apart)


def _is_known(unit: Unit, words: Sequence[Token], models: Mapping[Form, SentenceModel]) -> bool:
    """Tell whether models have seen at least half of a sentence's words: of another language they can tell nothing."""
    names = {at for piece in unit.named for at in range(piece.start, piece.end)}
    said = [f"any:{words[at].normal}" for at in range(unit.start, unit.end) if at not in names]
    seen = sum(any(word in model.weights for model in models.values()) for word in said)
    return 2 * seen >= len(said)


def _scores(unit: Unit, words: Sequence[Token], models: Mapping[Form, SentenceModel]) -> Scores:
    features = form_features(unit, words)
    return {form: model.score(features) for form, model in models.items()}


def _are_apart(found: Sequence[tuple[Unit, Scores]], intents: Sequence[Intent]) -> bool:
    """Tell whether each sentence that names one of several values read as alternatives surely wishes by itself."""
    merged = [each for each in wished_of(intents) if form_of(each) == "either"]
    of = [[(unit, scores) for unit, scores in found if names_it(unit, each)] for each in merged]
    alone = [each for named in of if len(named) > 1 for each in named]
    return bool(alone) and all(unit.forms == OF_ONE and _wishes_alone(scores) for unit, scores in alone)


def _wishes_alone(scores: Scores) -> bool:
    best = max(scores[form] for form in OF_ONE)
    return best - scores["either"] > SURE and best > scores["other"]


def _misread(unit: Unit, scores: Scores, intents: Sequence[Intent], *, apart: bool) -> Form | None:
    """Return the form that a wish has and was not read in."""
    conditions, possible = read_of(unit, intents), unit.forms
    told = all(any(is_of(condition, piece) for condition in conditions) for piece in unit.named)
    if not possible or not conditions or not told:
        # What was not read at all may have been taken back: "a comedy, no, a western".
        return None
    read = {form_of(condition) for condition in conditions}
    if read == {"lacks"} and "neither" in possible:
        read = {"neither"}
    if possible == OF_ONE and not read <= set(OF_ONE) and not apart:
        # Of one name nothing is told that was read beside another: "a gray one, or a beige one".
        return None
    likeliest = max(possible, key=lambda form: scores[form])
    if possible == OF_NUMBERS and _is_compared(unit) and likeliest != "between" and "has" not in read:
        return None
    if possible == OF_NUMBERS and is_denied(unit):
        return None
    rivals, best = read - {likeliest}, scores[likeliest]
    wishes = best - scores["other"] > (0.0 if _is_single(unit) else SURE)
    return likeliest if wishes and rivals and all(best - scores[form] > SURE for form in rivals) else None


def _unheard(unit: Unit, scores: Scores, intents: Sequence[Intent]) -> Form | None:
    """Return the form of a wish that was read as mere taste, or not at all: "I love drama, so that is what it must be".

    What was read as anything else stays that.
    """
    # "There's no need for it to be a comedy" lets go of it.
    softly = any(piece.kind in ("SOFT", "FORGET") for piece in unit.pieces)
    if not unit.forms or softly or any(intent.question is not None for intent in intents):
        return None
    if unit.forms == OF_NUMBERS and any(_is_number(each) for each in wished_of(intents)):
        # "Two hours" was read as 120 minutes.
        return None
    least = SURE_OF_TASTE if is_liked(unit, intents) else SURE_OF_NOTHING if not named_in(unit, intents) else None
    likeliest = max(unit.forms, key=lambda form: scores[form])
    return likeliest if least is not None and scores[likeliest] - scores["other"] > least else None


def _is_number(condition: Condition) -> bool:
    values = condition.value if isinstance(condition.value, list) else [condition.value]
    return any(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _turns_down_others(unit: Unit, words: Sequence[Token]) -> bool:
    """Tell whether what is denied is what was shown, and not what is named: "none of them, make it comedy"."""
    return any(
        piece.kind == "NEG" and then.kind == "DEMO" and any(mark in words[then.end].before for mark in _PAUSES)
        for piece, then in pairwise(unit.pieces)
        if then.end <= unit.named[0].start
    )


def _is_single(unit: Unit) -> bool:
    """Tell whether one thing is named, and no decade or range: these say by themselves what is wished."""
    (first, *rest) = unit.distinct
    return not rest and (first.quantity is None or first.quantity.low == first.quantity.high)


def _is_compared(unit: Unit) -> bool:
    """Tell whether words that compare stand right beside a number, which the grammar knows: "40 or less"."""
    said = [piece for piece in unit.pieces if piece.kind not in ("FILLER", "OR")]
    at = next(at for at, piece in enumerate(said) if piece is unit.named[0])
    return any(piece.kind in _COMPARES for piece in said[:at][-1:]) or any(
        piece.kind in _COMPARES_BEHIND for piece in said[at + 1 : at + 2]
    )


def _said_plainly(unit: Unit, form: Form) -> list[Lexeme]:
    """Return a wish as lexemes: "not V", "V or V", "under V"."""
    fields = {name for piece in unit.pieces if piece.kind == "FIELD" for name in piece.fields}
    # Of two it is the same field: "neither gold nor copper" are colours, though a pan may be of copper.
    fields = fields or (shared_fields(unit.distinct) if len(unit.distinct) > 1 else set())
    first, *rest = (_of(piece, fields) for piece in unit.distinct)

    def cue(kind: str, before: Lexeme, said: str = "") -> Lexeme:
        return Lexeme(kind, before.start, before.start, cue=said)

    match form:
        case "lacks":
            return [cue("NEG", first), first]
        case "either":
            return [first, cue("OR", rest[0]), rest[0]]
        case "neither":
            return [cue("NEG", first), first, cue("COMMA", rest[0]), cue("NEG", rest[0]), rest[0]]
        case "both":
            return [first, cue("AND", rest[0]), rest[0]]
        case "first":
            return [first, cue("COMMA", rest[0]), cue("NEG", rest[0]), rest[0]]
        case "second":
            return [cue("NEG", first), first, cue("COMMA", rest[0]), rest[0]]
        case "below":
            return [cue("CMP", first, "<"), first]
        case "above":
            return [cue("CMP", first, ">=" if _is_year(first) else ">"), first]
        case "between" if rest:
            return [cue("BETWEEN", first), first, cue("AND", rest[0]), rest[0]]
        case _:
            return [first]


def _of(piece: Lexeme, fields: set[str]) -> Lexeme:
    """Restrict what is named to the fields that are named with it, where it can be of them."""
    own = tuple(name for name in fields if any(match.field == name for match in piece.values))
    return replace(piece, fields=own) if own else piece


def _is_year(piece: Lexeme) -> bool:
    quantity = piece.quantity
    return quantity is not None and quantity.unit is None and _YEARS[0] <= (quantity.low or 0) <= _YEARS[1]
