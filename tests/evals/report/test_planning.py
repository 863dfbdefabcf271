"""What contestants ask of models, and how planners compare: every figure from result files, by hand."""

# ruff: noqa: ARG002 -- what a protocol hands over and a double has no use for

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from palate.agent.reply import Reply, Trace
from palate.evals.baselines.models.choice import ModelChoice
from palate.evals.contestant import Setup
from palate.evals.report.models import model_use, models, used_models
from palate.evals.report.planning import MARK, base_of, categories, planners, to_planning, took
from palate.evals.report.report import Report
from palate.evals.runner import run as run_suite
from tests.cli.test_main import run
from tests.evals.doubles import Echo, Numbers


@dataclass(frozen=True)
class Asking(Echo):
    """An echo that tells of a model, whose plan is repaired for 0 and 1, and which has none from 8 on."""

    cost: float | str = 0.5
    invented: int = -1

    def open(self, catalog: Any, setup: Setup | None = None) -> Asking:
        return self

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:
        number, reply = int(message), super().ask(message)
        usage = {"model_calls": 2, "tokens": 330, "prompt_tokens": 300, "completion_tokens": 30, "cost": self.cost}
        if self.invented >= 0:
            usage |= {"titles": 5, "invented": self.invented}
        repaired = ["a title was mended"] if number < 3 else ["`held1` was added: “a comedy” holds from before."]
        failed = [{"kind": "model", "severity": "warning", "message": "it slept"}] if number == 2 else []
        trace = Trace(
            plan=[{"repaired": repaired, "planner": "offline" if failed else "frames"}],
            usage=usage if number < 8 else {"model_calls": 0, "tokens": 0},
            findings=[*failed, {"kind": "model", "severity": "info", "message": "well"}],
        )
        return reply.model_copy(update={"trace": trace})


def report(*contestants: Echo) -> Report:
    made = run_suite(Numbers(), contestants)
    results = [
        each.model_copy(update={"turns": tuple(replace(turn, seconds=0.25) for turn in each.turns)})
        for each in made.results
    ]
    return Report(made.manifest, made.cases, tuple(results))


ASKING = Asking("frames-none", known=4)
BETTER = Asking("frames-dynamic", known=9, cost="unknown")


def test_use_of_a_model_is_by_case_by_call_and_by_turn() -> None:
    found = model_use(report(ASKING), "frames-none")

    assert found is not None
    assert found.turns == 8
    assert found.calls == 1.6  # two calls in eight of ten cases
    assert (found.prompt_tokens, found.completion_tokens) == (150, 15)
    assert found.repairs == 2 / 8
    assert found.failures == 1 / 8
    assert (found.p50, found.p95) == (0.25, 0.25)
    assert found.cost == 4.0
    assert (found.titles, found.invented) == (0, 0)


def test_what_a_cache_answered_took_what_it_took_when_it_was_asked_for() -> None:
    made = report(ASKING)
    at_once = [
        each.model_copy(
            update={
                "turns": tuple(
                    replace(turn, seconds=0.01, reply=_with_model_seconds(turn.reply, 9.0)) for turn in each.turns
                )
            }
        )
        for each in made.results
    ]
    found = model_use(Report(made.manifest, made.cases, tuple(at_once)), "frames-none")

    assert found is not None
    assert (found.p50, found.p95) == (9.0, 9.0)


def _with_model_seconds(reply: dict[str, Any], seconds: float) -> dict[str, Any]:
    trace = reply["trace"]
    return {**reply, "trace": {**trace, "usage": {**trace["usage"], "model_seconds": seconds}}}


def test_use_can_be_cut_by_tag() -> None:
    found = model_use(report(ASKING), "frames-none", tag="high")  # 5 to 9

    assert found is not None
    assert (found.turns, found.calls, found.repairs) == (3, 1.2, 0)


def test_where_nobody_asks_a_model_nothing_is_told() -> None:
    assert model_use(report(Echo()), "echo") is None
    assert models([report(Echo())]) is None
    assert used_models([report(Echo())]) == ""


def test_the_table_of_models_leaves_out_who_asks_none_and_does_not_guess_a_price() -> None:
    found = models([report(Echo(), ASKING, BETTER)])

    assert found is not None
    assert found.header[-1] == "money"
    assert found.rows == (
        ("frames-none", "1.60", "150", "25.0%", "12.5%", "250 ms", "250 ms", "$4.00"),
        ("frames-dynamic", "1.60", "150", "25.0%", "12.5%", "250 ms", "250 ms", "unknown"),
    )


def test_invented_titles_are_told_where_titles_are_written() -> None:
    found = models([report(ASKING, Asking("model-only", invented=2))])

    assert found is not None
    assert [row[-1] for row in (found.header, *found.rows)] == ["invented", "-", "40.0%"]


