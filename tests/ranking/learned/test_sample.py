"""What is fitted to of a large log, and that it has the scale of the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from palate.ranking.attributes import Attributes
from palate.ranking.knowledge import Knowledge
from palate.ranking.learned import sample
from palate.ranking.learned.sample import most_likes, sampled
from palate.ranking.log import LogArrays

USERS, EACH, ITEMS = 240, 6, 12


def log_of(users: int = USERS, each: int = EACH) -> LogArrays:
    """Return a log in which everybody takes one item after the other from an item of their own on."""
    events, every = np.arange(users * each), np.ones(users * each, dtype=np.bool_)
    items = (events // each + events % each * (1 + events // each % 3)) % ITEMS
    return LogArrays(
        events // each,
        items,
        np.full(len(events), np.nan),
        every,
        every,
        ~every,
        every,
        events.astype(np.float64) * 1e5,
    )


def draw() -> np.random.Generator:
    return np.random.default_rng(1)


def test_a_log_that_is_not_large_is_taken_whole() -> None:
    part = sampled(log_of(), draw())

    assert (len(part.log), part.share) == (USERS * EACH, 1.0)


def test_of_a_large_log_whole_users_are_drawn_the_same_ones_for_the_same_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "MOST_EVENTS", 100)

    part, again = sampled(log_of(), draw()), sampled(log_of(), draw())

    assert np.bincount(part.log.users).tolist() == [EACH] * (100 // EACH)
    assert part.share == (100 // EACH) / USERS
    assert np.array_equal(part.log.times, again.log.times)


def test_of_a_user_with_many_events_the_latest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "MOST_EVENTS", 100)
    monkeypatch.setattr(sample, "LONGEST", 4)

    part = sampled(log_of(), draw())

    assert np.bincount(part.log.users).tolist() == [4] * 25
    assert set((part.log.times / 1e5 % EACH).round().astype(int).tolist()) == {2, 3, 4, 5}


def test_above_a_number_of_items_there_are_fewer_likes() -> None:
    assert [most_likes(items) for items in (1_682, 250_000, 1_000_000)] == [4_000, 4_000, 1_000]


def test_what_is_known_by_a_sample_has_the_scale_of_the_whole_log() -> None:
    log = log_of()
    copies = [replace(log, users=log.users + at * USERS) for at in range(4)]
    whole = LogArrays(*(np.concatenate([getattr(each, name) for each in copies]) for name in vars(log)))
    attributes = Attributes(csr_array((ITEMS, 0)), {}, {})
    every = np.arange(ITEMS)

    one, other = (Knowledge.fitted(each, ITEMS, attributes, share) for each, share in ((log, 0.25), (whole, 1.0)))

    assert np.array_equal(one.popularity.people, other.popularity.people)
    assert np.array_equal(one.popularity.liked, other.popularity.liked)
    assert one.near(every).weights == pytest.approx(other.near(every).weights)
    assert one.sequence(every).weights == pytest.approx(other.sequence(every).weights, rel=1e-5)
    np.testing.assert_allclose(one.linear(every).weights, other.linear(every).weights, atol=1e-5)
    assert len(one.near(every).weights) * len(one.sequence(every).weights) > 0
