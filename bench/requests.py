"""The fixed mix of requests that turn figures are measured over, filled with a catalogue's own values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from palate import Catalog

POPULAR = 400
"""Titles that people name are drawn from the best known ones."""


@dataclass(frozen=True)
class Request:
    """One request of a kind; `before` are turns of the same session that are not measured."""

    kind: str
    message: str
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What the requests are filled with, most frequent first."""

    genres: tuple[str, ...]
    brands: tuple[str, ...]
    people: tuple[str, ...]
    titles: tuple[str, ...]
    """Well-known titles of two words or more that no other item has."""
    words: tuple[str, ...]
    """Words of descriptions, some common and some rare."""


def facts(catalog: Catalog) -> Facts:
    """Read what requests are filled with from a synthetic catalogue."""
    rows = catalog.connect().execute(
        "SELECT title, description FROM items JOIN "
        "(SELECT item, count(*) AS n FROM interactions GROUP BY item ORDER BY n DESC, item LIMIT ?) "
        "ON item = items.rowid WHERE title IN (SELECT title FROM items GROUP BY title HAVING count(*) = 1) "
        "ORDER BY n DESC, item",
        (POPULAR,),
    )
    titles, descriptions = zip(*rows, strict=True)
    return Facts(
        genres=tuple(catalog.vocabulary("genres"))[:12],
        brands=tuple(catalog.vocabulary("brand"))[:100],
        people=tuple(catalog.vocabulary("cast"))[:200],
        titles=tuple(title for title in titles if " " in title),
        words=tuple(dict.fromkeys(word.strip(".") for text in descriptions for word in text.split()[3:6])),
    )


Draw = Callable[[tuple[str, ...]], str]
Template = Callable[[Draw, Facts, int], Request]
"""Makes the n-th request of a kind, where `Draw` picks from a list."""

KINDS: dict[str, Template] = {
    "value": lambda draw, f, n: Request(
        "value",
        (f"a {draw(f.genres)} film".lower(), f"something with {draw(f.people)}", f"a {draw(f.brands)} film")[n % 3],
    ),
    "range": lambda _draw, _f, n: Request(
        "range",
        (f"something under {80 + n % 30} minutes", "a film from the 1990s under $20", "between 1960 and 1975")[n % 3],
    ),
    "negation": lambda draw, f, n: Request(
        "negation",
        (f"a film from the 1980s, no {draw(f.genres)}".lower(), f"a drama, not with {draw(f.people)}")[n % 2],
    ),
    "free text": lambda draw, f, _n: Request("free text", f"something about {draw(f.words)} and {draw(f.words)}"),
    "similar": lambda draw, f, _n: Request("similar", f"something like {draw(f.titles)}"),
    "superlative": lambda draw, f, n: Request(
        "superlative", f"the {('longest', 'newest', 'cheapest')[n % 3]} {draw(f.genres)}".lower()
    ),
    "look-up": lambda draw, f, n: Request(
        "look-up", (f"how long is {draw(f.titles)}?", f"how many {draw(f.genres)} films do you have?".lower())[n % 2]
    ),
    "critique": lambda draw, f, n: Request(
        "critique",
        ("something shorter", "newer", "not that one", "more like the second")[n % 4],
        before=(f"a {draw(f.genres)} film".lower(),),
    ),
    "typo": lambda draw, f, _n: Request("typo", f"something like {misspelt(draw(f.titles))}"),
    "broad filter": lambda _draw, _f, n: Request(
        "broad filter", (f"something made after {1940 + n}", f"anything over {45 + n % 20} minutes")[n % 2]
    ),
}


def mix(known: Facts, each: int, *, seed: int = 0) -> list[Request]:
    """Return `each` requests of every kind, the kinds in turn."""
    rng = np.random.default_rng(seed)

    def draw(values: tuple[str, ...]) -> str:
        return values[int(rng.integers(len(values)))]

    return [make(draw, known, n) for n in range(each) for make in KINDS.values()]


def misspelt(title: str) -> str:
    """Swap two letters inside the longest word of a title."""
    word = max(title.split(), key=len)
    middle = len(word) // 2
    wrong = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
    return title.replace(word, wrong, 1)
