"""Every suite that people are judged by, run small: agent and one baseline, and the report is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate.evals.registry import default_suites, load_suite
from palate.evals.report.report import Report
from palate.evals.report.rows import by_tag, gains, summary
from palate.evals.runner import run
from palate.evals.suite import Suite
from palate.evals.suites.catalogues import CATALOGUES
from palate.evals.suites.cold_start.suite import ColdStart
from palate.evals.suites.ranking.suite import Ranking
from palate.evals.suites.sessions.suite import Sessions
from palate.evals.suites.slots.suite import Slots
from palate.evals.suites.verifiable.suite import Verifiable

CASES = 3
HERE = {"plans": "films,kitchen", "slots": "films,kitchen", "conversations": "films,kitchen,!held-out"}
"""Cases of suites whose other ones need what is not here."""


def small(name: str, movielens: Path) -> Suite:
    """Return a suite that needs nothing but the films and the small MovieLens."""
    suite = load_suite(name)
    if isinstance(suite, Sessions | Ranking | ColdStart):
        suite.source = movielens
    if isinstance(suite, Verifiable):
        suite.catalogues = {"films": CATALOGUES["films"]}
        suite.count, suite.repeat = CASES, 1
    if isinstance(suite, Slots):
        suite.most_requests = 20
    return suite


@pytest.mark.parametrize("name", default_suites())
def test_a_small_run_is_whole(movielens: Path, tmp_path: Path, name: str) -> None:
    suite = small(name, movielens)
    two = suite.contestants[:2]

    report = run(suite, two, limit=CASES, filter=HERE.get(name), out=tmp_path / "kept")

    assert report.manifest.complete
    assert len(report.cases) == CASES
    assert len(report.results) == report.total
    assert {each.contestant: each.error for each in report.results} == {each.name: "" for each in two}
    assert all(set(each.scores) <= {metric.score for metric in suite.metrics} for each in report.results)
    assert all(len(report.values(each.name, suite.metrics[0])) == CASES for each in two)
    assert all(each.turns for each in report.results) or isinstance(suite, Ranking | ColdStart)  # nobody speaks there
    kept = Report.read(tmp_path / "kept")
    for table in (summary, gains, by_tag):
        assert table(kept) == table(report)
    assert summary(kept).header == ("contestant", *(metric.name for metric in suite.metrics))
