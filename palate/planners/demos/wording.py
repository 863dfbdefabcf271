"""How values and bounds are said in a request, for any catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from palate.catalog.conditions import Condition, Op, Scalar, describe
from palate.catalog.schema import Field, Role, Schema
from palate.catalog.words import normal, singular
from palate.planners.models.data import data, json_data

_COUNTED = frozenset(
    {"comedy", "documentary", "drama", "musical", "mystery", "romance", "thriller", "tragedy", "western", "biography"}
)
"""Kinds of which one says "a comedy" rather than "a crime film"."""
_CLASSES = frozenset({"genre", "genres", "category", "categories", "kind", "kinds", "type", "types", "department"})
"""Words in the names of fields whose values say what a thing is, where those of others say how it is."""


@dataclass(frozen=True)
class Wording:
    """Words of a request, and the condition that they say."""

    text: str
    """As it stands in the request."""
    quote: str
    """The telling part of it."""
    condition: Condition

    def __str__(self) -> str:
        return self.text

    def written(self) -> dict[str, Any]:
        """Return the condition as a plan has it."""
        return {"quote": self.quote, **self.condition.model_dump(mode="json")}

    @property
    def holds(self) -> str:
        """The condition as a prompt says what holds."""
        return f"{data(self.condition.field)} {self.condition.op} {json_data(self.condition.value)}"


@dataclass(frozen=True)
class Degrees:
    """The words that compare by a number: those for more of it, and those for less."""

    more: str
    less: str
    most: str
    least: str


_DEGREES: Mapping[Role, Degrees] = {
    "year": Degrees("newer", "older", "newest", "oldest"),
    "duration": Degrees("longer", "shorter", "longest", "shortest"),
    "price": Degrees("more expensive", "cheaper", "most expensive", "cheapest"),
    "score": Degrees("better rated", "worse rated", "best rated", "worst rated"),
    "weight": Degrees("heavier", "lighter", "heaviest", "lightest"),
    "size": Degrees("bigger", "smaller", "biggest", "smallest"),
}


def words(field: Field) -> str:
    """Return a field's name as words."""
    return normal(field.name.replace("_", " ")) or field.name


def several(word: str) -> str:
    """Return the plural of a noun."""
    if word.endswith("s") and not word.endswith(("ss", "us")):
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def one(phrase: str) -> str:
    """Put the indefinite article before a noun."""
    return f"{'an' if phrase[:1].lower() in 'aeio' else 'a'} {phrase}"


def one_of(plural: str) -> str | None:
    """Return the singular of a noun that is a plural ("kettles", "knives"); None of any other word."""
    if plural.endswith(("ics", "'s", "\u2019s")):
        return None
    if plural.endswith("ives"):
        return f"{plural[:-3]}fe"
    if plural.endswith("lves"):
        return f"{plural[:-3]}f"
    forms = singular(plural)
    return forms[0] if forms else None


def degrees(field: Field, schema: Schema) -> Degrees | None:
    """Return the comparing words of a number; None where no adjective says it, or several fields would be meant."""
    if field.role is None or field.role not in _DEGREES or schema.of_role(field.role) != field:
        return None
    return _DEGREES[field.role]


def bound(field: Field, op: Op, value: Scalar | list[Scalar], schema: Schema) -> Wording:
    """Return a bound in words: "under 100 minutes", "before 1980", "between £20 and £40"."""
    condition = Condition(field=field.name, op=op, value=value)
    said = describe(condition, schema)
    return Wording(said, said, condition)


@dataclass(frozen=True)
class Said:
    """The forms in which one value of a category or tags field is said."""

    field: Field
    value: str
    schema: Schema

    @property
    def wanted(self) -> Condition:
        """The condition that an item has it."""
        return Condition(field=self.field.name, op=self.op, value=self.value)

    @property
    def unwanted(self) -> Condition:
        """The condition that an item has it not."""
        return Condition(field=self.field.name, op=self.without_op, value=self.value)

    @property
    def op(self) -> Op:
        """What wants it."""
        return "contains" if self.field.kind == "tags" else "="

    @property
    def without_op(self) -> Op:
        """What does not want it."""
        return "not_contains" if self.field.kind == "tags" else "!="

    @property
    def thing(self) -> Wording:
        """Return one of them: "a comedy", "a film by Ozu", "a red product"."""
        if self._phrase is not None:
            return self._wording(f"{one(self.schema.noun)} {self._phrase}", self._phrase)
        head = self._class or f"{self._plain} {self.schema.noun}"
        return self._wording(one(head), self._class or self._plain)

    @property
    def things(self) -> Wording:
        """Return several: "comedies", "films by Ozu", "red products"."""
        noun = several(self.schema.noun)
        if self._phrase is not None:
            return self._wording(f"{noun} {self._phrase}", self._phrase)
        if self._class is not None:
            return self._wording(self._classes, self._classes)
        return self._wording(f"{self._plain} {noun}", self._plain)

    @property
    def that(self) -> Wording:
        """Return what follows a noun: "by Ozu", "that is red"."""
        if self._phrase is not None:
            return self._wording(self._phrase, self._phrase)
        head = self._class or f"{self._plain} {self.schema.noun}"
        return self._wording(f"that is {one(head) if self._is_class else self._plain}", self._class or self._plain)

    @property
    def without(self) -> Wording:
        """Return how it is ruled out: "no comedies", "not by Ozu", "nothing red"."""
        if self._phrase is not None:
            said = f"not {self._phrase}"
        else:
            said = f"no {self._classes}" if self._is_class else f"nothing {self._plain}"
        return Wording(said, said, self.unwanted)

    @property
    def name(self) -> Wording:
        """Return the value alone, as the catalogue writes it."""
        return self._wording(self.value, self.value)

    @property
    def typo(self) -> Wording:
        """Return the value with two letters of its longest word in each other's place."""
        slipped = slip(self._plain)
        return self._wording(slipped, slipped)

    @property
    def _phrase(self) -> str | None:
        """The value with the preposition that its field's name calls for; None where it calls for none."""
        if "rating" in words(self.field):
            return f"rated {self.value}"
        said = describe(self.wanted, self.schema)
        if not said.endswith(f" {self.value}") or ":" in said:
            return None
        return said.replace(" United ", " the United ", 1)

    @property
    def _plain(self) -> str:
        return self.value.lower() if self._is_class else self.value

    @property
    def _class(self) -> str | None:
        """The noun for a thing of that value; None where the value is no noun by itself."""
        if not self._is_class:
            return None
        *head, last = self.value.lower().split()
        if self.value.lower() in _COUNTED:
            return self.value.lower()
        known = one_of(last)
        return None if known is None else " ".join([*head, known])

    @property
    def _classes(self) -> str:
        """The noun for things of that value, which the value itself may be."""
        if self._class is None:
            return f"{self._plain} {several(self.schema.noun)}"
        return several(self._class) if self._class == self._plain else self._plain

    @property
    def _is_class(self) -> bool:
        return bool(_CLASSES & set(words(self.field).split()))

    def _wording(self, text: str, quote: str) -> Wording:
        return Wording(text, quote, self.wanted)


def slip(text: str) -> str:
    """Return a text with two letters in the middle of its longest word in each other's place."""
    longest = max(text.split(), key=len)
    at = len(longest) // 2
    swapped = longest[: at - 1] + longest[at] + longest[at - 1] + longest[at + 1 :] if at else longest
    return text.replace(longest, swapped, 1)
