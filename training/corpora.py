"""What there is to fit to: the natural messages, the wordings and the phrases, split by who wrote them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from palate.catalog.grounding.fields import words_of_name
from training.catalogues import catalogue, fields, held_out
from training.examples import Marking, marking
from training.tags import Tagged, corpus

ROOT = Path(__file__).with_name("corpus")
Split = Literal["train", "choose", "test"]


@cache
def writers() -> dict[str, dict[str, list[str]]]:
    """Return for each kind of corpus which writers, and of pairs which catalogues, are kept for what."""
    return tomllib.loads(Path(__file__).with_name("writers.toml").read_text(encoding="utf-8"))


def split_of(kind: str, writer: str) -> Split:
    """Return to which split a writer belongs."""
    listed = writers()[kind]
    return "choose" if writer in listed["choose"] else "test" if writer in listed["test"] else "train"


def natural(split: Split) -> list[Marking]:
    """Return the natural messages of a split, with what their catalogues know of them."""
    return [marking(each, catalogue(each.catalogue)) for each in natural_tags(split)]


def natural_tags(split: Split) -> list[Tagged]:
    """Return the natural messages of a split, without those over catalogues that are held out of training."""
    return [
        each
        for path in sorted((ROOT / "natural").glob("*.txt"))
        if split_of("natural", path.stem) == split
        for each in corpus(path, fields())
        if split != "train" or not held_out(each.catalogue)
    ]


def again() -> dict[str, list[tuple[Marking, Tagged]]]:
    """Return messages for choosing with their tags, and those that others gave them who saw the words alone."""
    first = {(each.tagged.catalogue, each.tagged.text): each for each in natural("choose")}
    return {
        path.stem: [(first[each.catalogue, each.text], each) for each in corpus(path, fields())]
        for path in sorted((ROOT / "again").glob("*.txt"))
    }


def wordings(split: Split) -> list[Tagged]:
    """Return the wordings of a split, with places for what they name."""
    return [
        each
        for path in sorted((ROOT / "wordings").glob("*.txt"))
        if split_of("wordings", path.stem) == split
        for each in corpus(path)
    ]


def compact(part: Literal["heads", "tails"]) -> list[Tagged]:
    """Return the heads of short requests, or what stands behind them."""
    return [each for path in sorted((ROOT / "compact").glob(f"{part}-*.txt")) for each in corpus(path)]


@dataclass(frozen=True)
class Meant:
    """A value or field, with what people say for it."""

    field: str
    value: str
    """A value of the field, `(high)` or `(low)` of a number, or `(field)` for what it is called itself."""
    phrases: tuple[str, ...]
    table: str = ""
    """Of which columns it has to be told apart; empty where it was written for itself."""

    @property
    def name(self) -> str:
        """As it is compared."""
        field = words_of_name(self.field)
        return field if self.value == FIELD else f"{field}: {self.value}"


FIELD = "(field)"
_ONE_IN = 12
"""Of so many rows of the first hand one is kept for choosing."""
_TABLE_IN = 8
"""Of so many tables of columns one is kept for choosing."""


def phrases(split: Split) -> list[Meant]:
    """Return what people say for values and columns; some are kept for choosing, whoever wrote of them."""
    if split == "test":
        return _of_hands("b")
    first, columns = _of_hands("a"), _of_hands("fghijklmnopqrs")
    tables = list(dict.fromkeys(each.table for each in columns))
    held = set(tables[::_TABLE_IN])
    kept = first[::_ONE_IN]
    if split == "choose":
        return [*kept, *(each for each in columns if each.table in held)]
    train = [each for at, each in enumerate(first) if at % _ONE_IN]
    unseen = {each.name for each in kept} - {each.name for each in train}
    others = [each for each in _of_hands("cde") if each.name not in unseen]
    return [*train, *others, *(each for each in columns if each.table not in held)]


def _of_hands(hands: str) -> list[Meant]:
    return [each for hand in hands for each in _phrases(ROOT / "phrases" / f"phrases_{hand}.txt")]


def _phrases(path: Path) -> Iterator[Meant]:
    table = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("%"):
            table = f"{path.stem} {line.strip('% ')}"
        elif line.strip():
            named, _, said = line.partition("|")
            field, _, value = named.partition(":")
            found = tuple(filter(None, (each.strip() for each in said.split(";"))))
            if not found or not value.strip():
                raise ValueError(f"{path.name}: `{line[:60]}`: expected `field: value | phrase; phrase`")
            yield Meant(field.strip(), value.strip(), found, table)
