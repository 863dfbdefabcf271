"""Every way in which a catalogue's values can be said, as dictionaries from normalised phrase to values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from palate.catalog.grounding.data import table, words_of
from palate.catalog.grounding.lands import Called, called
from palate.catalog.kinds.names import says
from palate.catalog.schema import Field, Schema
from palate.catalog.words import normal, singular, stem

_SMALL = 2_000
"""Vocabularies up to this size are lists of kinds, whose initials and stems are worth knowing; larger ones, names."""
_LABELS = 500
"""Up to this size a piece of a label (`Kitchen` of `Home & Kitchen`) is worth knowing."""
_NOTHING = Called(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Meaning:
    """One value of one field."""

    field: str
    value: str | bool
    count: int


@dataclass(frozen=True)
class Phrases:
    """From each phrase to the values that it can mean, one dictionary for each way of saying them."""

    exact: dict[str, list[Meaning]] = field(default_factory=dict)
    forms: dict[str, list[Meaning]] = field(default_factory=dict)
    """Other forms of the same words: without their spaces, in the singular, their initials."""
    synonyms: dict[str, list[Meaning]] = field(default_factory=dict)
    """Other words for the same, in several languages."""
    codes: dict[str, list[Meaning]] = field(default_factory=dict)
    """Codes of countries, languages and currencies, which are codes only where they are written as such."""
    stems: dict[str, list[Meaning]] = field(default_factory=dict)
    parts: dict[str, list[Meaning]] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    """First words of people's names."""

    def has(self, phrase: str) -> bool:
        """Tell whether values are said so, and not only nearly so."""
        return any(phrase in known for known in (self.exact, self.forms, self.synonyms, self.parts))

    @cached_property
    def longest(self) -> int:
        """The number of words of the longest phrase, eight at most."""
        return min(8, max((phrase.count(" ") + 1 for phrase in (*self.exact, *self.synonyms)), default=0))


def phrases_of(schema: Schema, vocabularies: Mapping[str, Mapping[str, int]]) -> Phrases:
    """Collect the phrases for the values of every category, tags and flag field.

    Args:
        schema: the schema card.
        vocabularies: for each category and tags field, all its values with their counts.
    """
    phrases = Phrases()
    for each in schema.of_kind("category", "tags"):
        _add_field(phrases, each, vocabularies[each.name])
    for each in schema.of_kind("flag"):
        _put(phrases.exact, _flag_phrase(each.name), Meaning(each.name, True, each.present))
    _add_synonyms(phrases)
    _add_aliases(phrases, schema, vocabularies)
    return phrases


def names_people(name: str, values: Iterable[str]) -> bool:
    """Tell whether a field holds people's names: by its own name, or because its values look like `Akira Kurosawa`."""
    if says(name, "people"):
        return True
    seen = [value for value, _ in zip(values, range(200), strict=False)]
    return len(seen) >= 50 and sum(map(_looks_like_a_person, seen)) > 0.8 * len(seen)


def _looks_like_a_person(value: str) -> bool:
    words = value.split()
    return (
        2 <= len(words) <= 4 and words[0][0].isupper() and words[-1][0].isupper() and not re.search(r"[\d&/,]", value)
    )


def _put(into: dict[str, list[Meaning]], phrase: str, meaning: Meaning) -> None:
    if phrase:
        into.setdefault(phrase, []).append(meaning)


def _add_field(phrases: Phrases, of: Field, vocabulary: Mapping[str, int]) -> None:
    people = names_people(of.name, vocabulary)
    lands = called(vocabulary) if len(vocabulary) <= _LABELS else {}
    for value, count in vocabulary.items():
        meaning, phrase = Meaning(of.name, value, count), normal(value)
        words = phrase.split()
        land = lands.get(value, _NOTHING)
        for name in land.names - {phrase}:
            _put(phrases.synonyms, name, meaning)
        for code in land.codes:
            _put(phrases.codes, code, meaning)
        if phrase in land.codes and len(phrase) == 2:
            continue
        _put(phrases.exact, phrase, meaning)
        if len(words) > 1:
            _put(phrases.forms, "".join(words), meaning)
        if people and len(words) > 1:
            phrases.given.add(words[0])
        for part in _surnames(value, words) if people else _pieces(value, words, len(vocabulary)):
            _put(phrases.parts, part, meaning)
        if len(vocabulary) <= _SMALL and not people:
            _add_forms(phrases, words, meaning)


def _add_forms(phrases: Phrases, words: list[str], meaning: Meaning) -> None:
    if not words:
        return
    for form in singular(words[-1]):
        _put(phrases.forms, " ".join([*words[:-1], form]), meaning)
    _put(phrases.stems, " ".join(map(stem, words)), meaning)
    carrying = [word for word in words if word not in words_of("common/en.toml", "function")]
    if len(carrying) > 1:
        _put(phrases.forms, "".join(word[0] for word in carrying), meaning)


def _surnames(value: str, words: list[str]) -> list[str]:
    """Return the last word of a name, and with its particle (`del Toro`) the last two."""
    if value.rpartition("-")[2].islower():
        # A given name in two syllables stands last: `tae` alone is not Yoo Ji-tae.
        return [" ".join(words[-2:])]
    return [" ".join(words[-length:]) for length in (1, 2) if len(words) > length and len(words[-1]) > 1]


def _pieces(value: str, words: list[str], size: int) -> list[str]:
    """Return what people call a label for short: its head noun, a member of its `A & B`, a firm without its `Inc.`."""
    if len(words) < 2:
        return []
    firm = words_of("synonyms/en.toml", "firm")
    while len(words) > 1 and words[-1] in firm:
        words = words[:-1]
    found = [" ".join(words)] if words != normal(value).split() else []
    if size <= _LABELS and all(word[:1].isupper() for word in re.findall(r"[^\W_]{4,}", value)):
        members = [normal(member) for member in re.split(r"\s*(?:&|/|,|\band\b)\s*", value)]
        found += members if len(members) > 1 else [words[-1]] if len(words[-1]) > 3 else []
    return [part for part in found if part and part != normal(value)]


def _flag_phrase(name: str) -> str:
    return normal(re.sub(r"^(is|has|are)_", "", name).replace("_", " "))


def _add_aliases(phrases: Phrases, schema: Schema, vocabularies: Mapping[str, Mapping[str, int]]) -> None:
    """Add what the app says that values and flags are called."""
    for each in schema.aliases:
        if each.value is None and schema.field(each.field).kind == "flag":
            _put(phrases.exact, normal(each.said), Meaning(each.field, True, 0))
        elif each.value is not None and (count := vocabularies[each.field].get(each.value)):
            _put(phrases.exact, normal(each.said), Meaning(each.field, each.value, count))


def _add_synonyms(phrases: Phrases) -> None:
    for said, targets in table("synonyms/en.toml")["phrases"].items():
        for target in targets:
            for meaning in phrases.exact.get(normal(target), ()):
                _put(phrases.synonyms, normal(said), meaning)
    for said, targets in table("synonyms/en.toml")["opposites"].items():
        flags = [each for target in targets for each in phrases.exact.get(normal(target), ()) if each.value is True]
        for meaning in flags:
            _put(phrases.synonyms, normal(said), Meaning(meaning.field, False, 0))
