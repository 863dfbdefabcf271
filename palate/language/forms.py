"""The form in which a sentence wishes for what it names, told by linear models over its words.

What it names may be wanted, ruled out, a bound or one of two, however that is worded ("French I gave up at school").
`python -m palate.evals.sentences` fits the models.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, get_args

from palate.catalog.conditions import Condition, Scalar
from palate.catalog.words import Token
from palate.language.cues.lexicon import lexicon
from palate.language.everyday import is_everyday
from palate.language.lexeme import Lexeme, parted
from palate.language.preference import Preference
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
OF_ONE: tuple[Form, ...] = ("has", "lacks")
_OF_TWO: tuple[Form, ...] = ("either", "neither", "both", "first", "second")
OF_NUMBERS: tuple[Form, ...] = ("below", "above", "between")
Scores = Mapping[Form, float]
"""How likely each form is, as log-odds."""
_NAMED = frozenset({"VALUE", "QTY"})
_LINKS = frozenset({"FILLER", "FROM", "VIA", "IS", "CAMEOUT", "THING", "FIELD"})
_DENIES = frozenset({"NEG", "DENY", "HATE", "BLAME"})
_STOPS = ".!?;\n"
_PAUSES = ",:()/\u2013\u2014"
_WISHES = frozenset({"recommend", "critique", "unclear"})
"""What a message may be about for its wishes to be put in other words."""


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
            return OF_ONE
        if kinds == ["VALUE", "VALUE"] and shared_fields(self.distinct):
            return _OF_TWO
        if kinds == ["QTY"]:
            return OF_NUMBERS
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


def read_of(unit: Unit, intents: Sequence[Intent]) -> list[Condition]:
    """Return the conditions that what a unit names was read as; none where it is something else than a hard wish."""
    found: list[Condition] = []
    for intent in intents:
        for entry in intent.preferences:
            parts = [] if entry.where is None else [part for part in entry.where.parts if names_it(unit, part)]
            if parts and (entry.strength != "hard" or intent.act not in _WISHES):
                return []
            found += parts
    return found


def named_in(unit: Unit, intents: Sequence[Intent]) -> list[Preference]:
    """Return all that was read of what a unit names."""
    return [
        entry
        for intent in intents
        for entry in intent.preferences
        if entry.where is not None and any(names_it(unit, part) for part in entry.where.parts)
    ]


def is_liked(unit: Unit, intents: Sequence[Intent]) -> bool:
    """Tell whether what a unit names was read as mere taste: "I love westerns"."""
    found = named_in(unit, intents)
    return bool(found) and all(entry.strength == "soft" for entry in found)


def wished_of(intents: Sequence[Intent]) -> list[Condition]:
    """Return all conditions that were read."""
    return [part for intent in intents for entry in intent.preferences if entry.where for part in entry.where.parts]


def form_of(condition: Condition) -> Form:
    """Return the form of a condition."""
    if isinstance(condition.value, bool):
        return "has" if condition.value == (condition.op == "=") else "lacks"
    return _OF_OPS[condition.op]


def names_it(unit: Unit, condition: Condition) -> bool:
    """Tell whether a condition is of something that a unit names."""
    return any(is_of(condition, piece) for piece in unit.named)


def is_denied(unit: Unit) -> bool:
    """Tell whether something is plainly ruled out: "not from the eighties", "nothing rated R"."""
    said = [piece for piece in unit.pieces if piece.kind not in _LINKS]
    at = next(at for at, piece in enumerate(said) if piece is unit.named[0])
    return [piece.kind for piece in said[:at][-1:]] == ["NEG"] and sum(piece.kind in _DENIES for piece in said) == 1


def is_of(condition: Condition, piece: Lexeme) -> bool:
    """Tell whether a condition is of what words stand for."""
    values: Sequence[Scalar] = condition.value if isinstance(condition.value, list) else [condition.value]
    if piece.quantity is not None:
        numbers = [value for value in values if isinstance(value, int | float)]
        ends = {each for each in (piece.quantity.low, piece.quantity.high) if each is not None}
        # "About 110 minutes" was read as from 99 to 121.
        around = condition.op == "between" and any(min(numbers) < each < max(numbers) for each in ends)
        return around or not ends.isdisjoint(numbers)
    return any(match.field == condition.field and match.value in values for match in piece.values)


def shared_fields(named: Sequence[Lexeme]) -> set[str]:
    """Return the fields that several names have in common."""
    return set[str].intersection(*({match.field for match in piece.values} for piece in named))
