"""Step 1: which parts of a message may be values, titles, numbers or fields of this catalogue."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from palate.catalog.catalog import Catalog
from palate.catalog.condition_text import describe
from palate.catalog.conditions import Condition
from palate.catalog.grounding.data import common_words
from palate.catalog.grounding.matches import THRESHOLD, TitleMatch, ValueMatch
from palate.catalog.grounding.names import Known, Names
from palate.catalog.grounding.other_quantities import other_quantities
from palate.catalog.grounding.quantities import Quantity, quantity_spans
from palate.catalog.schema import Schema
from palate.catalog.words import WIDE, Token, normal, singular, tokens
from palate.language.nouns import is_noun
from palate.language.reader.labels import Link
from palate.language.understanding import Snap
from palate.language.written import is_written

_EACH_WORD: dict[Link, float] = {
    "title": 1.5,
    "value": 1.6,
    "flag": 1.6,
    "number": 1.8,
    "money": 1.8,
    "time": 1.8,
    "year": 1.8,
    "field": 1.3,
}
"""How much a word counts that a reading takes in: of readings that overlap, those are kept that count most together."""
_WHOLE = 0.4
"""What each further word of one reading adds: one reading of three words beats three of one word."""
_LOWER = 0.2
"""What a title of one word counts that is written like any other word."""
_OF_TITLES = 0.5
"""How much words that titles end in count, of what a value's words count."""
_SHORTEST = 5
"""Shorter words are near too much to be a slip of anything."""
_YEARS = (1850, 2100)
_STRANGE = 3
"""At how many words of a message that no text has a misspelt title is looked for."""
_ABOUT = 3
"""How many words before and behind such a word may be of the title."""


@dataclass(frozen=True)
class Linked:
    """Words of a message that may stand for something of the catalogue: `message[start:end]`."""

    start: int
    end: int
    kind: Link
    values: tuple[ValueMatch, ...] = ()
    titles: tuple[TitleMatch, ...] = ()
    quantity: Quantity | None = None
    fields: tuple[str, ...] = ()
    score: float = 0.0
    tool: str = ""
    """The tool of the app that the words stand for, where they stand for one."""
    parts: tuple[Linked, ...] = ()
    """What parts of a name that the catalogue does not have stand for elsewhere."""
    unknown: bool = False
    """Whether it is such a name."""
    written: bool = False
    """Whether they name a kind of item that titles end in, and are sought as words: "stove"."""

    @property
    def means(self) -> set[str | bool]:
        """The values and titles that it may stand for."""
        return {each.value for each in self.values} | {each.title for each in self.titles}

    @property
    def near(self) -> Snap | None:
        """What an unknown name may be a slip of."""
        matches: list[TitleMatch | ValueMatch] = [*self.titles, *self.values]
        return snap_of(matches[0].said, matches[0]) if matches else None


def snap_of(said: str, match: ValueMatch | TitleMatch) -> Snap:
    """Return what words were taken for."""
    sure = round(match.confidence, 3)
    if isinstance(match, TitleMatch):
        return Snap(said=said, used=match.title, field="title", confidence=sure, id=match.id)
    used = match.field.replace("_", " ") if match.value is True else str(match.value)
    return Snap(said=said, used=used, field=match.field, confidence=sure)


def link(message: str, catalog: Catalog) -> list[Linked]:
    """Find the parts of a message that the catalogue knows, in the order of the message; none overlap."""
    words = catalog.grounder.words(message)
    readings = [*_readings(words, catalog), *_quantities_elsewhere(message)] if words else []
    slips = [*_slips(words, readings, catalog), *_title_slips(message, words, catalog)]
    return _best(sorted([*readings, *slips], key=lambda each: each.end))


