"""What a person can tell of the item that they have in mind without naming it, and the proof that they did not."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from palate.catalog.item import Item
from palate.catalog.words import normal
from palate.tools.stopwords import stop_words

Slot = Literal["genre", "decade", "liked", "cast", "director", "plot"]
Breach = Literal["title", "year", "only"]
T = TypeVar("T")
LEAST_LETTERS = 5
"""Of a word of the plot: short ones tell little."""
FACTS = 5
"""That everybody can tell, one a turn: liked items make up for what is not known of the target."""
_NOUN = re.compile(
    r"\b(?:a|an|the) ([a-z]+)(?=[,.;:]| (?:of|in|on|at|by|to|from|with|who|whose|that|and|is|must|for)\b)"
)
MOST_PLOTS = 3
"""Plots that have such a word, in the whole catalogue: more and it is no mark of this one."""


@dataclass(frozen=True)
class Fact:
    """One true thing: what it is about, and the value as the catalogue has it."""

    slot: Slot
    value: str
    id: str | None = None
    """Of the item that was liked."""
    spare: bool = False
    """Told last, where a person knows little of the target: another liked item."""


@dataclass(frozen=True)
class Plots:
    """Which words occur in how many plots."""

    counts: Mapping[str, int]

    @classmethod
    def of(cls, plots: Sequence[str]) -> Plots:
        """Count the words of all plots."""
        counts: dict[str, int] = {}
        for plot in plots:
            for word in set(normal(plot).split()):
                counts[word] = counts.get(word, 0) + 1
        return cls(counts)

    def telling(self, plot: str) -> list[str]:
        """Return the nouns of a plot that mark it, in its order: what stands alone after an article."""
        found = [match.group(1) for match in _NOUN.finditer(plot.lower())]
        return list(dict.fromkeys(word for word in found if self._marks(word)))

    def _marks(self, word: str) -> bool:
        long = len(word) >= LEAST_LETTERS and word.isalpha()
        return long and word not in stop_words() and self.counts.get(word, 0) <= MOST_PLOTS


def facts_of(target: Item, liked: Sequence[Item], plots: Plots, chance: random.Random) -> list[Fact]:
    """Return what a person may tell of `target`: two genres at most, one of each other slot.

    Of what they `liked`, an item that shares a genre with the target comes to mind first.
    """
    found = [Fact("genre", genre) for genre in _drawn(_list(target.get("genres")), 2, chance)]
    year = target.get("year")
    if isinstance(year, int | float):
        found.append(Fact("decade", f"{int(year) // 10 * 10}s"))
    alike = [item for item in liked if {*_list(item.get("genres"))} & {*_list(target.get("genres"))}]
    first = _drawn(alike or list(liked), 1, chance)
    found += [Fact("liked", item.title, item.id) for item in first]
    for slot in ("cast", "director"):
        found += [Fact(slot, person) for person in _drawn(_list(target.get(slot)), 1, chance)]
    plot = target.get("synopsis")
    if isinstance(plot, str):
        found += [Fact("plot", word) for word in _drawn(plots.telling(plot), 1, chance)]
    found = [fact for fact in found if not gives_away(fact.value, target)]
    rest = [item for item in liked if item not in first and not gives_away(item.title, target)]
    spares = _drawn(rest, FACTS - len(found), chance)
    return found + [Fact("liked", item.title, item.id, spare=True) for item in spares]


def gives_away(text: str, target: Item) -> bool:
    """Tell whether a text names an item or its exact year."""
    return names(text, target.title) or _tells_year(text, target)


def names(text: str, title: str) -> bool:
    """Tell whether a text names an item: the words of its title, in a row."""
    said, wanted = normal(text).split(), normal(title).split()
    if not wanted:
        return False
    return any(said[at : at + len(wanted)] == wanted for at in range(len(said) - len(wanted) + 1))


def breaches(messages: Iterable[str], target: Item) -> list[Breach]:
    """Return what the messages of one conversation gave away; empty for an honest one.

    title: its words stand in a row in some message. year: the exact year does, unless a decade that begins with it
    (`1990s`) is meant. only: the word "only" does, which would keep an agent from widening.
    """
    found: list[Breach] = []
    for message in messages:
        if names(message, target.title):
            found.append("title")
        if _tells_year(message, target):
            found.append("year")
        if "only" in normal(message).split():
            found.append("only")
    return found


def _tells_year(text: str, target: Item) -> bool:
    year = target.get("year")
    return isinstance(year, int | float) and str(int(year)) in normal(text).split()


def _list(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(each) for each in value]
    return [value] if isinstance(value, str) else []


def _drawn(values: Sequence[T], most: int, chance: random.Random) -> list[T]:
    return chance.sample(list(values), max(0, min(most, len(values))))
