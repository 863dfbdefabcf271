"""Tables of a report: figures with intervals, differences, tags, costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import StringIO

from rich.console import Console

from palate.evals.compare import compare
from palate.evals.metrics import rate
from palate.evals.outcome import Outcome, TurnRecord
from palate.evals.report.markdown import to_markdown
from palate.evals.report.report import Report
from palate.evals.report.rows import by_tag, costs, gains, overview, provenance, rival, summary
from palate.evals.report.terminal import print_comparison, print_report, print_reports, print_rows
from palate.evals.results import result_of
from palate.evals.runner import run
from tests.evals.doubles import TURNS, Echo, Numbers


def numbers(known: int = 10) -> Report:
    return run(Numbers(), [Echo(known=known), Echo("none", known=0)])


def test_figures_have_intervals_and_differences_are_signed() -> None:
    report = numbers()

    assert summary(report).header == ("contestant", "right", "turns", "pass^2")
    assert summary(report).rows == (
        # Ten of ten: 1 / (1 + 1.96² / 10).
        ("echo", "100.0% [72.2, 100.0]", "1.00 [1.00, 1.00]", "-"),
        ("none", "0.0% [0.0, 27.8]", "6.00 [6.00, 6.00]", "-"),
    )
    assert gains(report).rows == (("none", "+100.0% [+100.0, +100.0]", "-5.00 [-5.00, -5.00]", "-"),)


def test_tags_cut_the_cases() -> None:
    assert by_tag(numbers(7)).rows == (("high", "5", "40.0%", "0.0%"), ("low", "5", "100.0%", "0.0%"))


def test_tags_that_all_cases_have_tell_nothing_apart() -> None:
    report = numbers(7)
    cases = tuple(case.model_copy(update={"tags": (*case.tags, "number")}) for case in report.cases)

    assert Report(report.manifest, cases, report.results).tags == {"high": 5, "low": 5}


def test_what_describes_is_told_and_not_compared() -> None:
    describing = replace(TURNS, better="neither")

    report = run(Numbers(metrics=(rate("right"), describing)), [Echo(), Echo("none", known=0)])

    assert summary(report).header == ("contestant", "right", "turns")
    assert gains(report).header == ("echo over", "right")


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


def test_markdown_says_what_printed_it_and_of_which_commit() -> None:
    one = numbers(7)
    other = Report(one.manifest.model_copy(update={"suite": "others", "commit": "cafe"}), one.cases, one.results)
    one = Report(one.manifest.model_copy(update={"commit": "beef", "started": "2026-01-02T03:04"}), one.cases, ())

    alone = to_markdown([one], command="palate eval report kept --out it.md").split("\n\n")[1]
    both = to_markdown([one, other], command="palate eval report kept --out it.md").split("\n\n")[1]

    start = "Printed by `palate eval report kept --out it.md` from the results of `palate eval run` "
    assert alone == f"{start}(`make eval` runs every suite): run at commit beef on 2026-01-02."
    assert both.startswith(f"{start}(`make eval` runs every suite): numbers run at commit beef on 2026-01-02; others ")


def test_several_runs_begin_with_who_leads_and_by_how_much() -> None:
    ablated = run(Numbers(), [Echo(known=9), Echo("no-memory", known=8), Echo("other", known=5), Echo("none", known=0)])
    alone = run(Numbers(name="alone"), [Echo()])

    found = overview([ablated, alone])

    assert found.header == ("suite", "cases", "metric", "first", "best baseline", "ahead by")
    assert [row[:3] for row in found.rows] == [("numbers", "10", "right"), ("alone", "10", "right")]
    # One in ten less than all: Wilson's interval by scipy. What is called no-… is no baseline.
    assert found.rows[0][3] == "echo 90.0% [59.6, 98.2]"
    assert found.rows[0][4].startswith("other 50.0% [")
    assert found.rows[0][5].startswith("+40.0% [")
    assert found.rows[1][4:] == ("-", "-")


def test_the_rival_is_the_best_by_what_is_better() -> None:
    contestants = [Echo(known=9), Echo("no-memory", known=8), Echo("no-log", known=7)]
    turns = Numbers(metrics=(TURNS,))

    assert rival(run(Numbers(), contestants)) == "no-memory"
    assert rival(run(turns, [*contestants, Echo("few", known=2), Echo("many", known=6)])) == "many"
    assert rival(run(Numbers(), contestants[:1])) is None


def printed(width: int, show: Callable[[Console], None]) -> str:
    """Return what a terminal of that width shows."""
    console = Console(file=(shown := StringIO()), width=width)
    show(console)
    return shown.getvalue()


def test_a_terminal_shows_what_is_measured_under_its_own_name() -> None:
    shown = printed(35, lambda console: print_report(console, numbers(7)))

    lines = [line.rstrip() for line in shown.splitlines()]
    assert lines[:4] == [
        "numbers",
        "measures Whether numbers are",
        "         repeated.",
        "cannot   Anything else.",
    ]


def test_of_contestants_beside_each_other_those_are_shown_that_fit() -> None:
    report = run(Numbers(), [Echo(name) for name in ("echo", "first-long-name", "second-long-name", "third-long-name")])

    wide, narrow = (printed(width, lambda console: print_report(console, report)) for width in (120, 60))

    assert [line.split() for line in wide.splitlines() if line.startswith("tag")] == [
        ["tag", "cases", *report.contestants]
    ]
    assert [line.split() for line in narrow.splitlines() if line.startswith("tag")] == [
        ["tag", "cases", "echo", "first-long-name", "second-long-name"]
    ]
    assert "not shown for want of width: third-long-name" in narrow
    assert "for want of width" not in wide


def test_a_table_that_is_too_wide_is_printed_in_parts() -> None:
    report = run(Numbers(), [Echo(known=7)], repeat=2)

    wide, narrow = (printed(width, lambda console: print_rows(console, summary(report))) for width in (80, 28))

    assert [line.split() for line in wide.splitlines()] == [
        ["contestant", "right", "turns", "pass^2"],
        ["echo", "70.0%", "2.50", "70.0%"],
        ["[39.7,", "89.2]", "[1.00,", "4.00]", "[39.7,", "89.2]"],
    ]
    # contestant (10), a gap, an interval (12): no room for a second of those.
    assert [line.split() for line in narrow.splitlines()] == [
        ["contestant", "right"],
        ["echo", "70.0%"],
        ["[39.7,", "89.2]"],
        [],
        ["contestant", "turns"],
        ["echo", "2.50"],
        ["[1.00,", "4.00]"],
        [],
        ["contestant", "pass^2"],
        ["echo", "70.0%"],
        ["[39.7,", "89.2]"],
    ]


def test_several_runs_end_with_who_leads() -> None:
    reports = [numbers(7), run(Numbers(name="alone"), [Echo()])]

    last = printed(80, lambda console: print_reports(console, reports)).splitlines()[-5:]

    assert [line.split() for line in last] == [
        ["suite", "first", "ahead", "by", "over"],
        ["numbers", "70.0%", "+70.0%", "none"],
        ["[right]", "[39.7,", "89.2]", "[+40.0,", "+100.0]"],
        ["alone", "100.0%", "-", "-"],
        ["[right]", "[72.2,", "100.0]"],
    ]


def test_a_comparison_names_the_cases_that_flipped() -> None:
    shown = printed(80, lambda console: print_comparison(console, compare(numbers(), numbers(7))))

    assert shown.startswith("numbers: echo -> echo, 10 cases\n")
    assert "3 worse by right\n  n7   n8   n9" in shown


def test_a_comparison_tells_values_that_are_not_all_or_nothing() -> None:
    def turns(known: int) -> Report:
        return run(Numbers(metrics=(TURNS,)), [Echo(known=known)])

    shown = printed(80, lambda console: print_comparison(console, compare(turns(10), turns(9))))

    assert "1 worse by turns\n  n9  1.00 -> 6.00" in shown


def test_a_comparison_tells_all_values_where_one_is_a_part() -> None:
    whole = numbers()
    parts = [
        result.model_copy(update={"scores": {"right": {"n1": 0.5, "n2": 0.0}.get(result.case, 1.0)}})
        for result in whole.results
    ]
    part = Report(whole.manifest, whole.cases, tuple(parts))

    shown = printed(80, lambda console: print_comparison(console, compare(whole, part)))

    assert "n2  100.0% -> 0.0%   n1  100.0% -> 50.0%" in shown
