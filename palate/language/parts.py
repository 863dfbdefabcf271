"""Steps 1 and 2 together: every part of a message with its role, whether the catalogue knows its words or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from palate.catalog.catalog import Catalog
from palate.catalog.grounding.data import negations, small_words
from palate.catalog.grounding.matches import THRESHOLD, TitleMatch, ValueMatch
from palate.catalog.words import Token, tokens
from palate.language.link import Linked, is_rare, may_be_slip, snap_of
from palate.language.nearest import Nearest
from palate.language.nouns import is_noun, means_noun
from palate.language.number_fields import NumberFields
from palate.language.part import Kind, Part
from palate.language.reader.labels import POINTERS, ROLES
from palate.language.reader.meanings import encoder
from palate.language.reader.reader import WANTED, Reading, Sentence, Span, Tag
from palate.language.understanding import Snap
from palate.language.written import is_written

_DOUBTFUL = 0.7
"""From which confidence on a near spelling is worth a question."""
_MEASURES = frozenset({"more", "less", "most", "least"})
_PLACES = frozenset({*POINTERS} - {"it", "all", "other"})
_WISHES = frozenset({"want", "like", "avoid", "unlike"})
"""Roles that words for a value have, and for a number where it is much or none of it: "lots of fibre", "no salt"."""


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
        "text" if linked.written else kinds.get(linked.kind, "number"),
        tag,
        _sentence_at(linked.start, reading),
        values=linked.values,
        titles=linked.titles,
        quantity=linked.quantity,
        fields=linked.fields,
        tool=linked.tool,
    )
    if linked.unknown:
        return replace(part, values=(), titles=(), unknown=True, weak=linked.near)
    told = ("synonym", "typo")
    other = bool(part.values) and all(match.how in told and match.value is not True for match in part.values)
    return replace(part, snap=snap_of(part.said, part.values[0])) if other else part


def _of_spans(message: str, spans: Sequence[Span], reading: Reading, catalog: Catalog) -> Iterator[Part]:
    for span in spans:
        within = [at for at in range(span.start, span.end) if message[at].isalnum()]
        if not within:
            continue
        start, end = within[0], within[-1] + 1
        pointer = span.kind[1:] if span.kind.startswith("#") else ""
        if pointer in _PLACES and not _telling(message[start:end]):
            end = next((word.end + end for word in tokens(message[end:])), end)  # "the" of "the first."
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
        elif (told := _affirmed(part)) is not None and (described := _described(told, catalog)) is not None:
            yield described


def _affirmed(part: Part) -> Part | None:
    """Return a wished description without the negation that it begins with, as what is to be avoided.

    None where a negation stands inside: no value and no search finds "where a dog does not die".
    """
    words = tokens(part.said)
    denied = [at for at, word in enumerate(words) if word.normal in negations()]
    if part.role not in WANTED or not denied:
        return part
    if denied != [0] or len(words) == 1:
        return None
    behind = words[1].start
    return replace(part, said=part.said[behind:], start=part.start + behind, tag=part.tag.denied)


def _described(part: Part, catalog: Catalog) -> Part | None:
    """Read a description; None where it only says what every item is: "a laptop" among laptops."""
    telling = _without(part, lambda word: is_noun(word, catalog))
    read = None if telling is None else _value(telling, catalog)
    # A word that means a value is no noun, whatever else it means.
    return read if read is None or read.kind != "text" else _without(read, lambda word: means_noun(word, catalog))


def _without(part: Part, is_said_of_all: Callable[[str], bool]) -> Part | None:
    """Return a part without the nouns at its ends and what goes with them, "a computer for"; None for nothing else."""
    words = _telling(part.said)
    telling = [word for word in words if not is_said_of_all(word.normal)]
    if len(telling) == len(words):
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
        least = encoder().measured if counted else encoder().nearly
        named = [meant.field] if meant is not None and meant.confidence >= least else []
    return replace(part, fields=tuple(named))


def _value(part: Part, catalog: Catalog) -> Part:
    """Find the value or title that words are spelt like, or mean; where all are too far, they stay a description."""
    # What may be a piece of somebody's name was linked where it stands like one: "a knight" is no Elissa Knight.
    near = (match for match in catalog.grounder.values(part.said) if match.how != "part")
    values = [match for match in near if match.how != "typo" or may_be_slip(part.said, match)]
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
            part, kind="value", values=(meant,), snap=snap_of(part.said, meant), meant="surely" if surely else "likely"
        )
    counted = Nearest(catalog).measured(_bare(part.said)) if part.role in _WISHES | _MEASURES else None
    if counted is not None and counted.confidence >= encoder().measured:
        return replace(part, kind="field", fields=(counted.field,))
    nearly: list[ValueMatch | TitleMatch] = [*values[:1], *titles[:1]]
    spelt = [match for match in nearly if match.confidence >= _DOUBTFUL]
    return replace(part, weak=_typo(part, spelt[0])) if spelt else part


def _is_told(said: str, catalog: Catalog) -> bool:
    """Tell whether one item's texts have all that several words say: "cloned dinosaurs on an island" is a story."""
    telling = [word.normal for word in _telling(said)]
    return len(telling) > 1 and is_written(telling, catalog, together=True)


def _bare(said: str) -> str:
    """Return words without the small ones at their ends: "whats the fuel economy of" asks for the fuel economy."""
    telling = _telling(said)
    return said[telling[0].start : telling[-1].end] if telling else said


def _telling(said: str) -> list[Token]:
    """Return words without the small ones."""
    return [word for word in tokens(said) if word.normal not in small_words()]


def _typo(part: Part, match: ValueMatch | TitleMatch) -> Snap | None:
    return snap_of(part.said, match) if match.how == "typo" else None


def _sentence_at(at: int, reading: Reading) -> Sentence:
    return next((each for each in reading.sentences if each.start <= at < each.end), reading.sentences[-1])


def _covers(linked: Linked, span: Span) -> bool:
    """Tell whether what the catalogue knows of some words is most of what they say."""
    shared = min(linked.end, span.end) - max(linked.start, span.start)
    return shared > 0 and not span.kind.startswith("#") and 2 * shared >= span.end - span.start
