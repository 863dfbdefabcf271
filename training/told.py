"""A reader that says what a tagged message says: what follows from tags can be looked at apart from who reads them."""

from __future__ import annotations

from collections.abc import Sequence

from palate.language.reader.labels import ACTS, ROLES, STATUSES
from palate.language.reader.pieces import Marked
from palate.language.reader.reader import Reading, Sentence, Span, Tag
from training.examples import Marking, span_of
from training.tags import Part, Tagged


class Told:
    """Reads messages as their tags say."""

    def __init__(self, *tagged: Tagged) -> None:
        self._tagged = {each.text: each for each in tagged}

    def read(self, message: str, parts: Sequence[Marked], context: str) -> Reading:
        """Return the tags of the line."""
        del context
        tagged = self._tagged[message]
        marking = Marking(tagged, tuple(parts))
        exact = [part for part in tagged.parts if not part.kind.startswith(("#", "~"))]
        known = tuple(_tag(next((part for part in exact if _overlap(part, each)), None)) for each in parts)
        spans = [(part, span_of(part, marking)) for part in tagged.parts]
        free = tuple(Span(part.start, part.end, kind, _tag(part)) for part, kind in spans if kind is not None)
        sentences = tuple(
            Sentence(each.start, each.end, {act: float(act in each.acts) for act in ACTS}) for each in tagged.stretches
        )
        return Reading(known, free, sentences, len(message))


def _tag(part: Part | None) -> Tag:
    role = "none" if part is None else min(part.roles)
    statuses = frozenset() if part is None else part.statuses
    held = {each: float(each in statuses) for each in STATUSES}
    return Tag.of({each: float(each == role) for each in ROLES}, held)


def _overlap(part: Part, linked: Marked) -> bool:
    return part.start < linked.end and linked.start < part.end
