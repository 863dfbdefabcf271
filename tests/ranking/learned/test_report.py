"""What is measured of a ranker, over three likes of two people."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from palate.errors import StorageError
from palate.ranking.features import Feature
from palate.ranking.generators import GENERATORS
from palate.ranking.learned.examples import Examples, Like
from palate.ranking.learned.report import Late, calibration, importance, measured
from palate.ranking.learned.told import Bin, HeldBack, read_report
from palate.ranking.log import LogArrays

SECOND = 1 / math.log2(3)
FEATURES = tuple(Feature(generator.name, "", generator.family, lambda _: 0.0) for generator in GENERATORS)
TAKEN = np.array([1, 0, 0, 1, 0, 1])
SCORES = np.array([2.0, 1.0, 1.0, 2.0, 1.0, 2.0])
"""The ranker puts what was taken first."""


def sliced(requested: list[int], events: list[int], above: list[float]) -> dict[str, Any]:
    told = (np.array(each) for each in (requested, events, above))
    return dict(zip(("out of", "events so far", "item taken"), told, strict=True))


def late() -> Late:
    """Return three likes of two candidates: `near` places the first right, everybody else tells nothing apart."""
    rows = np.zeros((6, len(FEATURES)), np.float32)
    rows[:2, [feature.name for feature in FEATURES].index("near")] = 1.0, 0.5
    found = Examples(rows, TAKEN, np.array([2, 2, 2]), np.array([0, 2, 3]), np.array([False, True, False]))
    return Late(found, np.array([4, 4, 9]), sliced([0, 1, 0], [4, 5, 21], [0.0, 0.2, 0.6]))


@pytest.fixture
def held_back() -> HeldBack:
    return measured(late(), SCORES, np.full(6, 0.5), FEATURES)


def test_the_ranker_stands_before_the_others_from_the_best_to_the_worst(held_back: HeldBack) -> None:
    even = (1 + SECOND) / 2
    near = (1 + 2 * even) / 3

    assert [each.name for each in held_back.orders[:2]] == ["ranker", "near"]
    assert {each.name for each in held_back.orders[2:]} == {*(each.name for each in GENERATORS), "random"} - {"near"}
    assert held_back.best == "near"
    assert [each.ndcg.value for each in held_back.orders] == pytest.approx([1.0, near, *[even] * 6])
    assert [each.ahead.value for each in held_back.orders] == pytest.approx([0.0, 1 - near, *[1 - even] * 6])
    assert {each.hit.value for each in held_back.orders} == {1.0}


def test_it_tells_what_it_was_measured_on(held_back: HeldBack) -> None:
    assert (held_back.likes, held_back.people, held_back.candidates) == (3, 2, 2.0)


def test_likes_are_cut_by_what_came_before_and_by_how_many_took_the_item(held_back: HeldBack) -> None:
    assert [(each.by, each.name, each.likes) for each in held_back.slices] == [
        ("out of", "everything", 2),
        ("out of", "what a request leaves", 1),
        ("events so far", "under 5", 1),
        ("events so far", "5 to 20", 1),
        ("events so far", "over 20", 1),
        ("item taken", "most popular fifth", 1),
        ("item taken", "next two fifths", 1),
        ("item taken", "other two fifths", 1),
    ]
    assert [each.other for each in held_back.slices[2:4]] == pytest.approx([1.0, (1 + SECOND) / 2])


def test_a_part_without_likes_has_no_figures() -> None:
    few = Late(late().found, np.array([4, 4, 9]), sliced([0, 0, 0], [7, 7, 7], [0.0] * 3))

    first = measured(few, SCORES, np.full(6, 0.5), FEATURES).slices[2]

    assert (first.name, first.likes, first.ndcg, first.hit, first.other) == ("under 5", 0, None, None, None)


def test_what_slices_are_made_by_is_looked_up_in_the_log() -> None:
    nothing = np.zeros(5)
    log = LogArrays(
        users=np.array([0, 0, 0, 1, 1]),
        items=np.array([2, 0, 1, 1, 3]),
        values=nothing,
        consumed=nothing == 0,
        liked=nothing == 0,
        disliked=nothing == 1,
        taken=nothing == 0,
        times=nothing,
    )
    likes = [Like(0, 2, 2, 3), Like(0, 1, 1, 3), Like(3, 4, 4, 5)]
    reached = Examples(
        np.zeros((2, 1), np.float32), np.array([1, 1]), np.array([1, 1]), np.array([0, 2]), np.array([False, True])
    )

    found = Late.of(reached, likes, log, people=np.array([5, 7, 5, 1]))

    assert found.people.tolist() == [0, 1]
    assert found.sliced["out of"].tolist() == [0, 1]
    assert found.sliced["events so far"].tolist() == [2, 1]
    # Nobody's favourite but item 1 is before item 0, and three of the four are before item 3.
    assert found.sliced["item taken"].tolist() == [0.0, 0.75]


def test_bins_expect_as_much_and_the_error_is_by_their_candidates() -> None:
    found = calibration(np.array([0.5, 0.1, 0.1, 0.1, 0.1, 0.1]), np.array([1, 0, 0, 0, 0, 0]))

    # A tenth of all that is expected is 0.1: each of the five has a bin, and the one of 0.5 the last.
    assert [(each.candidates, each.taken) for each in found.bins] == [*[(1, 0)] * 5, (1, 1)]
    assert [each.expected for each in found.bins] == pytest.approx([*[0.1] * 5, 0.5])
    assert found.error == pytest.approx((5 * 0.1 + 0.5) / 6)


def test_chances_that_hold_have_no_error() -> None:
    found = calibration(np.array([1.0, 1e-12]), np.array([1, 0]))

    assert sum(each.candidates for each in found.bins) == 2
    assert found.error == pytest.approx(0.0, abs=1e-9)
    assert Bin(candidates=1, expected=1.0, taken=1) in found.bins


def test_what_has_one_name_gains_together_and_the_largest_comes_first() -> None:
    found = importance(["b", "a", "b", "c"], np.array([1.0, 2.0, 3.0, 2.0]))

    assert list(found.items()) == [("b", 0.5), ("a", 0.25), ("c", 0.25)]
    assert importance(["a"], np.zeros(1)) == {"a": 0.0}


def test_what_another_palate_told_is_not_read() -> None:
    with pytest.raises(StorageError, match=r"version 4 of the ranker is of another version of Palate; fit another"):
        read_report(4, {"likes": 3})
