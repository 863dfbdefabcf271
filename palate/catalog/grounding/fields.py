"""Words to fields: by a field's own name, its words, what it measures, its unit, and general English for those."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from palate.catalog.grounding.data import table, words_of
from palate.catalog.grounding.matches import FieldMatch, How, Span
from palate.catalog.grounding.typos import likeness
from palate.catalog.kinds.names import label
from palate.catalog.schema import Field, Schema
from palate.catalog.words import Token, normal, plural, singular

_PART = 0.85
_ORDER: tuple[tuple[How, float], ...] = (("exact", 1.0), ("plural", 0.95), ("synonym", 0.9), ("part", _PART))
_LEAST = 0.6
_ABBREVIATED = 0.9
_SHORTEST = 3
"""Letters that an abbreviation of a field's name has at least."""


def words_of_name(name: str) -> str:
    """Return a column's name as words: `ageRating` and `age_rating` are `age rating`."""
    return normal(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").replace(".", " "))


class FieldIndex:
    """From phrases to the fields of one schema."""

    def __init__(self, schema: Schema) -> None:
        self._phrases: dict[str, dict[str, tuple[float, How]]] = {}
        for field in schema.fields:
            for phrase, (how, confidence) in _phrases(field):
                known = self._phrases.setdefault(phrase, {})
                if field.name not in known or known[field.name][0] < confidence:
                    known[field.name] = (confidence, how)
        for alias in schema.aliases:
            if alias.value is None:
                self._phrases.setdefault(normal(alias.said), {})[alias.field] = (1.0, "exact")
        runs = dict(_runs(schema))
        for phrase, name in runs.items():
            self._phrases.setdefault(phrase, {name: (_PART, "part")})
        self._longest = max((phrase.count(" ") + 1 for phrase in self._phrases), default=0)
        self._cut = _by_beginnings(runs)

    def matches(self, text: str) -> list[FieldMatch]:
        """Return the fields that `text` as a whole may name, best first, near spellings last."""
        phrase = normal(text)
        sure = self._said(phrase, text)
        if sure or not phrase:
            return sure
        near: dict[str, FieldMatch] = {}
        for known, fields in self._phrases.items():
            confidence = likeness(phrase, known)
            for field, (weight, _) in fields.items():
                total = round(confidence * weight, 3)
                if total >= _LEAST and (field not in near or near[field].confidence < total):
                    near[field] = FieldMatch(field, text, total, "typo")
        return sorted(near.values(), key=lambda match: -match.confidence)

    def spans(self, words: Sequence[Token]) -> list[Span[FieldMatch]]:
        """Find every phrase among the words that names fields, longest first, then as they stand."""
        found = []
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + self._longest) + 1):
                phrase = " ".join(word.normal for word in words[start:end])
                matches = self._said(phrase, phrase) or self._written_out(phrase)
                if not matches and end == start + 1 and _is_label(words, start):
                    matches = self._shortened(phrase)
                if matches:
                    found.append(Span(start, end, tuple(matches)))
        return sorted(found, key=lambda span: (span.start - span.end, span.start))

    def _shortened(self, phrase: str) -> list[FieldMatch]:
        """Return the field whose own name a phrase begins, where there is one: "lang" of `language`."""
        names = {
            field
            for known, fields in self._phrases.items()
            for field, (_, how) in fields.items()
            if how == "exact" and known.startswith(phrase)
        }
        return [FieldMatch(field, phrase, _ABBREVIATED, "part") for field in names] if len(names) == 1 else []

    def _written_out(self, phrase: str) -> list[FieldMatch]:
        """Return the fields whose name has the words of a phrase cut short: `life exp` for "life expectancy"."""
        words = phrase.split()
        if len(words) < 2:
            return []
        for known in self._cut.get(_beginnings(words), ()):
            if all(word.startswith(cut) for word, cut in zip(words, known.split(), strict=True)):
                return [replace(match, said=phrase, how="part") for match in self._said(known, phrase)]
        return []

    def has(self, phrase: str) -> bool:
        """Tell whether a normalised phrase names fields."""
        return phrase in self._phrases

    def _said(self, phrase: str, said: str) -> list[FieldMatch]:
        fields = self._phrases.get(phrase, {})
        found = [FieldMatch(field, said, confidence, how) for field, (confidence, how) in fields.items()]
        return sorted(found, key=lambda match: -match.confidence)


def _runs(schema: Schema) -> Iterator[tuple[str, str]]:
    """Yield names, and words that stand together in one name alone: `infant mortality` of `infant_mortality_rate`."""
    small = words_of("common/en.toml", "function")
    found: dict[str, set[str]] = {}
    for field in schema.fields:
        words = words_of_name(field.name).split()
        for start, end in combinations(range(len(words) + 1), 2):
            if end - start > 1 and not small & {words[start], words[end - 1]}:
                found.setdefault(" ".join(words[start:end]), set()).add(field.name)
    yield from ((phrase, next(iter(names))) for phrase, names in found.items() if len(names) == 1)


def _by_beginnings(phrases: Iterable[str]) -> dict[tuple[str, ...], list[str]]:
    """Return phrases of two words and more by how these begin."""
    found: dict[tuple[str, ...], list[str]] = {}
    for phrase in phrases:
        words = phrase.split()
        if len(words) > 1 and min(map(len, words)) >= _SHORTEST:
            found.setdefault(_beginnings(words), []).append(phrase)
    return found


def _beginnings(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word[:_SHORTEST] for word in words)


def _is_label(words: Sequence[Token], at: int) -> bool:
    """Tell whether a word stands before a colon: "lang: English"."""
    return at + 1 < len(words) and ":" in words[at + 1].before[:1] and len(words[at].normal) >= _SHORTEST


def _phrases(field: Field) -> list[tuple[str, tuple[How, float]]]:
    exact, plural, synonym, part = _ORDER
    name = words_of_name(field.name)
    words = name.split()
    found = [(name, exact), (field.name.lower(), exact), (normal(label(field.name)), exact)]
    found += [(form, plural) for form in (*_numbers(name),)]
    general = table("fields/en.toml")
    keys = {name.replace(" ", "_"), *(form.replace(" ", "_") for form in singular(name)), *words[-1:]}
    for key in keys:
        found += [(normal(word), synonym) for word in general["names"].get(key, ())]
    if field.role:
        found += [(normal(word), synonym) for word in general["roles"].get(field.role, ())]
    if field.unit and field.unit.isalpha():
        found += [(form, synonym) for form in (normal(field.unit), *_numbers(normal(field.unit)))]
    if len(words) > 1 and words[-1] not in words_of("common/en.toml", "function"):
        found += [(form, part) for form in (words[-1], *_numbers(words[-1]))]
    return [(phrase, rank) for phrase, rank in found if phrase]


def _numbers(phrase: str) -> tuple[str, ...]:
    """Return the phrase in the other grammatical number."""
    head, space, last = phrase.rpartition(" ")
    return tuple(head + space + form for form in (singular(last) or (plural(last),)))
