"""Synthetic catalogues of any size, seeded: the same size is the same catalogue everywhere.

Words, people, brands and what people watch follow Zipf's law, as in real catalogues and logs: a few are everywhere,
most are rare. Values that the requests of the bench speak of (genres, years, minutes, prices) are ordinary.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

VERSION = 1
"""Part of every cached file's name: grows with each change of what is generated."""
SEED = 20
CHUNK = 50_000

GENRES = (
    "Action", "Adventure", "Animation", "Biography", "Comedy", "Crime", "Documentary", "Drama", "Family", "Fantasy",
    "History", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Sport", "Thriller", "War", "Western",
)  # fmt: skip
BRANDS = 500
WORDS = 30_000
INTERACTIONS_AN_ITEM = 10
MOST_INTERACTIONS = 1_000_000
INTERACTIONS_A_USER = 50
SECONDS_A_DAY = 86_400

Ints = npt.NDArray[np.int64]
Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True)
class Size:
    """How large a synthetic catalogue is."""

    items: int

    @property
    def interactions(self) -> int:
        """Ten an item, a million at most."""
        return min(self.items * INTERACTIONS_AN_ITEM, MOST_INTERACTIONS)

    @property
    def users(self) -> int:
        """As many as make fifty interactions each."""
        return max(10, self.interactions // INTERACTIONS_A_USER)


@dataclass(frozen=True)
class Files:
    """The two files of a synthetic catalogue, as `palate ingest` would be given them."""

    items: Path
    interactions: Path


def write(size: Size, folder: Path, *, progress: Progress) -> Files:
    """Write the files of a catalogue into `folder`, or find them there from an earlier run."""
    stem = f"{size.items}-v{VERSION}"
    files = Files(folder / f"items-{stem}.csv", folder / f"log-{stem}.csv")
    folder.mkdir(parents=True, exist_ok=True)
    write_rows(files.items, item_rows(size), "writing items", size.items, progress)
    write_rows(files.interactions, log_rows(size), "writing interactions", size.interactions, progress)
    return files


def write_rows(path: Path, rows: Iterator[dict[str, Any]], stage: str, total: int, progress: Progress) -> None:
    """Write rows as CSV under a temporary name, so that a broken run leaves no half file behind."""
    if path.exists():
        return
    part = path.with_suffix(".part")
    with part.open("w", newline="", encoding="utf-8") as file:
        first = next(rows)
        writer = csv.DictWriter(file, fieldnames=list(first))
        writer.writeheader()
        writer.writerow(first)
        for done, row in enumerate(rows, start=2):
            writer.writerow(row)
            if done % CHUNK == 0:
                progress(stage, done, total)
    part.rename(path)


@dataclass(frozen=True)
class Spelling:
    """The words that a catalogue is written in; none of them serves twice."""

    brands: list[str]
    people: list[str]
    words: list[str]


def spelling(size: Size) -> Spelling:
    """Make up the brands, people and words of a catalogue."""
    people = max(2_000, size.items // 10)
    side = int(np.ceil(np.sqrt(people)))
    made = spellings(BRANDS + 2 * side + WORDS)
    brands, given, family = made[:BRANDS], made[BRANDS : BRANDS + side], made[BRANDS + side : BRANDS + 2 * side]
    full = [f"{first} {last}".title() for first, last in product(given, family)]
    return Spelling([brand.title() for brand in brands], full[:people], made[BRANDS + 2 * side :])


def item_rows(size: Size) -> Iterator[dict[str, Any]]:
    """Yield the items, tags joined by `|`."""
    rng, made = np.random.default_rng(SEED), spelling(size)
    for start in range(0, size.items, CHUNK):
        yield from _items(rng, start, min(CHUNK, size.items - start), made)


def _items(rng: np.random.Generator, start: int, count: int, made: Spelling) -> Iterator[dict[str, Any]]:
    """Yield `count` items, every column drawn at once."""
    words, brands, people = made.words, made.brands, made.people
    title_lengths, description_lengths = rng.integers(1, 5, count), rng.integers(12, 31, count)
    title_words = iter(zipf(rng, len(words), int(title_lengths.sum()), exponent=0.7).tolist())
    description_words = iter(zipf(rng, len(words), int(description_lengths.sum())).tolist())
    years = 2024 - np.minimum(rng.exponential(18, count).astype(int), 104)
    runtimes, prices = rng.normal(105, 22, count).clip(40, 300).astype(int), rng.lognormal(2.7, 0.8, count).round(2)
    genre_counts = rng.integers(1, 4, count)
    genres, brand = zipf(rng, len(GENRES), count * 3, exponent=0.5).reshape(-1, 3), zipf(rng, len(brands), count)
    cast = zipf(rng, len(people), count * 3, exponent=0.8).reshape(-1, 3)
    for row in range(count):
        yield {
            "id": start + row + 1,
            "title": " ".join(words[next(title_words)] for _ in range(title_lengths[row])).title(),
            "year": int(years[row]),
            "runtime": int(runtimes[row]),
            "price": f"${prices[row]:.2f}",
            "genres": "|".join(dict.fromkeys(GENRES[at] for at in genres[row, : genre_counts[row]])),
            "brand": brands[brand[row]],
            "cast": "|".join(dict.fromkeys(people[at] for at in cast[row])),
            "description": " ".join(words[next(description_words)] for _ in range(description_lengths[row])) + ".",
        }


def log_rows(size: Size) -> Iterator[dict[str, Any]]:
    """Yield the interactions: a few people and items have most of them; no person rates an item twice."""
    rng = np.random.default_rng(SEED + 1)
    popular = rng.permutation(size.items)
    pairs = np.empty(0, dtype=np.int64)
    while len(pairs) < size.interactions:
        more = size.interactions - len(pairs)
        drawn = (
            zipf(rng, size.users, more, exponent=0.4) * size.items + popular[zipf(rng, size.items, more, exponent=0.8)]
        )
        pairs = np.unique(np.concatenate([pairs, drawn]))
    rng.shuffle(pairs)
    ratings = rng.choice(5, len(pairs), p=(0.06, 0.11, 0.27, 0.34, 0.22)) + 1
    times = 1_600_000_000 + np.sort(rng.integers(0, 1_500 * SECONDS_A_DAY, len(pairs)))
    users, items = pairs // size.items + 1, pairs % size.items + 1
    for user, item, rating, time in zip(users.tolist(), items.tolist(), ratings.tolist(), times.tolist(), strict=True):
        yield {"user": f"u{user}", "item": item, "rating": rating, "timestamp": time}


def zipf(rng: np.random.Generator, values: int, count: int, *, exponent: float = 1.0) -> Ints:
    """Draw `count` of the numbers below `values`, number r with a probability that falls as 1 / (r + 1) ** exponent."""
    weights = np.cumsum(1.0 / np.arange(1, values + 1) ** exponent)
    drawn: Ints = np.searchsorted(weights, rng.random(count) * weights[-1]).astype(np.int64)
    return drawn


def spellings(count: int) -> list[str]:
    """Return `count` different words that can be pronounced, the same ones every time."""
    rng = np.random.default_rng(SEED + 2)
    syllables = [a + b + c for a, b, c in product("bdfgklmnprstvz", "aeiou", ("", "", "n", "r", "s", "l"))]
    found: dict[str, None] = {}
    while len(found) < count:
        parts = rng.integers(0, len(syllables), (count, 4)), rng.integers(2, 5, count)
        words = ("".join(syllables[at] for at in row[:length]) for row, length in zip(*parts, strict=True))
        found.update(dict.fromkeys(words))
    return list(found)[:count]
