"""Steps 1 and 2 together: every part of a message with its role, whether the catalogue knows its words or not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.data import words_of
from palate.catalog.grounding.matches import THRESHOLD, TitleMatch, ValueMatch
from palate.catalog.grounding.quantities import Quantity, fit
from palate.catalog.words import LANGUAGES, Token, tokens
from palate.language.bounds import number_field
from palate.language.link import Linked, is_rare
from palate.language.nearest import Nearest
from palate.language.nouns import is_noun, means_noun
from palate.language.reader.labels import ROLES
from palate.language.reader.meanings import encoder
from palate.language.reader.reader import Reading, Sentence, Span, Tag
from palate.language.understanding import Snap
from palate.language.written import is_written

Sure = Literal["", "surely", "likely"]
_DOUBTFUL = 0.7
"""From which confidence on a near spelling is worth a question."""
NEAR = 24
"""How many characters apart a number and the words for its field may stand."""
_MOST_COUNTED, _MOST_BEFORE = 3, 4
"""Words behind and before a number that may say of what it is."""
_COMMON = "common/en.toml"
_MEASURES = frozenset({"more", "less", "most", "least"})
_EXTREMES = frozenset({"most", "least"})
_WISHES = frozenset({"want", "like", "avoid", "unlike"})
"""Roles that words for a value have, and for a number where it is much or none of it: "lots of fibre", "no salt"."""
Kind = Literal["value", "number", "title", "field", "text", "pointer"]


@dataclass(frozen=True)
class Part:
    """Words of a message that stand for something, and what is said of it."""

    start: int
    end: int
    said: str
    kind: Kind
    tag: Tag
    sentence: Sentence
    values: tuple[ValueMatch, ...] = ()
    titles: tuple[TitleMatch, ...] = ()
    quantity: Quantity | None = None
    fields: tuple[str, ...] = ()
    """The fields that words are for; of a number those that words beside it name, nearest first."""
    direction: int = 0
    """Whether words that measure a field ask for more (1) or less (-1) of it, as far as the catalogue knows them."""
    pointer: str = ""
    """At which of the shown items it points: `1`, `last`, `it`, `all`, `other`; empty where it is none."""
    snap: Snap | None = None
    """For what its words were taken, where they are not the catalogue's own."""
    meant: Sure = ""
    """How sure it is that its words mean its value, where they are not spelt like it."""
    tool: str = ""
    """The tool of the app that its words call for."""
    weak: Snap | None = None
    """The nearest thing that they may mean, where that is too far to be used."""

    @property
    def role(self) -> str:
        """Its likeliest role."""
        return self.tag.role

    @property
    def is_known(self) -> bool:
        """Whether its words are the catalogue's own, a number or a tool's, and not only read as something."""
        return bool(self.tool) or self.quantity is not None or (bool(self.values or self.titles) and not self.meant)

    def has_any(self, word: Token) -> bool:
        """Tell whether a word is one of its words."""
        return self.start < word.end and word.start < self.end

    def has(self, status: str) -> bool:
        """Tell whether it has a status, such as `retracted` or `soft`."""
        return status in self.tag.statuses


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
        self._message, self._catalog = message, catalog
        self._taken = [(each.start, each.end) for each in linked]
        self._numbers = [(each.start, each.end) for each in linked if each.quantity is not None]
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
        measured = self._catalog.schema.of_kind("number", "date")
        fitting = {field.name for field in measured if fit(quantity, field) is not None}
        has_unit = bool(fitting)
        fields = self._beside(part, self._named)
        if not fields and part.role != "count" and (quantity.unit is None or len(fitting) != 1):
            own = number_field(quantity, (), self._catalog.schema)
            fields = () if own is not None and own.role == "year" else self._meant(part)
            if has_unit and quantity.unit is not None and not fitting.issuperset(fields):
                fields = ()
        # "The longest under 120" is of one field, and "50 million inhabitants and the lowest rent" of two.
        fields = fields or self._beside(part, self._extremes)
        if fields and not has_unit:
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
        return bool(_breaks().search(between)), named.away(*number)

    def _meant(self, part: Part) -> tuple[str, ...]:
        """Return the field that the words behind or before a number mean: "five bedrooms", "built before".

        A unit that no field has is such a word: "30 miles to the gallon".
        """
        words = [each for each in tokens(self._message) if part.sentence.start <= each.start < part.sentence.end]
        unit = [each for each in words if part.start < each.start < part.end and part.quantity and part.quantity.unit]
        behind = [
            *unit,
            *self._run([each for each in words if each.start >= part.end][: max(0, _MOST_COUNTED - len(unit))]),
        ]
        before = self._run([each for each in words if each.end <= part.start][: -_MOST_BEFORE - 1 : -1], back=True)
        if behind and before and any(0 <= before[-1].start - end <= 1 for _, end in self._numbers):
            before = []  # of "five bedrooms and four bathrooms" the bedrooms are the five
        told = [self._message[each[0].start : each[-1].end] for each in (behind, before[::-1]) if each]
        found = [match for each in told if (match := Nearest(self._catalog).measured(each)) is not None]
        best = max(found, key=lambda match: match.confidence, default=None)
        return (best.field,) if best is not None and best.confidence >= encoder().measured else ()

    def _run(self, words: Sequence[Token], *, back: bool = False) -> list[Token]:
        """Return the words up to the next that the catalogue knows, or the next comma; no small ones at the end."""
        found: list[Token] = []
        for at, word in enumerate(words):
            between = words[at - 1].before if back and at else "" if back else word.before
            if between.strip() or any(start <= word.start < end for start, end in self._taken):
                break
            found.append(word)
        small = frozenset() if back else words_of(_COMMON, "function")
        while found and found[-1].normal in small:
            found.pop()
        return found


