"""Of which field each number of a message is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.data import small_words
from palate.catalog.grounding.matches import ValueMatch
from palate.catalog.grounding.quantities import Quantity, fit
from palate.catalog.words import Token, tokens
from palate.language.bounds import number_field
from palate.language.conjunctions import are_apart
from palate.language.link import Linked
from palate.language.nearest import Nearest
from palate.language.part import Part
from palate.language.reader.meanings import encoder

NEAR = 24
"""How many characters apart a number and the words for its field may stand."""
_MOST_COUNTED, _MOST_BEFORE = 3, 4
"""Words behind and before a number that may say of what it is."""
_EXTREMES = frozenset({"most", "least"})


@dataclass(frozen=True)
class _Named:
    """Words for fields, whatever role they have: beside a number they tell of what it is."""

    start: int
    end: int
    fields: tuple[str, ...]

    def away(self, start: int, end: int) -> int:
        """Return how many characters stand between it and other words."""
        return max(self.start - end, start - self.end)


class NumberFields:
    """Of which field each number of a message is, as far as the words beside it tell."""

    def __init__(self, message: str, linked: Sequence[Linked], parts: Sequence[Part], catalog: Catalog) -> None:
        self._message, self._words, self._catalog = message, tokens(message), catalog
        self._taken = [(each.start, each.end) for each in linked]
        self._numbers = [(each.start, each.end) for each in linked if each.quantity is not None]
        self._parts = {(part.start, part.end): part for part in parts if part.quantity is not None}
        wished = {(part.start, part.end): part for part in parts if part.fields}
        known = [_Named(each.start, each.end, each.fields) for each in linked if each.fields]
        found = [_Named(*place, part.fields) for place, part in wished.items() if place not in self._taken]
        extremes = {place for place, part in wished.items() if part.role in _EXTREMES}
        self._named = [each for each in (*known, *found) if (each.start, each.end) not in extremes]
        self._extremes = [each for each in (*known, *found) if (each.start, each.end) in extremes]

    def named(self, part: Part) -> Part:
        """Return a number with the fields of which it may be; any other part as it is.

        A unit that no field has says nothing beside words for a field: "5 grams of protein" are 5.
        """
        quantity = part.quantity
        if quantity is None or part.tool:
            return part
        fitting = self._fitting(quantity)
        fields = self._beside(part, self._named)
        guess = self.meant(part)
        if guess is not None and guess.confidence >= encoder().counted:
            fields = (guess.field,)
        # "The longest under 120" is of one field, and "50 million inhabitants and the lowest rent" of two.
        fields = fields or self._beside(part, self._extremes)
        if fields and not fitting:
            quantity = replace(quantity, unit=None, kind="number")
        return replace(part, fields=fields, quantity=quantity)

    def _joined(self, part: Part) -> tuple[int, int]:
        """Return the number before one with a word between them at most: "100 or 110"; where there is none, itself."""
        before = max((each for each in self._numbers if each[1] <= part.start), default=None)
        alone = before is None or len(self._message[before[1] : part.start].split()) > 1
        return (part.start, part.end) if before is None or alone else before

    def _beside(self, part: Part, named: Sequence[_Named]) -> tuple[str, ...]:
        """Return what words beside a number, or beside one that is joined to it, name."""
        return self._closest(part, (part.start, part.end), named) or self._closest(part, self._joined(part), named)

    def _closest(self, part: Part, number: tuple[int, int], named: Sequence[_Named]) -> tuple[str, ...]:
        """Return what words beside a number name, where no other number stands closer to them."""
        own = [
            each
            for each in named
            if each.away(*number) < NEAR
            and part.sentence.start <= each.start < part.sentence.end
            and min(self._numbers, key=lambda other: self._closeness(each, other)) == number
        ]
        return tuple(
            name for each in sorted(own, key=lambda each: self._closeness(each, number)) for name in each.fields
        )

    def _closeness(self, named: _Named, number: tuple[int, int]) -> tuple[bool, int]:
        """Return how far words are from a number: in "20 to 25 g, fat below 1", the 1 is closer to "fat"."""
        between = self._message[min(named.end, number[1]) : max(named.start, number[0])]
        return are_apart(between), named.away(*number)

    def meant(self, part: Part) -> ValueMatch | None:
        """Return the field that a number is most likely of by what is said before and behind it.

        None where words beside it name one, its unit is of one alone, or it is a year.
        What is meant of a number holds for one that is joined to it: of "carbohydrates from 20 to 25 g" both are.
        """
        quantity = part.quantity
        if quantity is None or part.role == "count" or self._beside(part, self._named):
            return None
        fitting, own = self._fitting(quantity), number_field(quantity, self._catalog.schema)
        if (quantity.unit is not None and len(fitting) == 1) or (own is not None and own.role == "year"):
            return None
        before = self._parts.get(self._joined(part), part)
        nearest = Nearest(self._catalog)
        told = [nearest.measured(words, quantity) for each in (part, before) for words in self._around(each)]
        known = quantity.unit is not None and bool(fitting)
        found = [match for match in told if match is not None and (not known or match.field in fitting)]
        return max(found, key=lambda match: match.confidence, default=None)

    def _fitting(self, quantity: Quantity) -> set[str]:
        """Return the fields that a quantity may be of by its unit."""
        measured = self._catalog.schema.of_kind("number", "date")
        return {field.name for field in measured if fit(quantity, field) is not None}

    def _around(self, part: Part) -> list[str]:
        """Return the words behind and before a number: "five bedrooms", "built before".

        A unit that no field has is such a word: "30 miles to the gallon".
        """
        words = [each for each in self._words if part.sentence.start <= each.start < part.sentence.end]
        unit = [each for each in words if part.start < each.start < part.end and part.quantity and part.quantity.unit]
        behind = [
            *unit,
            *self._run([each for each in words if each.start >= part.end][: max(0, _MOST_COUNTED - len(unit))]),
        ]
        before = self._run([each for each in words if each.end <= part.start][: -_MOST_BEFORE - 1 : -1], back=True)
        if behind and before and any(0 <= before[-1].start - end <= 1 for _, end in self._numbers):
            before = []  # of "five bedrooms and four bathrooms" the bedrooms are the five
        return [self._message[each[0].start : each[-1].end] for each in (behind, before[::-1]) if each]

    def _run(self, words: Sequence[Token], *, back: bool = False) -> list[Token]:
        """Return the words up to the next that the catalogue knows, or the next comma; no small ones at the end."""
        found: list[Token] = []
        for at, word in enumerate(words):
            between = words[at - 1].before if back and at else "" if back else word.before
            if between.strip() or any(start <= word.start < end for start, end in self._taken):
                break
            found.append(word)
        small = frozenset() if back else small_words()
        while found and found[-1].normal in small:
            found.pop()
        return found
