"""Choosing settings: what is held back, and that the better settings are chosen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palate.evals.suites.ranking.recommenders.tuning import held_back, tuned
from palate.ranking.history import History
from palate.ranking.log import Floats, LogArrays


def log_of(*people: list[tuple[int, bool]]) -> LogArrays:
    """Return what people did one after the other: items, and whether they were liked."""
    told = [(user, item, liked) for user, did in enumerate(people) for item, liked in did]
    users, items, liked = (np.array(column) for column in zip(*told, strict=True))
    size = len(told)
    every = np.ones(size, dtype=np.bool_)
    return LogArrays(
        users, items, np.full(size, np.nan), every, liked, ~every, every, np.arange(size, dtype=np.float64)
    )


@dataclass(frozen=True)
class Always:
    """Puts one item first."""

    item: int

    def scores(self, person: History) -> Floats:  # noqa: ARG002
        return np.where(np.arange(20) == self.item, 1.0, -np.arange(20) / 100)


def test_the_last_like_and_what_comes_after_it_are_held_back() -> None:
    early, likes = held_back(log_of([(1, True), (2, True), (3, True), (4, False)], [(5, False), (6, False)]), seed=0)

    assert early.items.tolist() == [1, 2, 5, 6]
    assert [(like.history.items.tolist(), like.target) for like in likes] == [([1, 2], 3)]


def test_what_was_had_before_is_not_held_back() -> None:
    assert held_back(log_of([(1, True), (2, True), (1, True)]), seed=0)[1] == []


def test_the_settings_are_those_that_find_what_was_held_back() -> None:
    log = log_of([(1, True), (2, True), (19, True)], [(1, True), (3, True), (19, True)])

    assert tuned(lambda _, item: Always(item), (17, 19, 18), log, seed=0) == 19


def test_settings_are_chosen_without_what_is_held_back() -> None:
    log, seen = log_of([(1, True), (2, True), (19, True)]), []

    def fit(early: LogArrays, item: int) -> Always:
        seen.extend(early.items.tolist())
        return Always(item)

    tuned(fit, (1, 2), log, seed=0)

    assert set(seen) == {1, 2}
