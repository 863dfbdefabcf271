"""Wilson's interval: by hand, and against scipy's."""

from __future__ import annotations

import math

import pytest

from palate.evals.bootstrap import Interval
from palate.evals.wilson import Z, is_binary, wilson


def test_all_successes_are_not_certain() -> None:
    # p = 1: the upper bound is (1 + z²/n) / (1 + z²/n) = 1, the lower 1 / (1 + z²/n).
    found = wilson(68, 68)

    assert (found.value, found.high, found.cases) == (1.0, 1.0, 68)
    assert found.low == pytest.approx(1 / (1 + Z**2 / 68))
    assert round(found.low, 3) == 0.947


def test_no_success_is_the_mirror_image() -> None:
    none, every = wilson(0, 68), wilson(68, 68)

    assert (none.value, none.low) == (0.0, 0.0)
    assert none.high == pytest.approx(1 - every.low)


@pytest.mark.parametrize(("successes", "cases"), [(0, 1), (1, 1), (1, 2), (7, 20), (299, 300), (300, 300)])
def test_it_is_scipy_s(successes: int, cases: int) -> None:
    from scipy.stats import binomtest  # it takes seconds

    theirs = binomtest(successes, cases).proportion_ci(method="wilson")

    found = wilson(successes, cases)

    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert found.low <= found.value <= found.high


def test_no_case_has_no_interval() -> None:
    found = wilson(0, 0)

    assert (math.isnan(found.value), found.cases) == (True, 0)
    assert not found.clear_of_zero


def test_whose_it_is() -> None:
    assert is_binary([0.0, 1.0, 1.0])
    assert not is_binary([0.0, 0.5])
    assert wilson(1, 2).value == Interval(0.5, 0.0, 1.0, 2).value
