from __future__ import annotations

import runpy
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "own_tool.py"


def test_the_example_runs_and_its_tools_serve_both_requests(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(EXAMPLE), run_name="__main__")

    recommended, told = capsys.readouterr().out.split("> what's the weather in Oslo?\n")
    assert recommended.startswith("> a crime film at the cinema\n")
    assert recommended.endswith("Fargo: Sun 18:30\n")
    assert "Alien" not in recommended
    assert "Oslo" in told
    assert "rain, so stay in" in told


def test_it_is_short() -> None:
    assert len(EXAMPLE.read_text(encoding="utf-8").splitlines()) < 40