def with_names(linked: Sequence[Linked], message: str, catalog: Catalog) -> list[Linked]:
    """Return what was linked with names as a whole: "Dolores Cameron" is unknown, and no James Cameron."""
    words = catalog.grounder.words(message)
    known = [
        Known.of(words, each.start, each.end, each.values, named=each.kind in ("value", "title") and not each.written)
        for each in linked
    ]
    names: list[Linked] = []
    free = list(linked)
    nouns, texts = (lambda word: is_noun(word, catalog)), (lambda said: is_written([said], catalog, told=True))
    for each in Names(words, known, catalog.grounder, nouns, texts).found():
        start, end = words[each.start].start, words[each.end - 1].end
        parts = tuple(one for one in free if start < one.end and one.start < end)
        free = [one for one in free if one not in parts]
        if not each.told:
            made = Linked(start, end, "title" if each.titles else "value", each.values, each.titles)
            names.append(replace(made, unknown=not each.is_known, parts=parts))
    return sorted([*free, *names], key=lambda each: each.start)


def unlinked(message: str, catalog: Catalog) -> list[str]:
    """Return the words of a message that no part of it has, as they are compared."""
    taken = {at for each in link(message, catalog) for at in range(each.start, each.end)}
    return [word.normal for word in tokens(message) if taken.isdisjoint(range(word.start, word.end))]


def _readings(words: Sequence[Token], catalog: Catalog) -> Iterable[Linked]:
    grounder, schema = catalog.grounder, catalog.schema
    for value in grounder.value_spans(words):
        flag = all(schema.field(match.field).kind == "flag" for match in value.matches)
        sure = max(match.confidence for match in value.matches)
        kind: Link = "flag" if flag else "value"
        before = words[value.start - 1].normal if value.start else ""
        yield _made(words, value.start, value.end, kind, sure, values=_as_said(before, value.matches, schema))
    for quantity in quantity_spans(words):
        kind = _measure(quantity.quantity)
        yield _made(words, quantity.start, quantity.end, kind, quantity=quantity.quantity)
    for title in grounder.title_spans(words):
        named = _is_named(words, title.start, title.end)
        said = words[title.start].normal
        if not named and said in common_words() and not any(normal(each.title) == said for each in title.matches):
            continue  # "Show me a film" is not about "The Show"
        sure = 1.0 if named else _LOWER
        yield _made(words, title.start, title.end, "title", sure, titles=title.matches)
    for start, end in grounder.title_word_spans(words):
        yield _made(words, start, end, "value", _OF_TITLES, written=True)
    for field in grounder.field_spans(words):
        names = tuple(match.field for match in field.matches)
        if not _is_contracted(words[field.start]) and any(_is_told(schema, name) for name in names):
            yield _made(words, field.start, field.end, "field", fields=names)


def _as_said(before: str, matches: tuple[ValueMatch, ...], schema: Schema) -> tuple[ValueMatch, ...]:
    """Of a value of several fields, keep those that are said with the word before it: "in French" is no country."""
    said = [describe(Condition(field=each.field, op="=", value=each.value), schema) for each in matches]
    kept = tuple(match for match, words in zip(matches, said, strict=True) if words.startswith(f"{before} "))
    return kept or matches


def _quantities_elsewhere(message: str) -> Iterable[Linked]:
    """Read quantities as other languages than English say them."""
    for found in other_quantities(message):
        score = _EACH_WORD["number"] * max(2, len(message[found.start : found.end].split()))
        yield Linked(found.start, found.end, _measure(found.quantity), quantity=found.quantity, score=score)


def _slips(words: Sequence[Token], readings: Sequence[Linked], catalog: Catalog) -> Iterable[Linked]:
    """Read words that nothing else is known of as a value that is spelt nearly like them: "wetsern", "hitchcok".

    A word that the texts of the catalogue have is no slip: "casino" is nobody of the name of Casini.
    """
    for at, word in enumerate(words):
        taken = any(each.start < word.end and word.start < each.end for each in readings)
        if taken or not is_rare(word) or is_written([word.normal], catalog):
            continue
        forms = dict.fromkeys((word.text, *singular(word.normal)))
        found = [match for form in forms for match in catalog.grounder.values(form) if match.confidence >= THRESHOLD]
        near = sorted(found, key=lambda match: -match.confidence)
        if near and near[0].how == "typo" and may_be_slip(word.text, near[0]):
            yield _made(words, at, at + 1, "value", near[0].confidence, values=tuple(near[:1]))


