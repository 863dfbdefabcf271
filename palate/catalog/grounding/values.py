"""Words to values: exact, other forms, synonyms, parts of names, and near spellings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from palate.catalog.grounding.data import carrying_words, words_of
from palate.catalog.grounding.matches import How, Span, ValueMatch
from palate.catalog.grounding.phrases import Meaning, Phrases
from palate.catalog.grounding.typos import likeness
from palate.catalog.words import Token, as_written, begins, broken, normal, plural, singular, stem, tokens

_EXACT, _FORM, _SYNONYM, _PART, _STEM = 1.0, 0.95, 0.9, 0.9, 0.9
_DIGITS = 0.75
"""A bare number in a sentence is more often an amount than a value that looks like one."""
_LEAST = 0.5
"""Near spellings below this confidence are not worth naming."""
_MOST = 5


class ValueIndex:
    """The phrases of one catalogue version, and how to look words up in them."""

    def __init__(self, phrases: Phrases, *, noun: str = "item", categories: Collection[str] = ()) -> None:
        """Take the phrases; `categories` are the fields that hold a single value."""
        self.phrases = phrases
        self._categories = frozenset(categories)
        self._common = carrying_words() | {noun, plural(noun)}

    def spans(self, words: Sequence[Token]) -> list[Span[ValueMatch]]:
        """Find every phrase among the words that stands for values, longest first, then as they stand.

        Overlapping phrases are all returned. No near spellings: see `matches`.
        """
        longest = self.phrases.longest
        found = []
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + longest) + 1):
                if end > start + 1 and broken(words[end - 2], words[end - 1]):
                    break
                matches = self._said(words[start:end], first=begins(words, start))
                if matches:
                    found.append(Span(start, end, matches))
        return sorted(found, key=lambda span: (span.start - span.end, span.start))

    def matches(self, text: str) -> list[ValueMatch]:
        """Return the values that `text` as a whole may mean, near spellings among them, best first."""
        found = self._said(tokens(text), first=False, whole=True) or self._near(normal(text), text)
        return sorted(found, key=_rank)[:_MOST]

    def _said(self, words: Sequence[Token], *, first: bool, whole: bool = False) -> tuple[ValueMatch, ...]:
        """Look the words up as one phrase; only the surest way of saying that finds something counts."""
        if not words or not (whole or self._may_match(words)):
            return ()
        phrase, said = " ".join(word.normal for word in words), as_written(words)
        phrases = self.phrases
        if exact := phrases.exact.get(phrase):
            sure = _DIGITS if phrase.isdecimal() and not whole else _EXACT
            return _as_matches(exact, said, sure, "exact") + self._of_another_category(phrase, said, exact)
        if (codes := phrases.codes.get(phrase)) and (whole or all(map(_stands_out, words))):
            return _as_matches(codes, said, _FORM, "plural")
        if not whole and len(words) == 1 and phrase in self._common and not _stands_out(words[0]):
            return ()
        if forms := self._forms(words, phrase):
            return _as_matches(forms, said, _FORM, "plural")
        if owned := phrases.exact.get(_owner(words)):
            return _as_matches(owned, said, _FORM, "plural")
        for form in (phrase, *_singulars(phrase)):
            if synonyms := phrases.synonyms.get(form):
                return _as_matches(synonyms, said, _SYNONYM, "synonym")
        if phrases.stems and (stems := phrases.stems.get(" ".join(map(stem, phrase.split())))):
            return _as_matches(stems, said, _STEM, "plural")
        if whole or self._may_be_part(words, first):
            for form in (phrase, *_singulars(phrase)):
                if parts := phrases.parts.get(form):
                    return _as_matches(parts, said, _PART, "part")
        return ()

    def _of_another_category(self, phrase: str, said: str, exact: list[Meaning]) -> tuple[ValueMatch, ...]:
        """Return what the words stand for in other fields of one value: "Italian" is a language, and of a country."""
        fields = {meaning.field for meaning in exact}
        if not fields <= self._categories:
            return ()
        others = [
            meaning
            for meaning in self.phrases.synonyms.get(phrase, ())
            if meaning.field in self._categories and meaning.field not in fields
        ]
        return _as_matches(others, said, _SYNONYM, "synonym")

    def _forms(self, words: Sequence[Token], phrase: str) -> list[Meaning] | None:
        phrases = self.phrases
        for form in _singulars(phrase):
            if found := phrases.exact.get(form):
                return found
        # "I ran" is no "Iran": a pronoun or article is no piece of a word.
        joined = phrase if words[0].normal in ("i", "a") else phrase.replace(" ", "")
        if joined != phrase and (found := phrases.exact.get(joined)):
            return found
        found = phrases.forms.get(phrase) or (phrases.forms.get(joined) if joined != phrase else None)
        # Two letters in lower case are a word or a unit, not initials.
        if found and len(phrase) == 2 and not words[0].text.isupper():
            return None
        return found

    def _may_match(self, words: Sequence[Token]) -> bool:
        function = words_of("common/en.toml", "function")
        return any(word.normal not in function or _stands_out(word) for word in words)

    def _may_be_part(self, words: Sequence[Token], first: bool) -> bool:
        everyday, first_word = words_of("common/en.toml", "everyday"), words[0]
        owner = "'" in first_word.text.replace("\u2019", "'")
        forms = {first_word.normal, *(() if owner else _singulars(first_word.normal))}
        if len(words) > 1 or forms.isdisjoint(everyday):
            return True
        return words[0].quoted or (words[0].capital and not first)

    def _near(self, phrase: str, said: str) -> list[ValueMatch]:
        best: dict[tuple[str, str | bool], ValueMatch] = {}
        for known, weight in self._candidates(phrase):
            confidence = round(likeness(phrase, known) * weight, 3)
            if confidence < _LEAST:
                continue
            source = self.phrases.exact if weight == 1 else self.phrases.parts
            for meaning in source.get(known) or self.phrases.synonyms.get(known, []):
                key = (meaning.field, meaning.value)
                if key not in best or best[key].confidence < confidence:
                    best[key] = ValueMatch(meaning.field, meaning.value, said, confidence, "typo", meaning.count)
        return list(best.values())

    def _candidates(self, phrase: str) -> list[tuple[str, float]]:
        found: list[tuple[str, float]] = []
        for pool, weight in self._pools:
            near = process.extract(phrase, pool, scorer=OSA.normalized_similarity, score_cutoff=0.55, limit=12)
            found.extend((known, weight) for known, _, _ in near)
        return found

    @cached_property
    def _pools(self) -> tuple[tuple[list[str], float], ...]:
        """What a near spelling can be near to, and how much less sure it is when only a part or synonym."""
        phrases = self.phrases
        parts = [part for part in phrases.parts if part not in phrases.exact]
        synonyms = [word for word in phrases.synonyms if word not in phrases.exact and word not in phrases.parts]
        return (list(phrases.exact), 1.0), (parts, 0.97), (synonyms, 0.97)


def _stands_out(word: Token) -> bool:
    """Tell whether a word of grammar is meant as a name: `US`, "It"."""
    return word.quoted or (word.text.isupper() and (len(word.normal) > 1 or word.normal not in ("a", "i")))


def _owner(words: Sequence[Token]) -> str:
    """Return whose something is: "John Landis" of "John Landis's"; empty where it is nobody's."""
    head, last = words[:-1], words[-1]
    owns = last.text[-2:-1] in ("'", "\u2019") and last.normal.endswith("s")
    return " ".join([*(word.normal for word in head), last.normal[:-1]]) if owns else ""


def _rank(match: ValueMatch) -> tuple[float, int]:
    return -match.confidence, -match.count


def _as_matches(meanings: list[Meaning], said: str, confidence: float, how: How) -> tuple[ValueMatch, ...]:
    unique = {(meaning.field, meaning.value): meaning for meaning in meanings}
    found = [ValueMatch(each.field, each.value, said, confidence, how, each.count) for each in unique.values()]
    return tuple(sorted(found, key=_rank))


def _singulars(phrase: str) -> tuple[str, ...]:
    head, space, last = phrase.rpartition(" ")
    return tuple(head + space + form for form in singular(last))
