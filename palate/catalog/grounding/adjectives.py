"""Words that ask for more or less of a field: `shorter`, `most recent`, `too long`, `fewer pages`, `most protein`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from palate.catalog.grounding.data import table
from palate.catalog.grounding.fields import FieldIndex, words_of_name
from palate.catalog.grounding.matches import AdjectiveSpan, Degree
from palate.catalog.schema import Field, Role, Schema
from palate.catalog.words import Token

__all__ = ["AdjectiveIndex"]

_FILE = "adjectives/en.toml"
_DEGREES: tuple[Degree, ...] = get_args(Degree)
_BY_MORE: dict[str, tuple[Literal[1, -1], Degree]] = {
    "more": (1, "comparative"),
    "most": (1, "superlative"),
    "less": (-1, "comparative"),
    "least": (-1, "superlative"),
}


_BEFORE = 5
"""Words before "late" among which its number stands."""


@dataclass(frozen=True)
class _Sense:
    direction: Literal[1, -1]
    degree: Degree
    field: str = ""


class AdjectiveIndex:
    """The adjectives that measure some field of one schema."""

    def __init__(self, schema: Schema, fields: FieldIndex) -> None:
        self._fields = fields
        self._measurable = {field.name for field in schema.of_kind("number", "date")}
        self._quantifiers = _senses(table(_FILE)["quantifiers_more"], table(_FILE)["quantifiers_less"])
        self._adjectives: dict[str, _Sense] = {}
        self._in_excess: dict[str, _Sense] = {}
        for role in get_args(Role):
            field = _field_of(schema, role)
            if field is not None and role in table(_FILE):
                self._adjectives |= _senses(table(_FILE)[role]["more"], table(_FILE)[role]["less"], field.name)
                more, less = (
                    [[word, "-", "-"] for word in table(_FILE)[role].get(side, ())]
                    for side in ("too_much", "too_little")
                )
                self._in_excess |= _senses(more, less, field.name)

    def spans(self, words: Sequence[Token]) -> list[AdjectiveSpan]:
        """Find every such phrase among the words, longest first, then as they stand; none overlaps a longer one."""
        found: list[AdjectiveSpan] = []
        for start in range(len(words)):
            span = self._at(words, start)
            if span is not None:
                found.append(_with_most(words, _with_excess(words, span)))
            elif (beyond := self._beyond(words, start)) is not None:
                found.append(beyond)
        found.sort(key=lambda span: (span.start - span.end, span.start))
        kept: list[AdjectiveSpan] = []
        for span in found:
            if all(span.end <= other.start or other.end <= span.start for other in kept):
                kept.append(span)
        return kept

    def _at(self, words: Sequence[Token], start: int) -> AdjectiveSpan | None:
        """Find the longest phrase that begins at `start`."""
        for end in range(min(len(words), start + 3), start, -1):
            phrase = [word.normal for word in words[start:end]]
            sense = self._measured(phrase) or self._quantified(phrase)
            # "Minimum rating 4.5" bounds; it does not order.
            bounds = phrase[0] in ("minimum", "maximum") and end < len(words) and words[end].normal[:1].isdigit()
            if sense is not None and not bounds:
                return AdjectiveSpan(start, end, sense.field, sense.direction, sense.degree)
        return None

    def _beyond(self, words: Sequence[Token], start: int) -> AdjectiveSpan | None:
        """Find `too late` of a number: `late` measures nothing, and "it is too late for one" speaks of the hour."""
        sense = self._in_excess.get(words[start].normal)
        if sense is None or not any(word.normal.isdigit() for word in words[max(0, start - _BEFORE) : start]):
            return None
        found = _with_excess(words, AdjectiveSpan(start, start + 1, sense.field, sense.direction, sense.degree))
        return found if found.excess else None

    def _measured(self, phrase: list[str]) -> _Sense | None:
        """`shorter`, `well rated`, `more expensive`, `least recent`."""
        if sense := self._adjectives.get(" ".join(phrase)):
            return sense
        if len(phrase) > 1 and phrase[0] in _BY_MORE:
            sense = self._adjectives.get(" ".join(phrase[1:]))
            if sense is not None and sense.degree == "positive":
                sign, degree = _BY_MORE[phrase[0]]
                return _Sense(1 if sign == sense.direction else -1, degree, sense.field)
        return None

    def _quantified(self, phrase: list[str]) -> _Sense | None:
        """`more pages`, `highest protein`, `low in sugar`, `longest runtime`."""
        if len(phrase) < 2:
            return None
        head, rest = phrase[0], phrase[2:] if phrase[1] in ("in", "on") else phrase[1:]
        named = [match.field for match in self._fields.exactly(" ".join(rest)) if match.field in self._measurable]
        sense = self._quantifiers.get(head)
        if named and sense is not None:
            return _Sense(sense.direction, sense.degree, named[0])
        adjective = self._adjectives.get(head)
        if adjective is not None and adjective.field in named:
            return adjective
        return self._at_the_end(phrase)

    def _at_the_end(self, phrase: list[str]) -> _Sense | None:
        """`costs less`, `costs the most`, `weighs least`."""
        sense = self._quantifiers.get(phrase[-1])
        verb = phrase[:-2] if phrase[-2] == "the" else phrase[:-1]
        named = [match.field for match in self._fields.exactly(" ".join(verb)) if match.field in self._measurable]
        if sense is None or not named or sense.degree == "positive":
            return None
        return _Sense(sense.direction, sense.degree, named[0])


def _senses(more: Sequence[Sequence[str]], less: Sequence[Sequence[str]], field: str = "") -> dict[str, _Sense]:
    senses: dict[str, _Sense] = {}
    signs: tuple[tuple[Literal[1, -1], Sequence[Sequence[str]]], ...] = ((1, more), (-1, less))
    for direction, rows in signs:
        for row in rows:
            senses |= {
                form: _Sense(direction, degree, field)
                for form, degree in zip(row, _DEGREES, strict=True)
                if form != "-"
            }
    return senses


def _field_of(schema: Schema, role: Role) -> Field | None:
    """Return the field that measures `role`, or the number or date whose name says so."""
    by_role = schema.of_role(role)
    if by_role is not None or role not in table(_FILE):
        return by_role
    names = set(table(_FILE)[role]["names"])
    fields = schema.of_kind("number", "date")
    return next((field for field in fields if names & set(words_of_name(field.name).split())), None)


def _with_most(words: Sequence[Token], span: AdjectiveSpan) -> AdjectiveSpan:
    """Read "as long as possible" as the longest."""
    if span.degree != "positive" or span.excess or not span.start or words[span.start - 1].normal != "as":
        return span
    rest = [word.normal for word in words[span.end : span.end + 4]]
    phrases = (phrase.split() for phrase in table(_FILE)["most"])
    said = next((phrase for phrase in phrases if rest[: len(phrase)] == phrase), None)
    if said is None:
        return span
    return AdjectiveSpan(span.start - 1, span.end + len(said), span.field, span.direction, "superlative")


def _with_excess(words: Sequence[Token], span: AdjectiveSpan) -> AdjectiveSpan:
    """Turn a complaint round: `too long` asks for less."""
    if span.degree != "positive":
        return span
    for length in (3, 2, 1):
        before = " ".join(word.normal for word in words[max(0, span.start - length) : span.start])
        if before in table(_FILE)["excess"] and span.start >= length:
            opposite: Literal[1, -1] = -1 if span.direction == 1 else 1
            return AdjectiveSpan(span.start - length, span.end, span.field, opposite, span.degree, excess=True)
    return span
