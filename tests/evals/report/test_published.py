"""Others' figures: beside which suites they stand, and that what is kept of them is whole."""

from __future__ import annotations

import pytest

from palate.evals.metrics import rate
from palate.evals.registry import SUITES, load_suite
from palate.evals.report.markdown import to_markdown
from palate.evals.report.published import WARNING, Source, published, sources
from palate.evals.report.rows import Rows
from palate.evals.runner import run
from tests.evals.doubles import TURNS, Echo, Numbers

KNOWN = Source(
    suites=("numbers", "others"),
    cite="A and B, 2020",
    on="letters",
    figures=(
        {"system": "Parrot", "right": "81%", "turns": "2.5"},
        {"system": "Ape", "turns": "3.5"},
        {"system": "Ox", "moos": "7"},
    ),
)


def test_only_metrics_that_both_have_are_told() -> None:
    report = run(Numbers(metrics=(rate("right"), TURNS, rate("left"))), [Echo()])

    assert published(report, [KNOWN]) == Rows(
        ("published", "right", "turns", "of", "source"),
        (("Parrot", "81%", "2.5", "letters", "A and B, 2020"), ("Ape", "-", "3.5", "letters", "A and B, 2020")),
    )


@pytest.mark.parametrize("suite", [Numbers(name="unknown"), Numbers(metrics=(rate("left"),))])
def test_where_there_is_nothing_to_set_beside_nothing_is_told(suite: Numbers) -> None:
    assert published(run(suite, [Echo()]), [KNOWN]) is None


def test_markdown_marks_them() -> None:
    suite = Numbers(name="sessions", metrics=(rate("hit@5", score="right"),))

    text = to_markdown([run(suite, [Echo()])])

    assert f"{WARNING}\n\n| published | hit@5 | of | source |" in text
    assert "| Chat-REC (GPT-4) | 82% | MovieLens; " in text
    assert WARNING not in to_markdown([run(Numbers(), [Echo()])])


def test_each_has_a_source_and_figures() -> None:
    assert sources()
    for source in sources():
        assert source.cite
        assert source.on
        assert all("system" in figures and len(figures) > 1 for figures in source.figures)


@pytest.mark.parametrize("name", sorted(SUITES))
def test_what_is_kept_of_a_suite_names_its_metrics(name: str) -> None:
    suite = load_suite(name)
    names = {metric.name for metric in suite.metrics}
    beside = [figures for source in sources() if suite.name in source.suites for figures in source.figures]

    assert {known for figures in beside for known in figures} - {"system"} <= names
