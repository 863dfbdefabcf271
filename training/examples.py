"""A tagged message as what the encoder is fitted to: its pieces, and what every head should say of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from palate.catalog.catalog import Catalog
from palate.language.link import Linked, link
from palate.language.reader.labels import ACTS, ROLES, SPANS, STATUSES
from palate.language.reader.pieces import Cutter, Marked, Pieces
from training.catalogues import kind_of
from training.tags import Part, Stretch, Tagged

_OF_FIELDS = frozenset({"more", "less", "most", "least", "fault", "any", "asked"})
"""Roles of words that name a field, and no value of it."""
_OF_NUMBERS = _OF_FIELDS | {"avoid"}
"""Roles of words that name a number, as in "no sugar"."""
_POINTING = frozenset({"dismiss", "first", "wrong"})
_ANSWERING = frozenset({"request", "answer", "chat", "taste"})
DONE_BY: Final[dict[str, tuple[str, ...]]] = {
    "request": ("request",),
    "more": ("request", "reject"),
    "dismiss": ("reject",),
    "tell": ("taste", "seen", "unfamiliar"),
    "attribute": ("question",),
    "count": ("question",),
    "compare": ("question",),
    "exists": ("question", "request"),
    "values": ("question", "about"),
    "superlative": ("question", "request"),
    "average": ("question",),
    "check": ("question",),
    "why": ("why",),
    "take": ("accept", "answer"),
    "first": ("request", "accept"),
    "browse": ("request",),
    "only": ("request",),
    "restart": ("request", "undo"),
    "undo": ("undo",),
    "wrong": ("undo", "reject"),
    "yes": ("answer", "accept"),
    "no": ("answer", "reject"),
    "greet": ("greet",),
    "thanks": ("thanks",),
    "bye": ("bye",),
    "help": ("about",),
    "aside": ("chat",),
}
"""Which dialogue acts words do that are for something."""
UNSAID = -1
"""A label that a message says nothing of."""


@dataclass(frozen=True)
class Told:
    """What a place in a message should be read as."""

    at: int
    """The piece."""
    roles: frozenset[str]
    """Any of these is right."""
    statuses: frozenset[str]


@dataclass(frozen=True)
class Example:
    """A message in pieces, with the labels of its places."""

    ids: list[int]
    roles: list[Told]
    spans: list[int]
    """For each piece what span it is of: 0 for none, or 1 + the place in `SPANS`; `UNSAID` where nothing is known."""
    acts: list[tuple[int, frozenset[str]]]
    """For the mark of each sentence, its acts."""
    clauses: list[tuple[int, frozenset[str]]]
    """For pieces of which it is known: any of these is the dialogue act of their clause."""


@dataclass(frozen=True)
class Marking:
    """A tagged message, with the parts of it that the catalogue knows."""

    tagged: Tagged
    linked: tuple[Marked, ...]


def marking(tagged: Tagged, catalog: Catalog) -> Marking:
    """Find what the catalogue knows of a message."""
    return Marking(tagged, tuple(_marked(each) for each in link(tagged.text, catalog)))


def _marked(part: Linked) -> Marked:
    return Marked(part.start, part.end, part.kind)


def example(marking: Marking, cutter: Cutter) -> Example:
    """Turn a message into pieces and labels."""
    tagged = marking.tagged
    pieces = cutter.message(tagged.text, marking.linked, tagged.context)
    told = [Told(at, *_of_linked(part, tagged.parts)) for at, part in zip(pieces.parts, marking.linked, strict=False)]
    if tagged.clauses:
        return Example(pieces.ids, [], [UNSAID] * len(pieces.ids), [], list(_clauses(pieces, tagged.clauses)))
    # A wording says nothing of pointers to what was shown, which it may well have.
    untold = tagged.catalogue == "*" and any(each.acts & _POINTING for each in tagged.stretches)
    spans = [UNSAID if start < 0 or untold else 0 for start, _ in pieces.spans]
    for part in tagged.parts:
        kind = span_of(part, marking)
        inside = [at for at, (start, end) in enumerate(pieces.spans) if start < part.end and end > part.start]
        if kind is None or not inside:
            continue
        for at in inside:
            spans[at] = 1 + SPANS.index(kind)
        told.append(Told(inside[0], part.roles, part.statuses))
    acts = [(at, acts_of(tagged, start, end)) for at, start, end in pieces.sentences]
    return Example(pieces.ids, told, spans, acts, list(_clauses(pieces, tuple(meant(tagged)))))


def _clauses(pieces: Pieces, clauses: Sequence[Stretch]) -> Iterator[tuple[int, frozenset[str]]]:
    for at, (start, end) in enumerate(pieces.spans):
        over = [each for each in clauses if start >= 0 and each.start < end and start < each.end]
        if over and over[0].acts:
            yield at, over[0].acts


def meant(tagged: Tagged) -> Iterator[Stretch]:
    """Yield what may be done by words of which it is known what they are for."""
    answers = frozenset({"answer"}) if tagged.context in ("asked", "checked") else frozenset()
    for each in tagged.stretches:
        may = frozenset(act for said in each.acts for act in DONE_BY[said])
        yield replace(each, acts=may | (answers if may & _ANSWERING else frozenset()))


def span_of(part: Part, marking: Marking) -> str | None:
    """Return as what the words of a part are to be found in the message; None where the catalogue knows them."""
    if part.kind.startswith("#"):
        return part.kind
    if part.kind == "~":
        return "text"
    if any(_overlap(part, each) for each in marking.linked):
        return None
    measured = kind_of(marking.tagged.catalogue, part.kind) in ("number", "date")
    return "field" if part.roles <= (_OF_NUMBERS if measured else _OF_FIELDS) else "text"


def _of_linked(linked: Marked, parts: Sequence[Part]) -> tuple[frozenset[str], frozenset[str]]:
    """Return what a part that the catalogue knows may be read as, and its statuses."""
    over = [part for part in parts if _overlap(part, linked)]
    exact = [part for part in over if not part.kind.startswith(("#", "~"))]
    if exact:
        best = max(exact, key=lambda part: min(part.end, linked.end) - max(part.start, linked.start))
        return best.roles, best.statuses
    # Within a description ("war stories from the trenches") either is right; within a pointer it means nothing else.
    roles = {"none"}.union(*(part.roles for part in over if part.kind == "~" and linked.kind in ("value", "flag")))
    return frozenset(roles), frozenset()


def _overlap(part: Part, linked: Marked) -> bool:
    return part.start < linked.end and linked.start < part.end


def acts_of(tagged: Tagged, start: int, end: int) -> frozenset[str]:
    """Return what the words of a message from `start` to `end` are for."""
    within = [each for each in tagged.stretches if each.start < end and start < each.end and each.end > each.start]
    telling = [each for each in within if tagged.text[max(start, each.start) : min(end, each.end)].strip(" .,!?;:")]
    return frozenset(act for each in telling or within for act in each.acts)


LABELS = (*ROLES, *STATUSES, "-", *SPANS, *ACTS)
"""All labels in the order of the head: roles, statuses, spans (the first is none), acts."""
