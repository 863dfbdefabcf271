"""A tagged message as what the encoder is fitted to: its pieces, and what every head should say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palate.catalog.catalog import Catalog
from palate.language.link import Linked, link
from palate.language.reader.labels import ACTS, ROLES, SPANS, STATUSES
from palate.language.reader.pieces import Cutter, Marked
from training.catalogues import kind_of
from training.tags import Part, Tagged

_OF_FIELDS = frozenset({"more", "less", "most", "least", "fault", "any", "asked"})
"""Roles of words that name a field, and no value of it."""
_OF_NUMBERS = _OF_FIELDS | {"avoid"}
"""Roles of words that name a number, as in "no sugar"."""
_POINTING = frozenset({"dismiss", "first", "wrong"})
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
    return Example(pieces.ids, told, spans, acts)


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
