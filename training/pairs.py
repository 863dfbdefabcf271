"""Words in messages, and how values of the catalogue stand to what they mean there: judged by who wrote them.

    knives | just got sourdough pilled.. [for slicing crusty loaves] | shape: bread = same; shape: fillet = unrelated

A line of `corpus/pairs/WRITER.txt` is a catalogue, a message with brackets around the words that are judged, and values
with how they stand to these words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from palate.catalog.grounding.fields import words_of_name
from training.catalogues import catalogue
from training.corpora import ROOT, Split, split_of, writers
from training.examples import Marking, marking
from training.tags import FormatError, Tagged

Relation = Literal["same", "narrower", "related", "opposite", "unrelated"]
MEANT: Final = frozenset({"same", "narrower"})
"""Relations of values that items must have."""
_JUDGED = re.compile(r"\s*([^:]+):(.+)=\s*(\w+)\s*")


@dataclass(frozen=True)
class Judged:
    """A message, and how values of its catalogue stand to the words `text[start:end]`."""

    marking: Marking
    start: int
    end: int
    relations: Mapping[str, Relation]
    """By the name of a value or of a side of a number (`price: (low)`), as the encoder compares it."""

    @property
    def said(self) -> str:
        """The words that are judged."""
        return self.marking.tagged.text[self.start : self.end]


def is_kept_for_choosing(catalogue: str) -> bool:
    """Tell whether nothing is fitted to pairs over a catalogue, whoever judged them."""
    return catalogue in writers()["pairs"]["catalogues"]


def split_of_pair(writer: str, catalogue: str) -> Split:
    """Return the split of a message: its writer's; what training writers judge over kept catalogues is for choosing."""
    split = split_of("pairs", writer)
    return "choose" if split == "train" and is_kept_for_choosing(catalogue) else split


def pairs(split: Split) -> list[Judged]:
    """Return the judged messages of a split."""
    return [each for path in sorted((ROOT / "pairs").glob("*.txt")) for each in _judged(path, split)]


def _judged(path: Path, split: Split) -> Iterator[Judged]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            if split_of_pair(path.stem, line.partition(" | ")[0]) == split:
                yield parsed(line, path.stem)
        except FormatError as error:
            raise FormatError(f"{path.name}, line {number}: {error}") from None


def parsed(line: str, writer: str = "") -> Judged:
    """Read one line.

    Raises:
        FormatError: it has another form.
    """
    cells = [cell.strip() for cell in line.split(" | ")]
    if len(cells) != 3 or cells[1].count("[") != 1 or cells[1].count("]") != 1:
        raise FormatError("expected `catalogue | message with [words] | field: value = relation; …`")
    before, _, rest = cells[1].partition("[")
    words, _, after = rest.partition("]")
    relations: dict[str, Relation] = {}
    for each in cells[2].strip("; ").split(";"):
        found = _JUDGED.fullmatch(each)
        relation = next((one for one in get_args(Relation) if found and one == found[3]), None)
        if found is None or relation is None:
            raise FormatError(f"`{each.strip()}`: expected `field: value = {'|'.join(get_args(Relation))}`")
        relations[f"{words_of_name(found[1].strip())}: {found[2].strip()}"] = relation
    tagged = Tagged(cells[0], "new", None, before + words + after, (), (), writer)
    start = len(before) + len(words) - len(words.lstrip())
    return Judged(marking(tagged, catalogue(cells[0])), start, len(before) + len(words.rstrip()), relations)
