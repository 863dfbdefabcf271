"""Stage 2e: the form in which a sentence wishes for what it names, told by linear models over its words.

The grammar reads what the cue words say. Where a sentence is worded as none of them knows ("French I gave up at
school"), these models tell whether what it names is wanted, ruled out, a bound or one of two; where they are sure and
it was read otherwise, it is put in plain words and read once more. `python -m palate.evals.sentences` fits them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Literal, get_args

from palate.catalog.conditions import Condition, Scalar
from palate.catalog.grounding.data import words_of
from palate.catalog.words import Token
from palate.language.cues.lexicon import lexicon
from palate.language.lexeme import Lexeme, parted
from palate.language.sentences import SentenceModel
from palate.language.understanding import Intent

Form = Literal["has", "lacks", "either", "neither", "both", "first", "second", "below", "above", "between", "other"]
"""first, second: that one of two and not the other; other: none of these."""
FORMS: tuple[Form, ...] = get_args(Form)
_OF_OPS: Mapping[str, Form] = {
    "contains": "has", "=": "has", "exists": "has", "not_contains": "lacks", "!=": "lacks", "not_in": "lacks",
    "contains_any": "either", "in": "either", "<": "below", "<=": "below", ">": "above", ">=": "above",
    "between": "between",
}  # fmt: skip
_OF_ONE: tuple[Form, ...] = ("has", "lacks")
_OF_TWO: tuple[Form, ...] = ("either", "neither", "both", "first", "second")
_OF_NUMBERS: tuple[Form, ...] = ("below", "above", "between")
_NAMED = frozenset({"VALUE", "QTY"})
_COMPARES = frozenset({"LT", "GT", "CMP", "THAN", "ADJC"})
_STOPS = ".!?;\n"
_PAUSES = ",:()/\u2013\u2014"
_YEARS = (1000, 2100)
"""What a bare number is taken for a year between: "from 1990" takes it in."""
_WISHES = frozenset({"recommend", "critique", "unclear"})
"""What a message may be about for its wishes to be put in other words."""
SURE = 4.0
"""How much likelier, as log-odds, a form must be than the one that was read."""
_NONE = 1.5
"""How much likelier than that the sentence has no such form, where it names one value."""


@dataclass(frozen=True)
class Unit:
    """A sentence that names something, with those behind it that name nothing."""

    pieces: Sequence[Lexeme]
    named: Sequence[Lexeme]
    """What it names: values and numbers."""

    @property
    def start(self) -> int:
        """Where its first word stands."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Where the word behind its last one would stand."""
        return self.pieces[-1].end

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms in which what it names can be wished for."""
        kinds = [piece.kind for piece in self.distinct]
        if kinds == ["VALUE"]:
            return _OF_ONE
        if kinds == ["VALUE", "VALUE"] and _shared(self.distinct):
            return _OF_TWO
        if kinds == ["QTY"]:
            return _OF_NUMBERS
        return ("between",) if kinds == ["QTY", "QTY"] else ()

    @property
    def distinct(self) -> list[Lexeme]:
        """What it names, each once: "that" may stand for what was named before."""
        found: list[Lexeme] = []
        for piece in self.named:
            if not any((piece.values, piece.quantity) == (each.values, each.quantity) for each in found):
                found.append(piece)
        return found


def units(lexemes: Sequence[Lexeme], words: Sequence[Token], intents: Sequence[Intent]) -> Iterator[Unit]:
    """Yield what of a message may be one wish.

    A word that means something by itself besides ("coming home") names something where it was read as a wish.
    """
    conditions = wished_of(intents)
    pieces: list[Lexeme] = []
    named: list[Lexeme] = []
    for sentence in parted(lexemes, words, _STOPS):
        names = [piece for piece in sentence if piece.kind in _NAMED and _is_name(piece, words, conditions)]
        if names and named:
            yield Unit(pieces, named)
        if names:
            pieces, named = [], names
        pieces += sentence
    if named:
        yield Unit(pieces, named)


def _is_name(piece: Lexeme, words: Sequence[Token], conditions: Sequence[Condition]) -> bool:
    return not is_everyday(piece, words) or any(is_of(condition, piece) for condition in conditions)


def is_everyday(lexeme: Lexeme, words: Sequence[Token]) -> bool:
    """Tell whether a word means something by itself besides what it can stand for: "coming home", "the next one"."""
    if lexeme.end - lexeme.start > 1:
        return False
    said = words[lexeme.start].normal
    counts = lexeme.kind == "QTY" and said in lexicon().counts
    return counts or (lexeme.kind == "VALUE" and said in words_of("common/en.toml", "everyday"))


def form_features(unit: Unit, words: Sequence[Token]) -> dict[str, float]:
    """Return what the models look at: words and kinds of pieces, and whether they stand before, between or behind.

    The names themselves tell nothing: each is `V`.
    """
    said, kinds = ["^"], ["^"]
    for piece in unit.pieces:
        mark = _mark(words[piece.start].before) if piece.start > unit.start else None
        said += [mark] if mark else []
        kinds += [mark] if mark else []
        is_named = any(piece is each for each in unit.named)
        said += ["V"] if is_named else [words[at].normal for at in range(piece.start, piece.end)]
        kinds.append("V" if is_named else piece.kind)
    found = {f"names:{'+'.join(piece.kind for piece in unit.named[:3])}": 1.0}
    found |= _placed([*said, "$"], "") | _denying(said)
    return found | _placed([*kinds, "$"], "#") | _runs([*kinds, "$"], "#", 3)


def _placed(said: Sequence[str], prefix: str) -> dict[str, float]:
    last, names = said.count("V"), 0
    found = _runs(said, prefix, 2)
    for each in said:
        names += each == "V"
        place = "before" if not names else "behind" if names == last else "between"
        found[f"{prefix}{place}:{each}"] = 1.0
        found[f"{prefix}any:{each}"] = 1.0
    return found


def _denying(said: Sequence[str]) -> dict[str, float]:
    """Return how often something is denied: what is denied twice may be wanted, "if it isn't red, I can't use it"."""
    cues = lexicon()
    denials = sum(each in cues.negations | cues.denials | cues.excepting | cues.refusing for each in said)
    supposed = "if " * (not cues.conditionals.isdisjoint(said))
    return {f"{supposed}denials:{min(denials, 3)}": 1.0}


def _runs(said: Sequence[str], prefix: str, length: int) -> dict[str, float]:
    return {f"{prefix}{' '.join(said[at : at + length])}": 1.0 for at in range(len(said) - length + 1)}


def _mark(before: str) -> str | None:
    if "?" in before:
        return "?"
    if any(mark in before for mark in _STOPS):
        return "|"
    return "," if any(mark in before for mark in _PAUSES) or " - " in before else None


@cache
def form_models(language: str = "en") -> Mapping[Form, SentenceModel]:
    """Return the models of a language, one for each form."""
    text = resources.files("palate.language.cues").joinpath(f"forms-{language}.json").read_text(encoding="utf-8")
    return {form: SentenceModel(each["weights"], each["bias"]) for form, each in json.loads(text).items()}


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
) -> Reread | None:
    """Return a message's lexemes with each wish in plain words that was misread; None where none was.

    Args:
        lexemes: what the grammar read.
        pieces: the message before anything in it was denied, judged or passed over, without what is no wish.
        intents: what was read.
        words: the message's tokens.
        models: one for each form.
    """
    found = list(units(pieces, words, intents))
    apart = _are_apart(found, intents, words, models)
    plain = {}
    for unit in found:
        form = _misread(unit, intents, words, models, apart=apart)
        if form is not None:
            plain[unit.start] = unit, _said_plainly(unit, form)
    if not plain and not apart:
        return None
    out: list[Lexeme] = []
    for piece in lexemes:
        inside = next((start for start, (unit, _) in plain.items() if unit.start <= piece.start < unit.end), None)
        if inside is None:
            out.append(piece)
        elif inside == piece.start:
            out += plain[inside][1]
    return Reread(out, [unit for unit, _ in plain.values()], apart=apart)


def _are_apart(
    found: Sequence[Unit], intents: Sequence[Intent], words: Sequence[Token], models: Mapping[Form, SentenceModel]
) -> bool:
    """Tell whether each sentence that names one of several values read as alternatives surely wishes by itself."""
    merged = [each for each in wished_of(intents) if form_of(each) == "either"]
    of = [[unit for unit in found if _names_it(unit, each)] for each in merged]
    alone = [unit for units_ in of if len(units_) > 1 for unit in units_]
    return bool(alone) and all(unit.forms == _OF_ONE and _is_sure(unit, words, models) for unit in alone)


def _is_sure(unit: Unit, words: Sequence[Token], models: Mapping[Form, SentenceModel]) -> bool:
    features = form_features(unit, words)
    scores = {form: model.score(features) for form, model in models.items()}
    best = max(scores[form] for form in _OF_ONE)
    return best - scores["either"] > SURE and best - scores["other"] > _NONE


def _misread(
    unit: Unit,
    intents: Sequence[Intent],
    words: Sequence[Token],
    models: Mapping[Form, SentenceModel],
    *,
    apart: bool,
) -> Form | None:
    """Return the form that a wish surely has and was not read in."""
    conditions, possible = read_of(unit, intents), unit.forms
    told = all(any(is_of(condition, piece) for condition in conditions) for piece in unit.named)
    if not possible or not conditions or not told:
        # What was not read at all may have been taken back: "a comedy, no, a western".
        return None
    read = {form_of(condition) for condition in conditions}
    if possible == _OF_NUMBERS and _is_compared(unit):
        return None
    if possible == _OF_ONE and not read <= set(_OF_ONE) and not apart:
        # Of one name nothing is told that was read beside another: "a gray one, or a beige one".
        return None
    features = form_features(unit, words)
    scores = {form: model.score(features) for form, model in models.items()}
    likeliest = max(possible, key=lambda form: scores[form])
    if read == {likeliest}:
        return None
    best = scores[likeliest]
    rivals = [scores[form] for form in read if form != likeliest]
    none = _NONE if possible == _OF_ONE else SURE
    is_sure = all(best - rival > SURE for rival in rivals) and best - scores["other"] > none
    return likeliest if is_sure else None


def _is_compared(unit: Unit) -> bool:
    """Tell whether a number stands right behind words that compare, which the grammar knows: "not more than 40"."""
    (number, *_), before = unit.named, ""
    for piece in unit.pieces:
        if piece is number:
            return before in _COMPARES
        before = piece.kind if piece.kind != "FILLER" else before
    return False


def read_of(unit: Unit, intents: Sequence[Intent]) -> list[Condition]:
    """Return the conditions that what a unit names was read as; none where it is something else than a hard wish."""
    found: list[Condition] = []
    for intent in intents:
        for entry in intent.preferences:
            parts = [] if entry.where is None else [part for part in entry.where.parts if _names_it(unit, part)]
            if parts and (entry.strength != "hard" or intent.act not in _WISHES):
                return []
            found += parts
    return found


def wished_of(intents: Sequence[Intent]) -> list[Condition]:
    """Return all conditions that were read."""
    return [part for intent in intents for entry in intent.preferences if entry.where for part in entry.where.parts]


def form_of(condition: Condition) -> Form:
    """Return the form of a condition."""
    if isinstance(condition.value, bool):
        return "has" if condition.value == (condition.op == "=") else "lacks"
    return _OF_OPS[condition.op]


def _names_it(unit: Unit, condition: Condition) -> bool:
    return any(is_of(condition, piece) for piece in unit.named)


def is_of(condition: Condition, piece: Lexeme) -> bool:
    """Tell whether a condition is of what words stand for."""
    values: Sequence[Scalar] = condition.value if isinstance(condition.value, list) else [condition.value]
    if piece.quantity is not None:
        return any(
            isinstance(value, int | float) and value in (piece.quantity.low, piece.quantity.high) for value in values
        )
    return any(match.field == condition.field and match.value in values for match in piece.values)


def _shared(named: Sequence[Lexeme]) -> set[str]:
    """Return the fields that several names have in common."""
    return set[str].intersection(*({match.field for match in piece.values} for piece in named))


def _said_plainly(unit: Unit, form: Form) -> list[Lexeme]:
    """Return a wish as lexemes: "not V", "V or V", "under V"."""
    fields = {name for piece in unit.pieces if piece.kind == "FIELD" for name in piece.fields}
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
