"""The scripts of `examples/` are short enough to be read at once; `tests/docs/test_how_to.py` runs those that print."""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "examples"


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


def test_they_are_short() -> None:
    lines = {path.stem: len(path.read_text(encoding="utf-8").splitlines()) for path in FOLDER.glob("[!_]*.py")}

    assert len(lines) == 8
    assert max(lines.values()) < 60
