"""A reader that says what a tagged line says, so that what follows from tags is tested apart from who reads them."""

from __future__ import annotations

from collections.abc import Sequence

from palate.catalog.catalog import Catalog
from palate.language.learned.understand import understand
from palate.language.reader.labels import ACTS, ROLES
from palate.language.reader.pieces import Marked
from palate.language.reader.reader import Reading, Sentence, Span, Tag
from palate.language.understanding import SessionView, Understanding
from training.examples import span_of
from training.tags import Part, Tagged, parsed

NEW = SessionView()


class Told:
    """Reads one message, as its tags say."""

    def __init__(self, *tagged: Tagged) -> None:
        self._tagged = {each.text: each for each in tagged}

    def read(self, message: str, parts: Sequence[Marked], context: str) -> Reading:
        """Return the tags of the line."""
        del context
        tagged = self._tagged[message]
        known = tuple(_tag(next((part for part in tagged.parts if _overlap(part, each)), None)) for each in parts)
        spans = [(part, span_of(part, parts)) for part in tagged.parts]
        free = tuple(Span(part.start, part.end, kind, _tag(part)) for part, kind in spans if kind is not None)
        sentences = tuple(
            Sentence(each.start, each.end, {act: float(act in each.acts) for act in ACTS}) for each in tagged.stretches
        )
        return Reading(known, free, sentences, len(message))


def told(line: str, catalog: Catalog, session: SessionView = NEW, *, pending: str = "") -> Understanding:
    """Return what a tagged line means; without a catalogue and a context before it, it is a new message.

    `pending` is the tagged line of the earlier message that the session still has to answer.
    """
    lines = [parsed(each if "|" in each else f"films | new | {each}") for each in (line, pending) if each]
    return understand(lines[0].text, session, catalog, reader=Told(*lines))  # type: ignore[arg-type]


def _tag(part: Part | None) -> Tag:
    role = "none" if part is None else min(part.roles)
    statuses = frozenset() if part is None else part.statuses
    return Tag(role, 1.0, {each: float(each == role) for each in ROLES}, statuses)


def _overlap(part: Part, linked: Marked) -> bool:
    return part.start < linked.end and linked.start < part.end
