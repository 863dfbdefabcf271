"""Tables of a report: figures with intervals, differences, tags, costs."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from palate.evals.compare import compare
from palate.evals.outcome import Outcome, TurnRecord
from palate.evals.report.markdown import to_markdown
from palate.evals.report.report import Report
from palate.evals.report.rows import by_tag, costs, gains, provenance, summary
from palate.evals.report.terminal import print_comparison, print_report
from palate.evals.results import result_of
from palate.evals.runner import run
from tests.evals.doubles import Echo, Numbers


def numbers(known: int = 10) -> Report:
    return run(Numbers(), [Echo(known=known), Echo("none", known=0)])


def test_figures_have_intervals_and_differences_are_signed() -> None:
    report = numbers()

    assert summary(report).header == ("contestant", "right", "turns", "pass^2")
    assert summary(report).rows == (
        ("echo", "100.0% [100.0, 100.0]", "1.00 [1.00, 1.00]", "-"),
        ("none", "0.0% [0.0, 0.0]", "6.00 [6.00, 6.00]", "-"),
    )
    assert gains(report).rows == (("none", "+100.0% [+100.0, +100.0]", "-5.00 [-5.00, -5.00]", "-"),)


def test_tags_cut_the_cases() -> None:
    assert by_tag(numbers(7)).rows == (("high", "5", "40.0%", "0.0%"), ("low", "5", "100.0%", "0.0%"))


def test_costs_count_turns_and_what_a_model_used() -> None:
    report = numbers()
    reply = {"trace": {"usage": {"model_calls": 2, "tokens": 300, "cost": 0.25}}}
    turns = tuple(TurnRecord("m", reply, seconds) for seconds in (0.010, 0.020, 0.030))
    spent = result_of(Outcome("n0", {"right": 1.0}, turns), "echo", repeat=0, seed=0)

    found = costs(Report(report.manifest, report.cases, (spent,)))

    assert found.header == ("contestant", "turns", "p50", "p95", "failed", "errors", "calls", "tokens", "money")
    assert found.rows[0] == ("echo", "3", "20 ms", "29 ms", "0", "0", "6", "900", "$0.75")
    assert found.rows[1] == ("none", "0", "-", "-", "0", "0", "0", "0", "$0.00")


def test_what_ran_is_told_and_whether_it_ended() -> None:
    whole, part = numbers(), run(Numbers(interrupt_at=2), [Echo()])

    assert provenance(whole).startswith("10 cases, seed 0, suite ")
    assert "stopped" not in provenance(whole)
    assert provenance(part).endswith("stopped after 2 of 10 results")


def test_markdown_has_the_tables() -> None:
    text = to_markdown([numbers(7)], title="Numbers | all")

    assert text.startswith(
        "# Numbers | all\n\n## numbers\n\nWhether numbers are repeated. Anything else. Ceiling: 100 %."
    )
    assert "| tag | cases | echo | none |\n| --- | ---: | ---: | ---: |\n| high | 5 | 40.0% | 0.0% |" in text


def test_a_terminal_shows_both() -> None:
    console = Console(file=StringIO(), width=120)

    print_report(console, numbers(7))
    print_comparison(console, compare(numbers(), numbers(7)))

    shown = console.file.getvalue() if isinstance(console.file, StringIO) else ""
    assert "  cannot   Anything else." in shown
    assert "numbers: echo -> echo, 10 cases" in shown
    assert "3 worse by right\n  n7  100.0% -> 0.0%\n" in shown
