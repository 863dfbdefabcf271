"""Figures that are no mean over cases."""

from __future__ import annotations

from palate.evals.case import Case
from palate.evals.compare import compare
from palate.evals.metric import Metric
from palate.evals.metrics import rate
from palate.evals.outcome import Outcome, Reached
from palate.evals.report.report import Report
from palate.evals.report.rows import summary
from palate.evals.results import Result, result_of
from palate.evals.runner import run
from tests.evals.doubles import Echo, Numbers

COVERAGE = Metric("coverage", "first", "", better="neither", over="together")
TRAINING = Metric("training", "training", "", better="neither", form="seconds", over="contestant")


def covered() -> Report:
    """Return three cases that reach 1 and 2, 2, and 7 of eight parts; the first two are tagged `low`."""
    report = run(Numbers(metrics=(rate("right"), COVERAGE, TRAINING)), [Echo()], limit=2)
    cases = tuple(Case(id=f"n{at}", tags=("low",) if at < 2 else ()) for at in range(3))
    results: list[Result] = [
        result_of(
            Outcome(f"n{at}", {"right": 1.0, "training": 0.25}, reached={"first": Reached(parts, 8)}),
            "echo",
            repeat=0,
            seed=0,
        )
        for at, parts in enumerate([(1, 2), (2,), (7,)])
    ]
    return Report(report.manifest, cases, tuple(results))


def test_what_all_cases_reach_together_is_counted_once() -> None:
    assert summary(covered()).rows[0][2:] == ("37.5%", "250 ms")


def test_what_is_reached_together_can_be_told_by_tag() -> None:
    assert summary(covered(), tag="low").rows[0][2] == "25.0%"


def test_what_nothing_was_reached_of_is_a_dash() -> None:
    assert summary(run(Numbers(metrics=(rate("right"), COVERAGE)), [Echo()])).rows[0][2] == "-"


def test_runs_are_not_compared_by_what_is_no_mean_over_cases() -> None:
    assert [each.metric.name for each in compare(covered(), covered()).differences] == ["right"]


def test_what_was_reached_is_kept_with_a_result() -> None:
    result = covered().results[0]

    assert Result.model_validate_json(result.model_dump_json()) == result
