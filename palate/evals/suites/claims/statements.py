"""Sentences about items, true ones and false ones, each known to be so from the catalogue and not from any checker."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from palate.agent.replies.wording import listed, number, shown_value, titled
from palate.catalog.item import FieldValue, Item
from palate.catalog.schema import Field
from palate.catalog.words import normal
from palate.evals.suites.claims.examined import ErrorKind
from palate.evals.suites.claims.phrasing import FieldPhrasing

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

_FAR = 0.15
"""By how much of itself a wrong number is wrong at the least, so that no rounding makes it right."""


@dataclass(frozen=True)
class Statement:
    """One sentence about an item of a reply."""

    text: str
    item: str
    """The id of the item that it is about."""
    field: str
    kind: ErrorKind
    """What it would be an error of."""


@dataclass(frozen=True)
class Speaker:
    """Says things of the items of one reply."""

    catalog: Catalog
    items: Sequence[Item]
    phrasing: Mapping[str, FieldPhrasing]
    chance: random.Random

    def say(self, *, true: bool) -> list[Statement]:
        """Return what can be said, each in one wording: all of it true, or all of it false."""
        return [each for name in self.phrasing if self.catalog.schema.has(name) for each in self.of_field(name, true)]

    def of_field(self, name: str, true: bool) -> Iterator[Statement]:
        """Return what can be said of one field."""
        field, phrasing = self.catalog.schema.field(name), self.phrasing[name]
        for item in self.items:
            yield from self._value(item, field, phrasing.tells, holds=true, denied=False)
            yield from self._value(item, field, phrasing.denies, holds=not true, denied=True)
        if field.kind == "number":
            yield from self._extreme(field, phrasing.most, 1, true)
            yield from self._extreme(field, phrasing.least, -1, true)
            yield from self._pairs(field, phrasing.more, 1, true)
            yield from self._pairs(field, phrasing.less, -1, true)
        else:
            yield from self._only(field, phrasing.only, true)

    def swapped(self) -> Iterator[tuple[Statement, Statement]]:
        """Yield pairs of false sentences: what each of two items has, said of the other."""
        for name, phrasing in self.phrasing.items():
            field = self.catalog.schema.field(name)
            for first, second in zip(self.items, self.items[1:], strict=False):
                values = [self._own(item, field) for item in (first, second)]
                if None in values or self._true_of(first, field, values[1]) or self._true_of(second, field, values[0]):
                    continue
                kind: ErrorKind = "swap"
                yield (
                    Statement(self._told(phrasing.tells, first, values[1], field), first.id, name, kind),
                    Statement(self._told(phrasing.tells, second, values[0], field), second.id, name, kind),
                )

    def _value(
        self, item: Item, field: Field, wordings: Sequence[str], *, holds: bool, denied: bool
    ) -> Iterator[Statement]:
        if not wordings or item.get(field.name) in (None, []):
            return
        value = self._own(item, field) if holds else self.wrong(item, field)
        if value is not None:
            kind: ErrorKind = "negation" if denied else "number" if field.kind == "number" else "value"
            yield Statement(self._told(wordings, item, value, field), item.id, field.name, kind)

    def _told(self, wordings: Sequence[str], item: Item, value: FieldValue, field: Field) -> str:
        shown = shown_value(value, field)
        wording = self.chance.choice(wordings)
        return _capital(wording.format(title=titled(item, self.catalog.schema), value=shown))

    def _own(self, item: Item, field: Field) -> FieldValue:
        value = item.get(field.name)
        return self.chance.choice(value) if isinstance(value, list) and value else None if value == [] else value

    def wrong(self, item: Item, field: Field) -> FieldValue:
        """Return a value that the item does not have, nowhere."""
        if field.kind == "number":
            return self._wrong_number(item, field)
        values = list(self.catalog.vocabulary(field.name))
        self.chance.shuffle(values)
        return next((value for value in values if not self._true_of(item, field, value)), None)

    def _wrong_number(self, item: Item, field: Field) -> FieldValue:
        column = self.catalog.columns.numbers(field.name)
        own = item.get(field.name)
        if not isinstance(own, int | float):
            return None
        for _ in range(50):
            value = float(self.chance.choice(column))
            value = round(value) if field.integral and value == value else value
            apart = 1.0 if field.role == "year" else _FAR * abs(own)
            if value == value and abs(value - own) > apart and not self._true_of(item, field, value):
                return value
        return None

    def _true_of(self, item: Item, field: Field, value: FieldValue) -> bool:
        """Tell whether an item could be said to have a value: in the field itself, or in any text of it."""
        if field.kind == "number" and isinstance(value, int | float):
            numbers = [each for each in item.fields.values() if isinstance(each, int | float)]
            return value in numbers or f" {normal(shown_value(value, field))} " in f" {_words_of(item)} "
        said = normal(str(value))
        return f" {said} " in f" {_words_of(item)} " or any(part in _words_of(item).split() for part in said.split())

    def _numbers(self, field: Field) -> list[float] | None:
        """Return the field's numbers of all items; None where one is missing, so that nothing can be told."""
        values = [item.get(field.name) for item in self.items]
        known = [float(value) for value in values if isinstance(value, int | float)]
        return known if len(known) == len(values) else None

    def _extreme(self, field: Field, wordings: Sequence[str], sign: int, true: bool) -> Iterator[Statement]:
        values = self._numbers(field)
        if not wordings or values is None or len(values) < 3:
            return
        ranked = [sign * value for value in values]
        for item, value in zip(self.items, ranked, strict=True):
            alone = value == max(ranked) and ranked.count(value) == 1
            if alone if true else value < max(ranked):
                yield self._put(wordings, item, field, "superlative")

    def _pairs(self, field: Field, wordings: Sequence[str], sign: int, true: bool) -> Iterator[Statement]:
        values = self._numbers(field)
        if not wordings or values is None:
            return
        for item, value in zip(self.items, values, strict=True):
            for other, against in zip(self.items, values, strict=True):
                if value != against and (sign * value > sign * against) is true:
                    yield self._put(wordings, item, field, "comparison", other=titled(other, self.catalog.schema))

    def _only(self, field: Field, wordings: Sequence[str], true: bool) -> Iterator[Statement]:
        sets = [_values(item.get(field.name)) for item in self.items]
        if not wordings or not all(sets):
            return
        for item, values in zip(self.items, sets, strict=True):
            for value in sorted(values):
                having = sum(value in each for each in sets)
                if (having == 1) is true:
                    yield self._put(wordings, item, field, "only", value=value)

    def _put(self, wordings: Sequence[str], item: Item, field: Field, kind: ErrorKind, **gaps: str) -> Statement:
        told = {"title": titled(item, self.catalog.schema), "count": number(len(self.items)), **gaps}
        return Statement(_capital(self.chance.choice(wordings).format(**told)), item.id, field.name, kind)


def _words_of(item: Item) -> str:
    values = [value for value in item.fields.values() if isinstance(value, str | list)]
    return normal(" | ".join([item.title, *(listed(value) if isinstance(value, list) else value for value in values)]))


def _values(value: FieldValue) -> set[str]:
    return set(value) if isinstance(value, list) else {value} if isinstance(value, str) else set()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
