"""Tables behind the means, and the curves of the page."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from palate.evals.metric import Metric
from palate.evals.metrics import rate
from palate.evals.report.curves import curve_plot
from palate.evals.report.details import details, shares_within
from palate.evals.report.html import to_html
from palate.evals.report.markdown import table, to_markdown
from palate.evals.report.report import Report
from palate.evals.report.terminal import print_report
from palate.evals.runner import run
from tests.evals.doubles import TURNS, Echo, Numbers

CURVE = replace(TURNS, curve=6)
WRONG = rate("wrong", score="right", counted=True)


def numbers(*more: Metric, known: int = 7, repeat: int = 1) -> Report:
    metrics = (rate("right"), CURVE, WRONG, *more)
    report = run(Numbers(metrics=metrics), [Echo(known=known), Echo("none", known=0)], repeat=repeat)
    return Report(
        report.manifest.model_copy(update={"groups": {"size": ("low", "high")}}), report.cases, report.results
    )


def test_a_curve_tells_what_share_had_it_by_each_turn() -> None:
    report = numbers()

    # Seven of ten take one turn, and three count as six.
    assert shares_within(report, "echo", CURVE) == pytest.approx([0.7, 0.7, 0.7, 0.7, 0.7, 1.0])
    assert details(report)[0].header == ("turns at most", "1", "2", "3", "4", "5", "6")
    assert details(report)[0].rows[1] == ("none", "0.0%", "0.0%", "0.0%", "0.0%", "0.0%", "100.0%")


def test_half_of_the_conversations_and_nine_in_ten_took_at_most() -> None:
    quantiles = details(numbers(known=5))[1]

    assert quantiles.header == ("half / nine in ten at most", "turns")
    assert quantiles.rows == (("echo", "1 / 6"), ("none", "6 / 6"))


def test_what_is_counted_is_told_in_cases_and_in_conversations() -> None:
    once, twice = details(numbers())[2], details(numbers(repeat=2))[2]

    assert once.header == ("cases in which at least once", "wrong")
    assert once.rows == (("echo", "7 of 10"), ("none", "0 of 10"))
    assert twice.header == ("cases in which at least once (conversations)", "wrong")
    assert twice.rows == (("echo", "7 of 10 (14 of 20)"), ("none", "0 of 10 (0 of 20)"))


def test_kinds_of_cases_are_compared_with_the_first_kind() -> None:
    kinds = details(numbers())[3]

    assert kinds.header == ("size", "cases", "echo, right", "over low")
    assert kinds.rows[0] == ("low", "5", "100.0% [56.6, 100.0]", "")
    assert kinds.rows[1][:3] == ("high", "5", "40.0% [11.8, 76.9]")
    assert kinds.rows[1][3].startswith("-60.0% [-100.0, ")


def test_what_describes_stands_beside_each_kind() -> None:
    kinds = details(numbers(Metric("ceiling", "right", "what can be reached", better="neither")))[3]

    assert kinds.header == ("size", "cases", "echo, right", "over low", "ceiling")
    assert [row[-1] for row in kinds.rows] == ["100.0%", "40.0%"]


def test_a_kind_alone_is_compared_with_nothing() -> None:
    report = numbers()
    alone = report.manifest.model_copy(update={"groups": {"size": ("low", "huge")}})

    assert len(details(Report(alone, report.cases, report.results))) == 3


def test_every_form_of_a_report_has_the_tables() -> None:
    report = numbers()
    console = Console(file=StringIO(), width=100)
    print_report(console, report)
    printed = console.file.getvalue()  # type: ignore[attr-defined]

    for rows in details(report):
        assert table(rows) in to_markdown([report])
        assert rows.header[0] in printed
        assert f"<th>{rows.header[0]}</th>" in to_html([report])


def test_the_page_draws_the_curve_with_the_first_on_top() -> None:
    drawn = curve_plot(replace(TURNS, curve=2), {"<me>": [0.25, 1.0], "other": [0.0, 0.5]})

    assert drawn.index('line1" points') < drawn.index('line0" points')
    assert 'points="0.5,75.0 1.5,0.0"><title>&lt;me&gt;</title>' in drawn
    assert "&lt;me&gt; 100.0%; other 50.0%" in drawn
    assert "<i>100%</i>" in drawn
    assert "<svg" in to_html([numbers()])
