"""Runs: what is kept, what is continued, and what becomes of errors and Ctrl-C."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate.errors import BadArgument, BadRows, PalateError
from palate.evals.metric import Metric
from palate.evals.report.report import Report
from palate.evals.results import Result, read_manifest, read_results
from palate.evals.runner import run, seed_of
from tests.evals.doubles import Echo, Numbers

HALF = Echo("half", "knows five", known=5)


def value(report: Report, contestant: str, name: str) -> float:
    metric = next(metric for metric in report.metrics if metric.name == name)
    return report.interval(contestant, metric).value


def test_all_contestants_are_put_to_all_cases_with_the_same_seeds() -> None:
    report = run(Numbers(), [Echo(), HALF], repeat=2, seed=3)

    assert len(report.results) == report.total == 40
    assert [value(report, name, "right") for name in ("echo", "half")] == [1.0, 0.5]
    assert [value(report, name, "turns") for name in ("echo", "half")] == [1.0, 3.5]
    assert value(report, "half", "pass^2") == 0.5
    seeds = {(result.case, result.repeat): result.seed for result in report.results}
    assert seeds == {
        (f"n{number}", repeat): seed_of(3, f"n{number}", repeat) for number in range(10) for repeat in (0, 1)
    }
    assert len(set(seeds.values())) == 20
    assert [result.case for result in report.failures("half")] == [f"n{n}" for n in range(5, 10) for _ in (0, 1)]


def test_a_run_is_kept_and_read_again(tmp_path: Path) -> None:
    report = run(Numbers(), [Echo(), HALF], out=tmp_path)

    read = Report.read(tmp_path)

    assert (read.manifest, read.cases, read.results) == (report.manifest, report.cases, report.results)
    assert (read.manifest.complete, read.manifest.suite, read.manifest.data) == (True, "numbers", "ten")
    assert read.results[-1].turns[0].note == "that is not the number"


def test_an_error_is_the_worst_score_and_the_other_cases_are_run() -> None:
    report = run(Numbers(), [Echo(raises_at=3)])

    failed = report.failures("echo")
    assert (value(report, "echo", "right"), value(report, "echo", "turns")) == (0.9, 1.5)
    assert [(result.case, result.scores) for result in failed] == [("n3", {"right": 0.0, "turns": 6.0})]
    assert failed[0].error.startswith("RuntimeError: the catalogue is on fire (in ask, line ")
    assert [turn.message for turn in failed[0].turns] == ["3"]
    assert report.errors("echo") == 1


def test_an_error_is_run_again_on_resume(tmp_path: Path) -> None:
    run(Numbers(), [Echo(raises_at=3)], out=tmp_path)
    suite = Numbers()

    report = run(suite, [Echo()], out=tmp_path, resume=True)

    assert (suite.runs, value(report, "echo", "right"), len(report.results)) == (1, 1.0, 10)
    assert Report.read(tmp_path).errors("echo") == 0


def test_ctrl_c_keeps_what_is_done_and_resume_goes_on(tmp_path: Path) -> None:
    stopped = run(Numbers(interrupt_at=4), [Echo(), HALF], out=tmp_path)

    assert (stopped.manifest.complete, len(stopped.results)) == (False, 8)
    assert len(read_results(tmp_path)) == 8
    assert not read_manifest(tmp_path).complete

    suite, seen = Numbers(), list[tuple[int, int]]()
    whole = run(
        suite, [Echo(), HALF], out=tmp_path, resume=True, progress=lambda done, total, _: seen.append((done, total))
    )

    assert (suite.runs, len(whole.results), whole.manifest.complete) == (12, 20, True)
    assert (seen[0], seen[-1]) == ((8, 20), (20, 20))
    fresh = run(Numbers(), [Echo(), HALF])
    assert [outcome(each) for each in whole.results] == [outcome(each) for each in fresh.results]


def outcome(result: Result) -> tuple[object, ...]:
    return (result.key, result.seed, result.scores, result.failed, result.note)


def test_a_line_cut_off_by_a_crash_is_run_again(tmp_path: Path) -> None:
    run(Numbers(), [Echo()], out=tmp_path)
    lines = tmp_path / "outcomes.jsonl"
    lines.write_text(lines.read_text()[:-40])

    suite = Numbers()
    report = run(suite, [Echo()], out=tmp_path, resume=True)

    assert (suite.runs, len(report.results), len(read_results(tmp_path))) == (1, 10, 10)


def test_a_spoilt_line_elsewhere_is_told(tmp_path: Path) -> None:
    run(Numbers(), [Echo()], out=tmp_path)
    lines = tmp_path / "outcomes.jsonl"
    lines.write_text("nonsense\n" + lines.read_text())

    with pytest.raises(BadRows, match=r"line 1, is no result"):
        read_results(tmp_path)


def test_a_folder_is_not_written_over_nor_continued_with_something_else(tmp_path: Path) -> None:
    run(Numbers(), [Echo()], out=tmp_path, seed=1)

    with pytest.raises(BadArgument, match=r"holds a run already; resume it \(`--resume`\), or name another folder"):
        run(Numbers(), [Echo()], out=tmp_path, seed=1)
    with pytest.raises(BadArgument, match=r"was run with the seed `1`, and it is `2` now"):
        run(Numbers(), [Echo()], out=tmp_path, seed=2, resume=True)
    with pytest.raises(BadArgument, match=r"was run with the suite hash"):
        run(Numbers(), [Echo()], out=tmp_path, seed=1, limit=3, resume=True)


def test_processes_give_what_one_process_gives(tmp_path: Path) -> None:
    one = run(Numbers(), [HALF], repeat=2)

    two = run(Numbers(), [HALF], repeat=2, workers=2, out=tmp_path)

    assert sorted(map(outcome, two.results), key=str) == sorted(map(outcome, one.results), key=str)
    assert len(read_results(tmp_path)) == 20


def test_a_process_that_dies_leaves_what_is_done(tmp_path: Path) -> None:
    with pytest.raises(PalateError, match=r"A worker process died"):
        run(Numbers(dies_at=9), [Echo()], workers=2, out=tmp_path)

    whole = run(Numbers(), [Echo()], workers=2, out=tmp_path, resume=True)

    assert (len(whole.results), whole.manifest.complete) == (10, True)


def test_two_of_one_name_cannot_be_told_apart() -> None:
    with pytest.raises(BadArgument, match=r"Two contestants are called `echo`\."):
        run(Numbers(), [Echo(), Echo(known=3)])


def test_a_lower_metric_without_a_worst_does_not_profit_from_errors() -> None:
    suite = Numbers(metrics=(Metric("wrong", "wrong", "share of cases", better="lower"),))

    with pytest.raises(BadArgument, match=r"`wrong` of `numbers` needs `worst`"):
        run(suite, [Echo()])
