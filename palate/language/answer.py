"""A plain yes or no to what the last reply asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from palate.catalog.catalog import Catalog
from palate.language.link import link
from palate.language.reader.pieces import Marked
from palate.language.reader.reader import EVEN, Reader, shipped

_BESIDE = frozenset({"yes", "no", "thanks", "greet", "aside"})
"""Acts that say nothing more than the answer does."""


@dataclass(frozen=True)
class Answer:
    """What a message says to a question that is answered by yes or no."""

    says: Literal["yes", "no"]
    alone: bool
    """Whether it says nothing else."""


def answer_of(message: str, catalog: Catalog, *, reader: Reader | None = None) -> Answer | None:
    """Read the answer with which a message begins; None where it is not plainly a yes or a no."""
    if not any(letter.isprintable() and not letter.isspace() for letter in message):
        return None
    initial = message.strip().lower().rstrip(".!")
    if initial in ("y", "n"):
        return Answer("yes" if initial == "y" else "no", alone=True)
    marked = [Marked(each.start, each.end, each.kind) for each in link(message, catalog)]
    reading = (reader or shipped()).read(message, marked, "checked")
    first = reading.sentences[0]
    yes, no = first.acts["yes"] >= EVEN, first.acts["no"] >= EVEN
    if yes == no:
        return None
    said = frozenset().union(*(each.done for each in reading.sentences))
    tags = [*reading.parts, *(span.tag for span in reading.spans)]
    alone = said <= _BESIDE and all(tag.role == "none" for tag in tags)
    return Answer("yes" if yes else "no", alone)
