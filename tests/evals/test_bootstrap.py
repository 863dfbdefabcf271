"""Intervals: what can be worked out by hand, and what must hold of any."""

from __future__ import annotations

import math

import numpy as np
import pytest

from palate.evals.bootstrap import Interval, apart, interval, paired


def test_equal_values_leave_nothing_to_draw() -> None:
    assert interval([0.5, 0.5, 0.5]) == Interval(0.5, 0.5, 0.5, 3)


def test_no_case_has_no_interval() -> None:
    found = interval([math.nan, math.nan])

    assert (math.isnan(found.value), math.isnan(found.low), found.cases) == (True, True, 0)
    assert not found.clear_of_zero


def test_two_cases_draw_both_ends() -> None:
    # One draw in four is (0, 0) and one is (1, 1): both lie well within 95 % of the draws.
    assert interval([0.0, 1.0]) == Interval(0.5, 0.0, 1.0, 2)


def test_the_width_is_that_of_the_normal_approximation() -> None:
    values = [1.0] * 300 + [0.0] * 100

    found = interval(values, seed=3)

    half = 1.96 * math.sqrt(0.75 * 0.25 / 400)
    assert found.value == 0.75
    assert (found.low, found.high) == pytest.approx((0.75 - half, 0.75 + half), abs=0.006)


def test_the_same_seed_draws_the_same() -> None:
    values = np.random.default_rng(1).random(50)

    assert interval(values, seed=5) == interval(values, seed=5)
    assert interval(values, seed=5) != interval(values, seed=6)


def test_many_cases_are_drawn_in_parts_that_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(1).random(40)
    whole = interval(values, seed=5)

    monkeypatch.setattr("palate.evals.bootstrap._AT_ONCE", 100)

    assert interval(values, seed=5) == whole


def test_pairing_takes_out_what_makes_cases_hard() -> None:
    hard = np.linspace(0.0, 0.9, 30)

    found = paired(hard + 0.1, hard)

    assert (found.value, found.low, found.high) == pytest.approx((0.1, 0.1, 0.1))
    assert found.clear_of_zero
    assert not paired(hard, hard).clear_of_zero


def test_a_case_that_either_lacks_is_left_out() -> None:
    assert paired([1.0, math.nan, 1.0], [0.0, 1.0, math.nan]) == Interval(1.0, 1.0, 1.0, 1)


def test_means_of_different_cases_are_drawn_apart() -> None:
    same, spread = [1.0] * 10, [0.0, 1.0] * 10

    assert apart(same, [0.0] * 5) == Interval(1.0, 1.0, 1.0, 15)
    assert apart(spread, spread).value == 0.0
    # Half of 20 has a standard error of .11, and a difference of two such of .16.
    assert apart(spread, spread).high == pytest.approx(0.31, abs=0.06)
    assert apart(same, []).cases == 0
