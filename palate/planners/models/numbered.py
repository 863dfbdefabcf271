"""A message as a model is shown it: its sentences, and the parts that it may say something of, each by its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from palate.catalog.grounding.matches import TitleMatch, ValueMatch
from palate.catalog.printable import one_line
from palate.language.link import Linked
from palate.language.reader.reader import Span
from palate.language.understand import Heard
from palate.planners.models.data import data

_LONGEST = 1_500
"""Characters of a sentence that a model reads."""
_NAMES = 3
"""Things that words may stand for, of which a model is told."""


class Numbered(BaseModel):
    """A part of a message that a model says the role of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    """One of `LINKS` or `SPANS`."""
    names: tuple[str, ...] = ()
    """What the catalogue calls what they stand for: `genres Horror`, the title of an item."""

    def line(self, number: int) -> str:
        """Write it as a line of a prompt."""
        names = f" = {' or '.join(self.names)}" if self.names else ""
        return f"{number} {self.kind}{names}"


class Shown(BaseModel):
    """A message as it stands in a prompt."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    context: str
    """What the last reply was: one of `CONTEXTS`."""
    sentences: tuple[str, ...]
    """With each part in brackets, behind its number: `a [1 comedy] from the [2 nineties]`."""
    parts: tuple[Numbered, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield the lines of a prompt."""
        if self.context != "new":
            yield f"Last reply: {self.context}"
        yield from (f"S{at}: {one_line(each[:_LONGEST])}" for at, each in enumerate(self.sentences, 1))
        yield from (part.line(at) for at, part in enumerate(self.parts, 1))


@dataclass(frozen=True)
class _Place:
    """Where a part stands, and what stands there in a prompt."""

    start: int
    end: int
    text: str


def free_spans(heard: Heard) -> list[Span]:
    """Return the words that the reader found beside what the catalogue knows, but for those that are a part of it."""
    linked = heard.linked
    return [each for each in heard.reading.spans if not any(_same(each, known) for known in linked)]


def shown(message: str, heard: Heard, context: str, *, masks: bool = False) -> Shown:
    """Number the parts of a message: first what the catalogue knows, then what the reader found besides.

    Args:
        message: What the person wrote.
        heard: What was heard of it.
        context: What the last reply was.
        masks: Whether what only its catalogue knows is masked by its kind, so that the message resembles those over
            other catalogues.
    """
    known, free = heard.linked, free_spans(heard)
    # The name of a field is told: "shorter" and "cheaper" say more than that they are of one.
    hidden = [_Place(each.start, each.end, each.kind) for each in known if masks and each.kind != "field"]
    found = [*((each.start, each.end) for each in known), *((each.start, each.end) for each in free)]
    places = [_Place(start, end, filled(message, start, end, hidden)) for start, end in found]
    marks = [_Place(each.start, each.end, f"[{at} {each.text}]") for at, each in enumerate(places, 1)]
    parts = [Numbered(kind=each.kind, names=() if masks else _names(each)) for each in known]
    parts += [Numbered(kind=each.kind) for each in free]
    sentences = [filled(message, each.start, each.end, marks) for each in heard.reading.sentences]
    return Shown(context=context, sentences=tuple(sentences), parts=tuple(parts))


def filled(message: str, start: int, end: int, places: Sequence[_Place]) -> str:
    """Return a stretch of a message with other texts in some places; of those that overlap, the longest counts."""
    out, at = "", start
    for each in sorted(places, key=lambda place: (place.start, -place.end)):
        if at <= each.start and each.end <= end:
            out += f"{message[at : each.start]}{each.text}"
            at = each.end
    return (out + message[at:end]).strip()


def taken_of(heard: Heard) -> list[tuple[int, int]]:
    """Return from where to where something is known or read of a message."""
    linked = [(each.start, each.end) for each in heard.linked]
    return [*linked, *((each.start, each.end) for each in heard.reading.spans)]


def _same(span: Span, linked: Linked) -> bool:
    return linked.start <= span.start and span.end <= linked.end


def _names(linked: Linked) -> tuple[str, ...]:
    found: list[ValueMatch | TitleMatch] = [*linked.values, *linked.titles]
    named = [data(each.title) if isinstance(each, TitleMatch) else _value(each) for each in found[:_NAMES]]
    return (*named, *map(data, linked.fields))


def _value(match: ValueMatch) -> str:
    return data(match.field) if match.value is True else f"{data(match.field)} {data(str(match.value))}"
