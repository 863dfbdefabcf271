"""A figure knows whether its budget is met."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from bench import report
from bench.figure import Figure, p50_p95


@pytest.mark.parametrize(
    ("p50", "p95", "met"), [(15.0, 40.0, True), (15.1, 40.0, False), (15.0, 40.1, False), (1.0, 1.0, True)]
)
def test_a_budget_is_met_when_both_of_its_sides_are(p50: float, p95: float, met: bool) -> None:
    assert Figure("turn", "ms", p50, p95, samples=10, budget_p50=15.0, budget_p95=40.0).met is met


def test_a_figure_without_a_budget_has_no_verdict() -> None:
    assert Figure("turn: typo", "ms", 1.0, 2.0, samples=10).met is None


def test_the_95th_percentile_is_a_value_that_was_seen() -> None:
    assert p50_p95([1.0, 2.0, 3.0, 4.0, 100.0]) == (3.0, 100.0)


def test_a_run_is_written_with_commit_cores_versions_and_figures(tmp_path: Path) -> None:
    figure = Figure("import palate", "s", 0.1234567, 0.2, samples=9, budget_p50=0.3)

    report.write(report.as_json([figure]), tmp_path / "results" / "latest.json")

    run = json.loads((tmp_path / "results" / "latest.json").read_text())
    assert {"commit", "cores", "versions", "measured"} <= set(run)
    assert run["figures"] == [
        {
            "what": "import palate",
            "unit": "s",
            "p50": 0.123,
            "p95": 0.2,
            "samples": 9,
            "budget_p50": 0.3,
            "budget_p95": None,
            "items": None,
            "interactions": None,
            "users": None,
            "met": True,
        }
    ]


def test_the_table_has_budget_measured_and_verdict() -> None:
    console = Console(file=io.StringIO(), width=80, highlight=False)

    report.print_table(
        [
            Figure("turn", "ms", 14.0, 41.0, samples=200, budget_p50=15.0, budget_p95=40.0, items=10_000),
            Figure("turn: typo", "ms", 1.0, 2.0, samples=20, items=10_000),
            Figure("import palate", "s", 0.015, 0.016, samples=9, budget_p50=0.3),
        ],
        console,
    )

    assert isinstance(console.file, io.StringIO)
    assert [line.split() for line in console.file.getvalue().splitlines() if line.strip()] == [
        ["what", "items", "runs", "p50", "p95", "budget"],
        ["turn", "10,000", "200", "14.0", "ms", "41.0", "ms", "15", "/", "40", "ms", "missed"],
        ["turn:", "typo", "10,000", "20", "1.0", "ms", "2.0", "ms"],
        ["import", "palate", "9", "0.015", "s", "0.016", "s", "0.3", "s", "met"],
        ["Missed:", "turn."],
    ]
