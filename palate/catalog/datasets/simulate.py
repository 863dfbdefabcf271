"""A seeded model of tastes, which makes an interaction log for films that nobody was asked about.

Every value of an attribute (a genre, mood, decade, director, country) is a random direction in a space of `_SIZE`
dimensions. A film lies where the weighted sum of its attributes points, plus a part of its own that no attribute
explains. A person lies where up to three genres, up to two moods, and perhaps a decade, a director and a country that
they care for point, and drifts from there to somewhere else in the course of their time. Affinity is the product of
the two.

People choose by popularity, which is long-tailed and favours newer films in English, and by affinity. They rate what
they chose from 1 to 5 by affinity on that day, by how good the film is, and by how generous they are, with noise. So
neighbours know more of a person than popularity does, taste changes, and nothing is clean.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_SIZE = 16
_WEIGHTS = {"genres": 1.0, "moods": 0.8, "decade": 0.6, "director": 0.6, "country": 0.5}
_OWN = 0.45
"""Length of a film's unexplained part, where its attributes' part has length 1."""
_DRIFT = 0.6
"""Length of the way that a person's taste goes in all, where the taste has length 1."""
_START, _END = 1_546_300_800, 1_748_736_000
"""2019-01-01 and 2025-06-01."""
_YEAR = 365.25 * 86_400
_FEWEST, _MOST = 15, 220


@dataclass(frozen=True)
class _Films:
    ids: list[str]
    places: Floats
    quality: Floats
    popularity: Floats
    released: Floats
    """Seconds since 1970 from which a film can be seen by everybody."""


@dataclass(frozen=True)
class _Person:
    name: str
    first: Floats
    last: Floats
    """Taste at the beginning and at the end of their time."""
    generosity: float
    times: Floats


def simulate(films: Sequence[Mapping[str, Any]], *, people: int = 800, seed: int = 20_240) -> list[dict[str, Any]]:
    """Make ratings of films by people.

    Args:
        films: with `id`, `genres`, `moods`, `director`, `country`, `language` and `year`.
        people: how many.
        seed: the same gives the same ratings, to the last one.

    Returns:
        Rows of `user`, `item`, `rating` (1 to 5) and `timestamp` (seconds since 1970), by time.
    """
    random = np.random.default_rng(seed)
    directions = _directions(films, random)
    placed = _place(films, directions, random)
    rows = [row for at in range(people) for row in _rate(_person(at, directions, random), placed, random)]
    return sorted(rows, key=lambda row: (row["timestamp"], row["user"], row["item"]))


def _attributes(film: Mapping[str, Any]) -> dict[str, list[str]]:
    found = {name: film.get(name) or [] for name in _WEIGHTS}
    found["decade"] = [str(film["year"] // 10 * 10)]
    return {name: values if isinstance(values, list) else [values] for name, values in found.items()}


def _directions(films: Sequence[Mapping[str, Any]], random: np.random.Generator) -> dict[str, dict[str, Floats]]:
    values: dict[str, dict[str, None]] = {name: {} for name in _WEIGHTS}
    for film in films:
        for name, given in _attributes(film).items():
            values[name].update(dict.fromkeys(given))
    return {name: {value: _unit(random.normal(size=_SIZE)) for value in known} for name, known in values.items()}


def _unit(vector: Floats) -> Floats:
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


def _place(
    films: Sequence[Mapping[str, Any]], directions: Mapping[str, Mapping[str, Floats]], random: np.random.Generator
) -> _Films:
    places = np.zeros((len(films), _SIZE))
    for at, film in enumerate(films):
        for name, values in _attributes(film).items():
            if values:
                places[at] += _WEIGHTS[name] * np.sum([directions[name][value] for value in values], axis=0)
        places[at] = _unit(places[at]) + _OWN * _unit(random.normal(size=_SIZE))
    years = np.array([film["year"] for film in films], dtype=np.float64)
    english = np.array([film.get("language") == "English" for film in films], dtype=np.float64)
    quality = random.normal(size=len(films))
    popularity = 0.8 * random.normal(size=len(films)) + 0.3 * quality + 0.02 * (years - 1975) + 0.7 * english
    return _Films([str(film["id"]) for film in films], places, quality, popularity, (years - 1969) * _YEAR)


def _person(number: int, directions: Mapping[str, Mapping[str, Floats]], random: np.random.Generator) -> _Person:
    taste = np.zeros(_SIZE)
    for name, most, chance in (
        ("genres", 3, 1.0),
        ("moods", 2, 1.0),
        ("decade", 1, 0.5),
        ("director", 1, 0.5),
        ("country", 1, 0.3),
    ):
        known = list(directions[name].values())
        if known and random.random() < chance:
            chosen = random.choice(len(known), size=min(len(known), int(random.integers(1, most + 1))), replace=False)
            taste += _WEIGHTS[name] * np.sum([known[at] for at in chosen], axis=0)
    first = _unit(taste)
    last = _unit(first + _DRIFT * _unit(random.normal(size=_SIZE)))
    joined = random.uniform(_START, _END - 0.25 * _YEAR)
    left = min(_END, joined + random.exponential(1.5 * _YEAR) + 0.1 * _YEAR)
    count = int(np.clip(random.lognormal(np.log(45), 0.6), _FEWEST, _MOST))
    times = np.sort(random.uniform(joined, left, count))
    return _Person(f"p{number + 1:03d}", first, last, random.normal(0.0, 0.3), times)


def _rate(person: _Person, films: _Films, random: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Choose the films that a person sees, give each a time at which it is out, and rate it as the taste is by then."""
    middle = films.places @ _unit(person.first + person.last)
    wish = films.popularity + 4.0 * middle + random.gumbel(size=len(films.ids))
    wish[films.released > person.times[0]] = -np.inf
    chosen = np.argsort(-wish)[: min(len(person.times), int(np.isfinite(wish).sum()))]
    span = max(float(person.times[-1] - person.times[0]), 1.0)
    for film, time in zip(random.permutation(chosen), person.times, strict=False):
        share = (time - person.times[0]) / span
        affinity = float(films.places[film] @ _unit((1 - share) * person.first + share * person.last))
        level = 3.0 + person.generosity + 0.3 * films.quality[film] + 2.4 * affinity + random.normal(0.0, 0.7)
        yield {
            "user": person.name,
            "item": films.ids[film],
            "rating": int(np.clip(np.rint(level), 1, 5)),
            "timestamp": int(time),
        }
