"""The features of a candidate: named, with what they measure, and computed alike in training and in a turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from palate.catalog.schema import Schema
from palate.ranking.attributes import Attributes
from palate.ranking.generators import GENERATORS, Family, Generator
from palate.ranking.log import Floats
from palate.ranking.moment import Moment

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Feature:
    """One number of a candidate at a moment."""

    name: str
    unit: str
    family: Family
    compute: Callable[[Moment], Floats | float]
    """Gives each candidate of a moment its number, NaN where there is none, or all of them one."""
    monotone: Literal[-1, 0, 1] = 0
    """1 where a larger number never counts against a candidate, -1 where it never counts for one."""


def features_of(schema: Schema, attributes: Attributes) -> tuple[Feature, ...]:
    """Return the features of a catalogue's items: those of every catalogue, and those of its fields."""
    return (*_generated(), *_PLAIN, *_of_fields(attributes, schema))


def matrix(moment: Moment, features: tuple[Feature, ...]) -> Matrix:
    """Return a row a candidate, a column a feature."""
    found = np.empty((len(moment.candidates), len(features)), dtype=np.float32)
    for at, feature in enumerate(features):
        found[:, at] = feature.compute(moment)
    return found


def _generated() -> Iterator[Feature]:
    for generator in GENERATORS:
        yield Feature(generator.name, "score", generator.family, _score_of(generator), monotone=1)
        yield Feature(f"{generator.name} rank", "place", generator.family, _place_by(generator), monotone=-1)


def _score_of(generator: Generator) -> Callable[[Moment], Floats]:
    return lambda moment: generator.scores(moment)[moment.candidates]


def _place_by(generator: Generator) -> Callable[[Moment], Floats]:
    """Return the place of each candidate among all, 0 for the best, equals sharing the first."""

    def compute(moment: Moment) -> Floats:
        scores = generator.scores(moment)[moment.candidates]
        return np.searchsorted(np.sort(-scores), -scores).astype(np.float64)

    return compute


def _of_fields(attributes: Attributes, schema: Schema) -> Iterator[Feature]:
    for field in schema.fields:
        if field.name in attributes.named:
            yield Feature(f"{field.name} liked", "likeness, 0 to 1", "content", _affinity(field.name, None))
            yield Feature(f"{field.name} lately", "likeness, 0 to 1", "content", _affinity(field.name, 10))
        elif field.name in attributes.numbers:
            yield Feature(field.name, "share of items below", "content", _number(field.name))
            yield Feature(f"{field.name} distance", "share of items between", "content", _distance(field.name))


def _affinity(field: str, last: int | None) -> Callable[[Moment], Floats]:
    def of_all(moment: Moment) -> Mapping[str, Floats]:
        history = moment.history if last is None else moment.history.last(last)
        by = (history.worths >= 1).astype(np.float64) if last is None else history.taken
        return moment.known.attributes.affinity(history.items, by, moment.candidates)

    return lambda moment: moment.once(f"affinity {last}", lambda: of_all(moment), of_candidates=True)[field]


def _number(field: str) -> Callable[[Moment], Floats]:
    return lambda moment: moment.known.attributes.numbers[field][moment.candidates]


def _distance(field: str) -> Callable[[Moment], Floats]:
    return lambda moment: moment.known.attributes.distance(field, moment.history.last(20).items, moment.candidates)


def _linear_lately(moment: Moment) -> Floats:
    return np.asarray(moment.linear[2][moment.candidates])


def _beside_last(moment: Moment) -> Floats:
    latest = np.zeros(len(moment.history.last(10)))
    latest[-3:] = 1.0
    return moment.beside.summed(latest, moment.known.size)[moment.candidates]


def _near_mean(moment: Moment) -> Floats:
    count = len(moment.history.liked[-30:])
    return moment.near.summed(np.full(count, 1 / max(count, 1)), moment.known.size)[moment.candidates]


def _near_last(moment: Moment) -> Floats:
    latest = np.zeros(len(moment.history.liked[-30:]))
    latest[-3:] = 1.0
    return moment.near.summed(latest, moment.known.size)[moment.candidates]


def _disliked(moment: Moment) -> Floats:
    disliked = moment.history.disliked[-30:]
    near = moment.known.near(disliked)
    summed: Floats = near.summed(np.ones(len(disliked)), moment.known.size)[moment.candidates]
    return summed


def _people(moment: Moment) -> Floats:
    return np.log1p(moment.known.popularity.people[moment.candidates])


def _mean(moment: Moment) -> Floats:
    return moment.known.popularity.mean[moment.candidates]


def _trend(moment: Moment) -> Floats:
    people = moment.known.popularity.people
    share = (people[moment.candidates] + 1) / (people.sum() + len(people))
    return np.asarray(np.log((moment.recent[moment.candidates] + 1e-7) / share))


def _sitting(moment: Moment) -> float:
    times = moment.history.times
    return float(np.sum(times >= times[-1] - 3600)) if len(times) and not np.isnan(times[-1]) else 0.0


def _liking(moment: Moment) -> float:
    return float(np.mean(moment.history.worths >= 1)) if len(moment.history) else np.nan


_PLAIN: tuple[Feature, ...] = (
    Feature("linear lately", "score of the latest ten", "together", _linear_lately, monotone=1),
    Feature("sequence last", "score of the latest three", "sequence", _beside_last, monotone=1),
    Feature("near mean", "mean weight over what was liked", "together", _near_mean, monotone=1),
    Feature("near last", "weight of the latest three liked", "together", _near_last, monotone=1),
    Feature("near disliked", "weight over what was disliked", "together", _disliked, monotone=-1),
    Feature("people", "log of people", "popularity", _people),
    Feature("mean", "mean value", "popularity", _mean, monotone=1),
    Feature("trend", "log of lately over ever", "popularity", _trend),
    Feature("events", "events of the person", "person", lambda moment: float(len(moment.history))),
    Feature("liking", "share of events that are likes", "person", _liking),
    Feature("sitting", "events within an hour of the last", "person", _sitting),
)
