"""`palate tools new`: a package that is written, built, installed, listed and answered with."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_main import run


def test_a_package_is_written_that_works_where_it_is_installed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    package = tmp_path / "moon-phase"

    code, out, err = run(capsys, ["tools", "new", "moon-phase"])

    assert (code, err) == (0, "")
    assert out == (
        "moon-phase is a package with the tool `moon_phase`: `pip install -e moon-phase`, then `palate tools` lists"
        " it.\n"
    )
    assert sorted(str(path.relative_to(package)) for path in package.rglob("*") if path.is_file()) == [
        "README.md", "pyproject.toml", "src/moon_phase/__init__.py", "tests/test_moon_phase.py",
    ]  # fmt: skip

    install(package, tmp_path / "installed")
    monkeypatch.syspath_prepend(tmp_path / "installed")
    listed = json.loads(run(capsys, ["tools", "list", "--json"])[1])["tools"]

    assert [(each["name"], each["source"]) for each in listed][-2:] == [
        ("rank", "built in"), ("moon_phase", "package moon-phase"),
    ]  # fmt: skip
    assert run(capsys, ["ask", "tell me about the moon phase"]) == (0, "M\n8½\nUp\n", "")
    runpy.run_path(str(package / "tests" / "test_moon_phase.py"))["test_the_agent_answers_with_it"]()


def install(package: Path, target: Path) -> None:
    """Build a package and install it into a folder, as pip does."""
    options = ["-q", "--no-deps", "--no-build-isolation", "--target", str(target)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "pip", "install", *options, str(package)]
    subprocess.run(command, env=environment, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Moon phase", "`Moon phase` cannot be a package; a name has small letters, digits and hyphens: `moon-phase`."),
        ("../moon", "`../moon` cannot be a package; "),
        ("class", "`class` cannot be a package; "),
        ("json", "`json` is taken, by a module of Python or a tool of Palate; choose another name."),
        ("rank", "`rank` is taken, "),
        ("full", "`full` exists and is not an empty folder; choose another with --folder."),
    ],
)
def test_what_cannot_be_written_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine", encoding="utf-8")

    code, out, err = run(capsys, ["tools", "new", name])

    assert (code, out) == (2, "")
    assert err.startswith(told)
    assert [path.name for path in tmp_path.rglob("*")] == ["full", "notes.txt"]


def test_an_empty_folder_will_do(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()

    code, _, err = run(capsys, ["tools", "new", "moon-phase", "--folder", str(tmp_path / "here")])

    assert (code, err) == (0, "")
    assert (tmp_path / "here" / "src" / "moon_phase" / "__init__.py").is_file()
