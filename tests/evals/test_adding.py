"""Others are put to a sample of a run that is kept, and stand in its table."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate.errors import BadArgument
from palate.evals.adding import add
from palate.evals.report.report import Report
from palate.evals.report.rows import entrants, gains, rival, summary
from palate.evals.results import read_manifest, read_results
from palate.evals.runner import run
from tests.evals.doubles import Echo, Numbers

HALF = Echo("half", "knows five", known=5)


def test_a_sample_stands_in_the_table_and_is_compared_over_the_cases_that_both_have(tmp_path: Path) -> None:
    run(Numbers(), [Echo()], repeat=2, out=tmp_path)
    seen: list[tuple[int, int]] = []

    report = add(tmp_path, [HALF], suite=Numbers(), limit=4, progress=lambda done, total, _: seen.append((done, total)))

    assert report == Report.read(tmp_path)
    assert seen == [(number, 4) for number in range(5)]
    own = [result for result in report.results if result.contestant == "half"]
    by_key = {(result.case, result.repeat): result.seed for result in report.results if result.contestant == "echo"}
    assert len(own) == 4
    assert all(result.seed == by_key[result.case, result.repeat] for result in own)
    assert [row[0] for row in summary(report).rows] == ["echo", "half"]
    assert gains(report).rows[0][0] == "half"
    assert entrants(report).rows[1] == ("half", "knows five; 4 of 10 cases, 4 conversations")
    assert report.gain("echo", "half", report.metrics[0]).cases == 4
    assert rival(report) is None


def test_what_is_done_is_not_run_again(tmp_path: Path) -> None:
    run(Numbers(), [Echo()], out=tmp_path)
    add(tmp_path, [HALF], suite=Numbers(), limit=4)
    suite = Numbers()

    report = add(tmp_path, [HALF], suite=suite, limit=6)

    assert suite.runs == 2
    assert sum(result.contestant == "half" for result in report.results) == 6


def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    run(Numbers(), [Echo()], out=tmp_path)

    with pytest.raises(KeyboardInterrupt):
        add(tmp_path, [HALF], suite=Numbers(interrupt_at=1), limit=None)

    assert sum(result.contestant == "half" for result in read_results(tmp_path)) == 1
    assert read_manifest(tmp_path).contestants["half"] == "knows five; 1 of 10 cases, 1 conversations"


def test_who_has_done_all_is_told_as_the_others_are(tmp_path: Path) -> None:
    before = run(Numbers(), [Echo()], out=tmp_path)
    add(tmp_path, [HALF], suite=Numbers())
    report = add(tmp_path, [HALF, Echo()], suite=Numbers(), limit=2)

    assert report.manifest.contestants == {"echo": Echo().about, "half": HALF.about}
    assert report.manifest.started == before.manifest.started


@pytest.mark.parametrize(
    ("changed", "repeat", "complaint"),
    [
        ({"commit": "0ther"}, 1, "is of commit `0ther`"),
        ({"complete": False}, 1, "is not finished"),
        ({"config": {"half": "another half"}}, 1, "configured otherwise: another half"),
        ({}, 3, "1 to 2 was expected"),
    ],
)
def test_what_does_not_belong_into_the_table_is_refused(
    tmp_path: Path, changed: dict[str, object], repeat: int, complaint: str
) -> None:
    run(Numbers(), [Echo()], repeat=2, out=tmp_path)
    manifest = read_manifest(tmp_path).model_copy(update=changed)
    (tmp_path / "manifest.json").write_text(manifest.model_dump_json(), "utf-8")

    with pytest.raises(BadArgument, match=complaint):
        add(tmp_path, [HALF], suite=Numbers(), repeat=repeat)

    assert read_manifest(tmp_path) == manifest
