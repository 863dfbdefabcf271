"""`palate eval`: suites are listed, run, compared and reported."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from palate.evals.case import Case
from palate.evals.runner import run as run_suite
from tests.cli.test_main import run
from tests.evals.doubles import Echo, Numbers

SUITE = "from tests.evals.doubles import Numbers\nSUITE = Numbers\n"
STOPPED = "from tests.evals.doubles import Numbers\ndef SUITE() -> Numbers:\n    return Numbers(interrupt_at=4)\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a suite, in which the commands run."""
    (tmp_path / "numbers.py").write_text(SUITE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def kept(name: str, known: int) -> str:
    run_suite(Numbers(), [Echo(known=known)], out=Path(name) / "numbers")
    return name


def test_the_list_names_contestants(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, ["eval", "list", "--json"])

    listed = json.loads(out)
    assert list(listed["contestants"])[:3] == ["agent", "understanding+popularity", "neighbours"]
    assert all(suite["about"]["measures"] and suite["metrics"] for suite in listed["suites"])
    assert (code, err) == (0, "")


def test_the_list_tells_what_each_suite_measures_and_names_its_twin_alone(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, ["eval", "list"])

    lines = out.splitlines()
    at = lines.index("one-turn  recall@5, ndcg@20")
    assert lines[at + 1].startswith("    From a person's log and one request for a genre and a decade:")
    assert "Contestants of its own: learned, untrained, generators, linear-recency" in " ".join(
        line.strip() for line in lines
    )
    assert sum("one-turn-development" in line for line in lines) == 1
    assert not [line for line in lines if line.startswith(("verifiable-unread", "verifiable-first-pick-unread"))]
    assert sum("verifiable-unread" in line for line in lines) == 1
    assert any(line.startswith("no-recall ") for line in lines)
    assert code == 0


def test_a_run_is_shown_and_kept(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, ["eval", "run", "numbers.py", "--out", "kept", "--limit", "4", "--repeat", "2"])

    assert code == 0
    rows = [line.split() for line in out.splitlines()]
    assert ["echo", "100.0%", "1.00", "100.0%"] in rows
    assert ["[51.0,", "100.0]", "[1.00,", "1.00]", "[51.0,", "100.0]"] in rows
    assert err == "Kept in kept; `palate eval report kept` makes a page of it.\n"
    assert len(Path("kept/numbers/outcomes.jsonl").read_text().splitlines()) == 8


def test_figures_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, ["eval", "run", "numbers.py", "--json", "--filter", "low", "--out", "kept"])

    (told,) = json.loads(out)
    # Wilson's bound of five of five is 1 / (1 + z² / 5).
    assert told["results"]["echo"]["metrics"]["right"] == {
        "value": 1.0,
        "low": pytest.approx(1 / (1 + 1.959964**2 / 5), abs=1e-6),
        "high": 1.0,
        "cases": 5,
    }
    assert told["results"]["echo"]["metrics"]["pass^2"]["value"] is None
    assert (told["manifest"]["filter"], told["manifest"]["complete"], code) == ("low", True, 0)


def test_ctrl_c_keeps_what_is_done_and_resume_goes_on(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "numbers.py").write_text(STOPPED)
    code, _, err = run(capsys, ["eval", "run", "numbers.py"])
    (out,) = (folder / "eval-results").iterdir()
    assert code == 130
    assert f"Stopped; `--resume --out eval-results/{out.name}` goes on from there.\n" in err
    assert len((out / "numbers" / "outcomes.jsonl").read_text().splitlines()) == 4

    (folder / "numbers.py").write_text(SUITE)
    code, _, _ = run(capsys, ["eval", "run", "numbers.py", "--resume"])

    assert (code, len((out / "numbers" / "outcomes.jsonl").read_text().splitlines())) == (0, 10)


@pytest.mark.parametrize(("before", "after", "expected"), [(10, 4, 1), (4, 10, 0), (10, 10, 0), (10, 9, 0)])
def test_a_gate_stops_at_a_significant_loss_alone(
    capsys: pytest.CaptureFixture[str], before: int, after: int, expected: int
) -> None:
    folders = [kept("before", before), kept("after", after)]

    assert run(capsys, ["eval", "compare", *folders])[0] == 0
    code, _, err = run(capsys, ["eval", "compare", *folders, "--gate"])

    assert (code, err) == (expected, "Significantly worse: numbers.\n" if expected else "")


def test_a_comparison_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, ["eval", "compare", kept("a", 10), f"{kept('b', 9)}@echo", "--json"])

    (told,) = json.loads(out)
    assert told["flips"] == [{"case": "n9", "before": 1.0, "after": 0.0, "better": False}]
    assert (told["lost"], told["cases"], code) == (False, 10, 0)


@pytest.mark.parametrize(
    ("name", "begins"),
    [("r.html", "<!doctype html>"), ("r.md", "# Results\n\nPrinted by `palate eval report a --out r.md` from ")],
)
def test_a_report_is_written(capsys: pytest.CaptureFixture[str], name: str, begins: str) -> None:
    code, _, err = run(capsys, ["eval", "report", kept("a", 7), "--out", name])

    assert (code, err) == (0, f"{name}: numbers\n")
    assert Path(name).read_text("utf-8").startswith(begins)


def test_a_conversation_is_frozen_and_replayed(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, ["eval", "freeze", "first", "a 90s comedy", "shorter", "--out", "talks.jsonl"])
    assert (code, err) == (0, "talks.jsonl: 1 conversations\n")
    case = Case.model_validate_json(Path("talks.jsonl").read_text())
    assert [turn["state"]["act"] for turn in case.data["turns"]] == ["recommend", "recommend"]

    code, out, _ = run(capsys, ["eval", "run", "talks.jsonl", "--json"])

    (told,) = json.loads(out)
    assert (code, told["results"]["agent"]["metrics"]["same"]["value"]) == (0, 1.0)


def test_a_session_that_is_kept_is_frozen(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    state = str(folder / "state")
    for said in ("a 90s comedy", "shorter"):
        assert run(capsys, ["ask", said, "--user", "ann", "--session", "one", "--state", state])[0] == 0

    kept = ["--user", "ann", "--session", "one", "--state", state, "--out", "talks.jsonl"]
    code, _, _ = run(capsys, ["eval", "freeze", "real", *kept])

    case = Case.model_validate_json(Path("talks.jsonl").read_text())
    assert code == 0
    assert [turn["message"] for turn in case.data["turns"]] == ["a 90s comedy", "shorter"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["freeze", "x", "--out", "talks.jsonl"], "Nothing was said: give messages, or the session of --state "),
        (["run", "nonsense"], "`nonsense` is not a suite; "),
        (["run", "numbers.py", "-c", "nobody"], "`nobody` is not a contestant of `numbers`; "),
        (["run", "numbers.py", "--filter", "zzz"], "No case matches `zzz` by id or tag; tags are `high`, `low`.\n"),
        (
            ["run", "numbers.py", "--resume"],
            "There is nothing to resume in `eval-results`; name a folder with --out.\n",
        ),
        (["report", "nowhere"], "`nowhere` holds no run of `palate eval run`: no `manifest.json` was found there.\n"),
        (["compare", "a", "b"], "`a` holds no run of `palate eval run`: "),
        (["freeze", "x", "hello", "--out", "talks.txt"], "`--out talks.txt` should end in .jsonl.\n"),
    ],
)
def test_mistakes_are_one_sentence(capsys: pytest.CaptureFixture[str], arguments: Sequence[str], told: str) -> None:
    code, out, err = run(capsys, ["eval", *arguments])

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(told)