def test_planners_are_compared_with_the_one_without_demonstrations() -> None:
    made = report(Echo(known=3), ASKING, BETTER)

    assert base_of(made) == "frames-none"
    assert planners(made).header[:4] == ("contestant", "right", "over frames-none", "turns")
    rows = {row[0]: row for row in planners(made).rows}
    assert rows["echo"][1].startswith("30.0% [10.8, ")  # Wilson's, of three of ten
    assert rows["echo"][2].startswith("-10.0% [-30.0, ")
    assert rows["echo"][3].startswith("4.50 [")  # one turn for three of ten, six for the others
    assert rows["echo"][4:] == ("-", "-", "-", "-", "250 ms", "250 ms", "-")
    assert rows["frames-none"][2] == "-"
    assert rows["frames-dynamic"][2].startswith("+50.0% [+20.0, ")
    assert rows["frames-dynamic"][4:] == ("1.60", "150", "25.0%", "12.5%", "250 ms", "250 ms", "unknown")


def test_without_that_one_the_first_is_the_base() -> None:
    assert base_of(report(Echo(known=3), BETTER)) == "echo"


def test_categories_have_a_row_each_with_intervals() -> None:
    found = categories(report(ASKING, BETTER))

    assert found.header == ("tag", "cases", "frames-none", "frames-dynamic")
    assert [row[:2] for row in found.rows] == [("high", "5"), ("low", "5")]
    assert [cell.split(" ")[0] for row in found.rows for cell in row[2:]] == ["0.0%", "80.0%", "80.0%", "100.0%"]


def test_what_a_model_took_is_told_by_category() -> None:
    found = took(report(Echo(known=3), ASKING, BETTER))

    assert found is not None
    assert found.header[0] == "frames-dynamic, by tag"
    assert found.rows == (
        ("high", "1.20", "150", "0.0%", "0.0%", "250 ms", "250 ms"),
        ("low", "2.00", "150", "40.0%", "20.0%", "250 ms", "250 ms"),
    )
    assert took(report(Echo())) is None


def test_the_document_is_made_of_result_files_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "kept"
    run_suite(Numbers(), [ASKING, BETTER], out=kept / "numbers")
    out = tmp_path / "planning-table.md"

    code, _, err = run(capsys, ["eval", "report", str(kept), "--planning", "--out", str(out)])
    text = out.read_text()

    assert (code, err) == (0, f"{out}: numbers\n")
    assert text == to_planning(
        [Report.read(kept / "numbers")], command=f"palate eval report {kept} --planning --out {out}"
    )
    assert text.splitlines()[0] == "## Measured"
    assert (
        "\n| contestant | right | over frames-none | turns | calls a case | prompt tokens a call | repaired |" in text
    )
    assert "\n| tag | cases | frames-none | frames-dynamic |" in text


def test_the_planning_tables_are_markdown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_suite(Numbers(), [ASKING], out=tmp_path / "numbers")

    code, _, err = run(capsys, ["eval", "report", str(tmp_path), "--planning", "--out", "page.html"])
    printed = run(capsys, ["eval", "report", str(tmp_path), "--planning"])

    assert (code, err) == (2, "`--out page.html` should end in .md: the planning tables are Markdown.\n")
    assert printed[0] == 0
    assert printed[1].startswith("## Measured\n")


def test_what_people_wrote_above_the_mark_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_suite(Numbers(), [ASKING], out=tmp_path / "numbers")
    out = tmp_path / "page.md"
    out.write_text(f"# Planning\n\nBy hand.\n\n{MARK}\n\n## Measured\n\nold figures\n", "utf-8")

    assert run(capsys, ["eval", "report", str(tmp_path / "numbers"), "--planning", "--out", str(out)])[0] == 0

    text = out.read_text("utf-8")
    assert text.startswith(f"# Planning\n\nBy hand.\n\n{MARK}\n\n## Measured\n\nPrinted by ")
    assert "old figures" not in text


def test_every_form_of_a_report_tells_what_models_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_suite(Numbers(), [ASKING], out=tmp_path / "numbers")

    shown = run(capsys, ["eval", "report", str(tmp_path)])[1]
    told = json.loads(run(capsys, ["eval", "report", str(tmp_path), "--json"])[1])
    for name in ("report.md", "report.html"):
        run(capsys, ["eval", "report", str(tmp_path), "--out", str(tmp_path / name)])

    assert "calls a case" in shown
    assert "<h3>Models</h3>" in (tmp_path / "report.html").read_text()
    assert told[0]["results"]["frames-none"]["model"]["calls"] == 1.6
    assert "\n## Models\n\n| with a model | calls a case |" in (tmp_path / "report.md").read_text()


def test_the_command_line_asks_for_a_model_where_one_is_needed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PALATE_MODEL", raising=False)
    monkeypatch.chdir(tmp_path)
    asked = ["eval", "run", "plans-languages", "-c", "assisted"]

    without = run(capsys, asked)
    twice = run(capsys, [*asked, "--model", "local:small", "--workers", "2"])
    nobody = run(capsys, ["eval", "run", "plans-languages", "--model", "local:small"])

    assert (without[0], without[2]) == (2, "`assisted` asks a model; name one with --model, such as `--model local`.\n")
    assert (twice[0], twice[2]) == (2, "`--workers 2` would load `local:small` 2 times; leave it at 1.\n")
    assert nobody[0] == 2
    assert "`--model local:small` is for contestants that ask a model" in nobody[2]
    assert ModelChoice("local:small").local
    assert list(tmp_path.iterdir()) == []
