"""Each script of `examples/` runs, prints what it is for, and is short enough to be read at once."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "examples"
PRINTS = {
    "own_catalogue": ["1. City jacket, $89.90: navy", "Rain jacket", "the closest is `in_stock`"],
    "own_evals": ["agent 0.67 ['wished-in-vain']"],
    "own_policy": ["Peaches (last month)", "Left out: one because it is not sold in this month.", "Plum brandy"],
    "own_ranker": ["['t1', 'k2', 'k1']\n['k2', 'k1', 't1']"],
    "langgraph_node": ["step recall Looking for kettle products", "Are you 18 or older?\n40"],
    "memory_and_privacy": ["want westerns\navoid alien-1979", "['preference', 'seen']\nknown: False | kept: 0"],
}


@pytest.mark.parametrize("name", PRINTS)
def test_it_runs_and_shows_what_it_is_about(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(FOLDER / f"{name}.py"), run_name="__main__")

    printed = capsys.readouterr().out
    assert [words for words in PRINTS[name] if words not in printed] == []


def test_the_service_answers_refuses_and_streams() -> None:
    from fastapi.testclient import TestClient

    from examples.fastapi_app import app

    with TestClient(app()) as client:
        reply = client.post("/ask", json={"message": "a comedy under 90 minutes", "user": "ann"}).json()
        assert reply["act"] == "recommend"
        assert {item["fields"]["runtime"] < 90 for item in reply["items"]} == {True}
        assert client.post("/ask", json={"message": "hello", "user": " "}).status_code == 422
        lines = client.post("/stream", json={"message": "a western", "user": "ann"}).text.splitlines()
        assert {json.loads(line)["type"] for line in lines[:-1]} == {"step"}
        assert json.loads(lines[-1])["type"] == "reply"


def test_there_are_eight_and_they_are_short() -> None:
    lines = {path.stem: len(path.read_text(encoding="utf-8").splitlines()) for path in FOLDER.glob("[!_]*.py")}

    assert lines.keys() == {*PRINTS, "fastapi_app", "own_tool"}
    assert max(lines.values()) < 60
