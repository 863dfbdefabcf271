"""What there is to fit to: the natural messages, the wordings and the phrases, split by who wrote them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from training.catalogues import catalogue, fields, held_out
from training.examples import Marking, marking
from training.tags import Tagged, corpus

ROOT = Path(__file__).with_name("corpus")
Split = Literal["train", "choose", "test"]


@cache
def _writers() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("writers.toml").read_text(encoding="utf-8"))


def split_of(kind: str, writer: str) -> Split:
    """Return to which split a writer belongs."""
    listed = _writers()[kind]
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
    phrases: tuple[str, ...]

    @property
    def name(self) -> str:
        """As it is compared."""
        return f"{self.field.replace('_', ' ')}: {self.value}"


_ONE_IN = 12
"""Of so many rows of the first hand one is kept for choosing."""


def phrases(split: Split) -> list[Meant]:
    """Return what people say for values; some values are kept for choosing, whoever wrote of them."""
    if split == "test":
        return list(_phrases(ROOT / "phrases" / "phrases_b.txt"))
    first = list(_phrases(ROOT / "phrases" / "phrases_a.txt"))
    kept = first[::_ONE_IN]
    if split == "choose":
        return kept
    train = [each for at, each in enumerate(first) if at % _ONE_IN]
    unseen = {each.name for each in kept} - {each.name for each in train}
    others = [each for hand in "cde" for each in _phrases(ROOT / "phrases" / f"phrases_{hand}.txt")]
    return [*train, *(each for each in others if each.name not in unseen)]


def _phrases(path: Path) -> Iterator[Meant]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("%"):
            named, _, said = line.partition("|")
            field, _, value = named.partition(":")
            found = tuple(filter(None, (each.strip() for each in said.split(";"))))
            if not found or not value.strip():
                raise ValueError(f"{path.name}: `{line[:60]}`: expected `field: value | phrase; phrase`")
            yield Meant(field.strip(), value.strip(), found)
