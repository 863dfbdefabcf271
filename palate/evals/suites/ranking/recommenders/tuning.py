"""Choosing a recommender's settings by what people liked last in the log that it may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from palate.evals.suites.ranking.recommenders.recommender import Recommender
from palate.ranking.history import LEAST, LONGEST, History
from palate.ranking.log import LogArrays

Settings = TypeVar("Settings")

K = 10
MOST = 300
"""People whose last like is held back, drawn where there are more."""


@dataclass(frozen=True)
class HeldBack:
    """A like, and what its person did before it."""

    history: History
    target: int


def tuned(
    fit: Callable[[LogArrays, Settings], Recommender],
    settings: Iterable[Settings],
    log: LogArrays,
    *,
    seed: int,
) -> Settings:
    """Return the settings under which likes that are held back from `log` have the highest NDCG, the first of equals.

    Nothing outside of `log` is looked at, so what a suite looks for takes no part in the choice.
    """
    early, likes = held_back(log, seed=seed)

    def quality(chosen: Settings) -> float:
        model = fit(early, chosen)
        return sum(_ndcg(model, like) for like in likes)

    return max(settings, key=quality)


def held_back(log: LogArrays, *, seed: int) -> tuple[LogArrays, list[HeldBack]]:
    """Cut the log of some people before the last item that they liked, where it was new to them."""
    starts = np.flatnonzero(np.diff(log.users, prepend=-1))
    ends = np.append(starts[1:], len(log))
    keep = np.ones(len(log), dtype=np.bool_)
    likes, worths = [], np.maximum(log.worths, 0.0)
    people = np.random.default_rng(seed).permutation(len(starts))
    for start, end in zip(starts[people].tolist(), ends[people].tolist(), strict=True):
        liked = start + np.flatnonzero(log.liked[start:end])
        last = int(liked[-1]) if len(liked) else start
        if last - start < LEAST or log.items[last] in log.items[start:last]:
            continue
        past = slice(max(start, last - LONGEST), last)
        likes.append(HeldBack(History(log.items[past], worths[past], log.times[past]), int(log.items[last])))
        keep[last:end] = False
        if len(likes) == MOST:
            break
    return log.only(keep), likes


def _ndcg(model: Recommender, like: HeldBack) -> float:
    scores = model.scores(like.history)
    scores[like.history.items] = -np.inf
    place = 1 + int((scores > scores[like.target]).sum())
    return 1 / float(np.log2(place + 1)) if place <= K else 0.0