@cache
def _breaks() -> re.Pattern[str]:
    """Return what parts one thing from the next: commas, and the words for "and" and "or" (CLDR)."""
    from babel import Locale

    patterns = [Locale.parse(name).list_patterns[kind]["2"] for name in LANGUAGES for kind in ("standard", "or")]
    joining = {pattern.replace("{0}", "").replace("{1}", "").strip() for pattern in patterns}
    spaced = "|".join(re.escape(word) for word in joining if word.isascii())
    return re.compile(
        rf"[,;\uff0c\uff1b\u3001{''.join(word for word in joining if not word.isascii())}]|\b(?:{spaced})\b"
    )


def parts_of(message: str, linked: Sequence[Linked], reading: Reading, catalog: Catalog) -> list[Part]:
    """Return the parts of a message in their order; what nothing is said of is left out."""
    known = [
        (each, tag)
        for each, tag in zip(linked, reading.parts, strict=True)
        if tag.role != "none" or each.kind == "title"
    ]
    spans = [span for span in reading.spans if span.tag.role != "none"]
    free = [span for span in spans if not any(_covers(each, span) for each, _ in known)]
    found = [_of_linked(message, each, tag, reading) for each, tag in known]
    found += _of_spans(message, free, reading, catalog)
    numbers = NumberFields(message, linked, found, catalog)
    return sorted((numbers.named(part) for part in found), key=lambda part: part.start)


def written_parts(message: str, sentence: Sentence, catalog: Catalog) -> list[Part]:
    """Return the words of a question in which nothing was read that items' texts have: "have you got any kettles?"."""
    wanted = Tag.of({role: float(role == "want") for role in ROLES}, {})
    return [
        Part(word.start, word.end, word.text, "text", wanted, sentence)
        for word in tokens(message)
        if sentence.start <= word.start < sentence.end
        and is_rare(word)
        and not means_noun(word.normal, catalog)
        and is_written([word.normal], catalog)
    ]


def _of_linked(message: str, linked: Linked, tag: Tag, reading: Reading) -> Part:
    kinds: Mapping[str, Kind] = {"value": "value", "flag": "value", "title": "title", "field": "field"}
    part = Part(
        linked.start,
        linked.end,
        message[linked.start : linked.end],
        kinds.get(linked.kind, "number"),
        tag,
        _sentence_at(linked.start, reading),
        values=linked.values,
        titles=linked.titles,
        quantity=linked.quantity,
        fields=linked.fields,
        direction=linked.adjective.direction if linked.adjective is not None else 0,
        tool=linked.tool,
    )
    told = ("synonym", "typo")
    other = bool(part.values) and all(match.how in told and match.value is not True for match in part.values)
    return replace(part, snap=_snap(part, part.values[0])) if other else part


def _of_spans(message: str, spans: Sequence[Span], reading: Reading, catalog: Catalog) -> Iterator[Part]:
    for span in spans:
        within = [at for at in range(span.start, span.end) if message[at].isalnum()]
        if not within:
            continue
        start, end = within[0], within[-1] + 1
        pointer = span.kind[1:] if span.kind.startswith("#") else ""
        kind: Kind = "pointer" if pointer else "field" if span.kind == "field" else "text"
        part = Part(
            start,
            end,
            message[start:end],
            kind,
            span.tag,
            _sentence_at(start, reading),
            pointer=pointer,
        )
        if pointer and part.sentence.does("first"):
            continue  # "I'll take the first one" points at what is not shown yet
        if pointer or part.role == "count":
            yield part
        elif kind == "field":
            yield _field(part, catalog)
        elif (described := _described(part, catalog)) is not None:
            yield described


