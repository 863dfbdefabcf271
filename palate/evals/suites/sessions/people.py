"""People of MovieLens-100K with a film to find: whose log is cut where, and who is for development and who for test."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from palate.evals.users.phrasings import Split

LIKED = 4.0
"""A rating from which on a film counts as liked; what Palate itself finds for a scale from 1 to 5."""
KEPT = 0.8
"""How much of their log a person has behind them before the target may come."""
LEAST_LIKED = 5
"""Liked films that a person has behind them: with fewer there is no taste to go by."""
DEVELOPMENT = 0.3
"""The share of people that development may look at."""
_SPLIT_SEED = 100_000


@dataclass(frozen=True)
class Rating:
    """One line of the log."""

    user: str
    item: str
    value: float
    time: float


@dataclass(frozen=True)
class Seeking:
    """A person and the film that they will like next."""

    user: str
    target: str
    time: float
    """When they rated it: they have nothing in the log from then on."""
    liked: tuple[str, ...]
    """What they liked before, oldest first."""
    split: Split


def ratings_of(rows: Sequence[Mapping[str, Any]]) -> list[Rating]:
    """Read the log, in the order of people, then of time."""
    read = (Rating(row["user_id"], row["item_id"], float(row["rating"]), float(row["timestamp"])) for row in rows)
    return sorted(read, key=lambda each: (int(each.user), each.time, int(each.item)))


def seekers(ratings: Sequence[Rating], eligible: frozenset[str]) -> list[Seeking]:
    """Find for each person the first liked film after `KEPT` of their log, if there is one that is `eligible`.

    Ratings are sorted as `ratings_of` does. Those of the same second have no order, so none of the target's own is
    taken for earlier.
    """
    people = {user: list(lines) for user, lines in groupby(ratings, key=lambda each: each.user)}
    development = _development(sorted(people, key=int))
    found = (
        _seeking(lines, eligible, "development" if user in development else "test") for user, lines in people.items()
    )
    return [each for each in found if each is not None]


def cut(ratings: Sequence[Rating], people: Sequence[Seeking]) -> list[Rating]:
    """Return the log without what any of `people` did from their target on."""
    ends = {each.user: each.time for each in people}
    return [each for each in ratings if each.time < ends.get(each.user, math.inf)]


def _seeking(lines: Sequence[Rating], eligible: frozenset[str], split: Split) -> Seeking | None:
    later = lines[math.ceil(KEPT * len(lines)) :]
    target = next((each for each in later if each.value >= LIKED and each.item in eligible), None)
    if target is None:
        return None
    liked = tuple(each.item for each in lines if each.time < target.time and each.value >= LIKED)
    return Seeking(target.user, target.item, target.time, liked, split) if len(liked) >= LEAST_LIKED else None


def _development(users: Sequence[str]) -> frozenset[str]:
    shuffled = random.Random(_SPLIT_SEED).sample(list(users), len(users))  # noqa: S311
    return frozenset(shuffled[: round(DEVELOPMENT * len(shuffled))])
