"""`python -m training.demonstrations`: draw the demonstrations that come with Palate from the natural messages.

Most are drawn as they come. Each of the others is the message whose roles, acts and statuses were drawn the least so
far, so that what is seldom said is shown too. What its catalogue knows is masked, so that it carries over to any other.
In every fourth that has one, a description stands beside the numbered parts, as what a reader misses does.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from palate.language.link import Linked, link
from palate.language.reader.labels import ACTS, OF_KIND
from palate.language.reader.pieces import Marked
from palate.language.reader.reader import Span, shipped
from palate.language.understand import Heard
from palate.planners.demos.demonstration import Demonstration, named
from palate.planners.models.answer import Free, answer_of
from palate.planners.models.numbered import free_spans, shown
from training import corpora
from training.catalogues import catalogue
from training.examples import acts_of
from training.tags import Tagged
from training.told import Told

OUT = Path(__file__).parents[1] / "palate" / "planners" / "demos" / "pool.jsonl"
_AS_THEY_COME, _SELDOM, _AMONG, _LONGEST = 250, 150, 3_000, 120
_HIDDEN = 4


def main() -> None:
    """Draw them, and write their file."""
    draw = random.Random(7)
    natural = [each for each in corpora.natural_tags("train") if len(each.text) <= _LONGEST]
    among = draw.sample(natural, min(_AMONG, len(natural)))
    found = [each for each in map(demonstration, among) if each is not None]
    first, rest = found[:_AS_THEY_COME], found[_AS_THEY_COME:]
    drawn = [*first, *seldom(rest, first, _SELDOM)]
    OUT.write_text("".join(f"{each.line()}\n" for each in drawn), encoding="utf-8")


def demonstration(tagged: Tagged) -> Demonstration | None:
    """Return a tagged message as a demonstration; None where a role is none that its kind of part may have."""
    catalog = catalogue(tagged.catalogue)
    linked = list(link(tagged.text, catalog))
    marked = [Marked(each.start, each.end, each.kind) for each in linked]
    sentences = shipped().read(tagged.text, marked, tagged.context).sentences
    acts = [acts_of(tagged, each.start, each.end) for each in sentences]
    told_so = [
        replace(each, acts={act: float(act in some) for act in ACTS})
        for each, some in zip(sentences, acts, strict=True)
    ]
    heard = Heard.of(linked, replace(Told(tagged).read(tagged.text, marked, tagged.context), sentences=tuple(told_so)))
    told, read = shown(tagged.text, heard, tagged.context, masks=True), answer_of(heard)
    kinds = zip(told.parts, read.parts.values(), strict=True)
    if not told.sentences or any(role not in OF_KIND[part.kind] for part, role in kinds):
        return None
    name = named(told, read, "seed")
    texts = [span for span in free_spans(heard) if span.kind == "text" and not _is_within(span, linked)]
    if texts and int(name[-4:], 16) % _HIDDEN == 0:
        left = tuple(span for span in heard.reading.spans if span != texts[-1])
        heard = replace(heard, reading=replace(heard.reading, spans=left))
        free = (Free(words=tagged.text[texts[-1].start : texts[-1].end], role=texts[-1].tag.role),)
        told = shown(tagged.text, heard, tagged.context, masks=True)
        read = answer_of(heard).model_copy(update={"free": free})
    return Demonstration(id=name, shown=told, read=read)


def _is_within(span: Span, linked: Sequence[Linked]) -> bool:
    return any(span.start < each.end and each.start < span.end for each in linked)


def seldom(found: Sequence[Demonstration], drawn: Sequence[Demonstration], count: int) -> Iterator[Demonstration]:
    """Yield so many, each the one that shows the most of what was shown the least."""
    seen = Counter(what for each in drawn for what in _shows(each))
    left = {each.id: each for each in found}
    for _ in range(min(count, len(left))):
        best = max(left.values(), key=lambda each: (sum(1 / (1 + seen[what]) for what in _shows(each)), each.id))
        seen.update(_shows(best))
        yield left.pop(best.id)


def _shows(demonstration: Demonstration) -> set[str]:
    told, read = demonstration.shown, demonstration.read
    roles = {f"{part.kind} {role}" for part, role in zip(told.parts, read.parts.values(), strict=True)}
    acts = {f"{told.context} {act}" for each in read.acts for act in each}
    return (
        roles | acts | {status for each in read.status.values() for status in each} | ({"free"} if read.free else set())
    )


if __name__ == "__main__":
    main()