def _described(part: Part, catalog: Catalog) -> Part | None:
    """Read a description; None where it only says what every item is: "a laptop" among laptops."""
    telling = _without(part, lambda word: is_noun(word, catalog))
    read = None if telling is None else _value(telling, catalog)
    # A word that means a value is no noun, whatever else it means.
    return read if read is None or read.kind != "text" else _without(read, lambda word: means_noun(word, catalog))


def _without(part: Part, is_said_of_all: Callable[[str], bool]) -> Part | None:
    """Return a part without the nouns at its ends and what goes with them, "a computer for"; None for nothing else."""
    small = words_of(_COMMON, "function")
    words = list(tokens(part.said))
    nouns = {word for word in words if word.normal not in small and is_said_of_all(word.normal)}
    telling = [word for word in words if word not in nouns and word.normal not in small]
    if not nouns:
        return part
    if not telling:
        return None
    start, end = telling[0].start, telling[-1].end
    return replace(part, said=part.said[start:end], start=part.start + start, end=part.start + end)


def _field(part: Part, catalog: Catalog) -> Part:
    """Find the field that words are for: by its name, or by what they mean."""
    named = [match.field for match in catalog.grounder.fields(part.said) if match.confidence >= THRESHOLD]
    if not named:
        # What is more or less can be counted; and what a question asks for may be anything.
        nearest, counted, said = Nearest(catalog), part.role in _MEASURES, _bare(part.said)
        meant = nearest.measured(said) if counted else nearest.field(said)
        soft = encoder().likely_measured if part.role not in _EXTREMES else encoder().measured
        least = soft if counted else encoder().nearly
        named = [meant.field] if meant is not None and meant.confidence >= least else []
    return replace(part, fields=tuple(named))


def _value(part: Part, catalog: Catalog) -> Part:
    """Find the value or title that words are spelt like, or mean; where all are too far, they stay a description."""
    # What may be a piece of somebody's name was linked where it stands like one: "a knight" is no Elissa Knight.
    values = [match for match in catalog.grounder.values(part.said) if match.how != "part"]
    titles = catalog.grounder.titles(part.said)
    if values and values[0].confidence >= THRESHOLD:
        return replace(part, kind="value", values=tuple(values[:1]), snap=_typo(part, values[0]))
    if titles and titles[0].confidence >= THRESHOLD:
        equal = tuple(match for match in titles if match.confidence == titles[0].confidence)
        return replace(part, kind="title", titles=equal, snap=_typo(part, titles[0]))
    meant = next((match for match in Nearest(catalog).of(part.said) if match.value != ""), None)
    if meant is not None and meant.confidence >= encoder().nearly:
        surely = meant.confidence >= encoder().near and not _is_told(part.said, catalog)
        return replace(
            part, kind="value", values=(meant,), snap=_snap(part, meant), meant="surely" if surely else "likely"
        )
    counted = Nearest(catalog).measured(_bare(part.said)) if part.role in _WISHES | _MEASURES else None
    if counted is not None and counted.confidence >= encoder().measured:
        return replace(part, kind="field", fields=(counted.field,))
    nearly: list[ValueMatch | TitleMatch] = [*values[:1], *titles[:1]]
    spelt = [match for match in nearly if match.confidence >= _DOUBTFUL]
    return replace(part, weak=_typo(part, spelt[0])) if spelt else part


def _is_told(said: str, catalog: Catalog) -> bool:
    """Tell whether one item's texts have all that several words say: "cloned dinosaurs on an island" is a story."""
    small = words_of(_COMMON, "function")
    telling = [word.normal for word in tokens(said) if word.normal not in small]
    return len(telling) > 1 and is_written(telling, catalog, together=True)


def _bare(said: str) -> str:
    """Return words without the small ones at their ends: "whats the fuel economy of" asks for the fuel economy."""
    words, small = tokens(said), words_of(_COMMON, "function")
    telling = [word for word in words if word.normal not in small]
    return said[telling[0].start : telling[-1].end] if telling else said


def _typo(part: Part, match: ValueMatch | TitleMatch) -> Snap | None:
    return _snap(part, match) if match.how == "typo" else None


def _snap(part: Part, match: ValueMatch | TitleMatch) -> Snap:
    sure = round(match.confidence, 3)
    if isinstance(match, TitleMatch):
        return Snap(said=part.said, used=match.title, field="title", confidence=sure, id=match.id)
    used = match.field.replace("_", " ") if match.value is True else str(match.value)
    return Snap(said=part.said, used=used, field=match.field, confidence=sure)


def _sentence_at(at: int, reading: Reading) -> Sentence:
    return next((each for each in reading.sentences if each.start <= at < each.end), reading.sentences[-1])


def _covers(linked: Linked, span: Span) -> bool:
    """Tell whether what the catalogue knows of some words is most of what they say."""
    shared = min(linked.end, span.end) - max(linked.start, span.start)
    return shared > 0 and not span.kind.startswith("#") and 2 * shared >= span.end - span.start
