"""Comparisons: what changed, which cases flipped, and what a gate stops at."""

from __future__ import annotations

import math

import pytest

from palate.errors import BadArgument
from palate.evals.compare import Flip, compare
from palate.evals.report.report import Report
from palate.evals.runner import run
from tests.evals.doubles import Echo, Numbers


def numbers(known: int, **options: object) -> Report:
    return run(Numbers(), [Echo(known=known)], **options)  # type: ignore[arg-type]


def test_a_loss_is_told_with_the_cases_that_flipped() -> None:
    found = compare(numbers(10), numbers(4))

    assert [(each.metric.name, each.before, each.after, each.verdict) for each in found.differences[:2]] == [
        ("right", 1.0, 0.4, "worse"),
        ("turns", 1.0, 4.0, "worse"),
    ]
    assert found.differences[0].change.value == pytest.approx(-0.6)
    assert found.flips == tuple(Flip(f"n{n}", 1.0, 0.0, better=False) for n in range(4, 10))
    assert found.lost


def test_a_gain_and_no_change_are_not_lost() -> None:
    gain, same = compare(numbers(4), numbers(10)), compare(numbers(6), numbers(6))

    assert ([each.verdict for each in gain.differences[:2]], gain.lost) == (["better", "better"], False)
    assert ([each.verdict for each in same.differences[:2]], same.lost, same.flips) == (["same", "same"], False, ())


def test_one_case_in_ten_is_no_significant_loss() -> None:
    found = compare(numbers(10), numbers(9))

    assert (found.differences[0].verdict, found.lost, len(found.flips)) == ("same", False, 1)


def test_few_changes_are_no_loss_however_clear_the_interval() -> None:
    found = compare(numbers(10), numbers(5))

    assert (found.differences[0].change.clear_of_zero, found.differences[0].changed, found.lost) == (True, 5, False)


def test_only_cases_that_both_ran_are_compared() -> None:
    found = compare(numbers(10), numbers(6, filter="low"))

    assert (found.cases, found.unpaired, found.lost) == (5, 5, False)


def test_contestants_of_one_run_are_compared() -> None:
    report = run(Numbers(), [Echo("good"), Echo("bad", known=2)])

    assert compare(report, report, first="good", second="bad").lost
    assert not compare(report, report, first="bad", second="good").lost
    with pytest.raises(BadArgument, match=r"`ugly` did not run here; `good`, `bad` did\."):
        compare(report, report, second="ugly")


def test_other_suites_and_no_shared_case_are_refused() -> None:
    with pytest.raises(BadArgument, match=r"The first run's suite is `numbers` and the second's `others`"):
        compare(numbers(10), run(Numbers(name="others"), [Echo()]))
    with pytest.raises(BadArgument, match=r"share no case"):
        compare(numbers(10, filter="low"), numbers(10, filter="high"))


def test_a_metric_that_needs_repeats_has_no_value_without_them() -> None:
    last = compare(numbers(10), numbers(6)).differences[2]

    assert (last.metric.name, math.isnan(last.before), last.verdict) == ("pass^2", True, "same")
