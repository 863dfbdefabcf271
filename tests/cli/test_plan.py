"""`palate plan`: a message planned and shown, and nothing run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from palate import Catalog
from tests.cli.test_main import run
from tests.llm.conftest import smollm2  # noqa: F401 - a fixture


def test_json_has_plan_preferences_demonstrations_problems_and_usage(
    capsys: pytest.CaptureFixture[str], tiny: Catalog
) -> None:
    code, out, err = run(capsys, ["plan", "a comedy under 100 minutes", "--db", str(tiny.path), "--json"])

    told = json.loads(out)
    assert (code, err) == (0, "")
    assert set(told) == {"message", "preferences", "plans", "demonstrations", "problems", "differences", "usage"}
    assert [step["tool"] for step in told["plans"][0]["steps"]] == ["filter", "rank"]
    assert told["usage"]["calls"] == 0


def test_text_shows_what_was_read_and_each_step(capsys: pytest.CaptureFixture[str], tiny: Catalog) -> None:
    code, out, _ = run(capsys, ["plan", "a comedy under 100 minutes", "--db", str(tiny.path)])

    assert code == 0
    assert "want under 100 minutes  “100 minutes”" in out
    assert "step1  filter(" in out


def test_a_model_is_shown_demonstrations_and_told_of(
    capsys: pytest.CaptureFixture[str],
    films: Catalog,
    smollm2: Path,  # noqa: F811
) -> None:
    given = ["plan", "a comedy", "--db", str(films.path), "--model", f"local:{smollm2}", "-k", "2", "--json"]
    code, out, _ = run(capsys, [*given, "--planner", "frames"])

    told = json.loads(out)
    assert code == 0
    assert told["usage"]["calls"] >= 1
    assert len(told["demonstrations"]) <= 2


def test_no_model_is_asked_about_nothing(
    capsys: pytest.CaptureFixture[str],
    films: Catalog,
    smollm2: Path,  # noqa: F811
) -> None:
    code, out, _ = run(capsys, ["plan", " ", "--db", str(films.path), "--model", f"local:{smollm2}", "--json"])

    assert code == 0
    assert json.loads(out)["usage"]["calls"] == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--planner", "frames"], "`frames` plans with a model; name one, such as `local`"),
        (["--planner", "assisted"], "`assisted` plans with a model; name one, such as `local`"),
        (["--model", "local:/nowhere.gguf"], "`/nowhere.gguf` does not exist"),
    ],
)
def test_what_is_missing_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tiny: Catalog, options: list[str], told: str
) -> None:
    code, out, err = run(capsys, ["plan", "a comedy", "--db", str(tiny.path), *options])

    assert (code, out) == (2, "")
    assert told in err