def may_be_slip(said: str, match: ValueMatch) -> bool:
    """Tell whether words may be a misspelling of a value.

    A word in lower case stands for a misspelt surname only if it is long and near: "soppy" is no Ramesh Sippy.
    """
    if " " in said or " " not in str(match.value) or not said.islower():
        return True
    return len(normal(said)) > _SHORTEST and match.confidence >= THRESHOLD


def _title_slips(message: str, words: Sequence[Token], catalog: Catalog) -> Iterable[Linked]:
    """Read words around one that no text of the catalogue has as a title that is spelt nearly like them."""
    strange = [
        at
        for at, word in enumerate(words)
        if is_rare(word, _SHORTEST - word.capital) and not is_written([word.normal], catalog)
    ]
    for at in strange[:_STRANGE]:
        before, behind = range(max(0, at - _ABOUT), at), range(at + 1, min(len(words), at + 1 + _ABOUT))
        starts = [each for each in before if is_rare(words[each], _SHORTEST - 1)] + [at]
        ends = [at + 1] + [each + 1 for each in behind if is_rare(words[each], _SHORTEST - 1)]
        near = [
            _made(words, start, end, "title", match.confidence, titles=(match,))
            for start in starts
            for end in ends
            for match in catalog.grounder.titles(message[words[start].start : words[end - 1].end])[:1]
            if match.how == "typo" and match.confidence >= THRESHOLD
        ]
        yield from sorted(near, key=lambda each: -each.titles[0].confidence)[:1]


def is_rare(word: Token, shortest: int = _SHORTEST) -> bool:
    """Tell whether a word is long and rare enough to be a slip of a name."""
    return len(word.normal) >= shortest and word.normal not in common_words() and word.normal.isalpha()


def _made(words: Sequence[Token], start: int, end: int, kind: Link, sure: float = 1.0, **found: object) -> Linked:
    length = end - start
    score = (_EACH_WORD[kind] * length + _WHOLE * (length - 1)) * sure
    return Linked(words[start].start, words[end - 1].end, kind, score=score, **found)  # type: ignore[arg-type]


def _best(readings: Sequence[Linked]) -> list[Linked]:
    """Return the readings, sorted by their ends, that count most together and do not overlap."""
    best: list[tuple[float, list[Linked]]] = [(0.0, [])]
    ends = [0]
    for reading in readings:
        score, kept = best[bisect_right(ends, reading.start) - 1]
        if score + reading.score > best[-1][0]:
            best.append((score + reading.score, [*kept, reading]))
            ends.append(reading.end)
    return best[-1][1]


def _measure(quantity: Quantity) -> Link:
    if quantity.kind in ("decade", "century"):
        return "year"
    if quantity.kind == "money":
        return "money"
    if quantity.kind == "duration":
        return "time"
    edge = quantity.low if quantity.low is not None else quantity.high
    is_year = quantity.unit is None and edge is not None and _YEARS[0] <= edge <= _YEARS[1] and edge == int(edge)
    return "year" if is_year else "number"


def _is_named(words: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether words are written as a title is: quoted, several, or with a capital within a sentence."""
    inside = words[start:end]
    if end - start == len(words) or any(word.quoted for word in inside):
        return True
    begins = start == 0 or re.search(r"[.!?\n]", words[start].before) is not None
    return len(inside) > 1 or (inside[0].capital and not begins) or WIDE.match(inside[0].text) is not None


def _is_told(schema: Schema, name: str) -> bool:
    return schema.field(name).kind not in ("id", "title", "text")


def _is_contracted(word: Token) -> bool:
    """Tell whether a word is none of a field's: "I'd" names no column `id`."""
    _, apostrophe, tail = word.text.replace("\u2019", "'").partition("'")
    return bool(apostrophe) and tail.lower() != "s"
