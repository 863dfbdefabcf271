"""A model that failed twice in a row is left alone for a while."""

from __future__ import annotations

import logging
from contextlib import suppress

import pytest

from palate.errors import BadCompletion, ModelUnavailable, OverBudget
from palate.planners.models.breaker import Breaker


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def fail(breaker: Breaker, error: Exception) -> None:
    with suppress(type(error)), breaker.watching("m"):
        raise error


def test_after_two_failures_it_waits_a_minute_and_then_twice_as_long_up_to_ten() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    fail(breaker, BadCompletion("no"))
    assert not breaker.is_open

    waited = []
    for _ in range(6):
        fail(breaker, ModelUnavailable("no"))
        started = clock.now
        while breaker.is_open:
            clock.now += 1
        waited.append(clock.now - started)

    assert waited == [60, 120, 240, 480, 600, 600]


def test_one_success_forgets_all_failures() -> None:
    breaker = Breaker(Clock())
    fail(breaker, BadCompletion("no"))
    with breaker.watching("m"):
        pass
    fail(breaker, BadCompletion("no"))

    assert not breaker.is_open


def test_a_budget_that_is_used_up_is_nobodys_fault() -> None:
    breaker = Breaker(Clock())
    for _ in range(3):
        fail(breaker, OverBudget("no"))

    assert not breaker.is_open


def test_the_log_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    breaker = Breaker(Clock())
    with caplog.at_level(logging.WARNING, "palate"):
        for _ in range(2):
            fail(breaker, BadCompletion("it wrote nothing."))

    assert caplog.messages == ["`m` failed 2 times in a row and is left alone for 60 s: it wrote nothing."]
