"""`palate demo`: every kind of act, in at least ten turns, and nothing left behind."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import pytest

from palate import Reply
from palate.cli.demo import SCRIPT
from palate.cli.main import main
from tests.cli.test_main import run


@pytest.fixture(scope="module")
def turns() -> list[dict[str, Any]]:
    """The demo's turns, as a program reads them."""
    with pytest.raises(SystemExit), redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        main(["demo", "--json"])
    assert err.getvalue() == ""
    played: list[dict[str, Any]] = json.loads(out.getvalue())["turns"]
    return played


def test_the_script_is_played_turn_by_turn(turns: list[dict[str, Any]]) -> None:
    assert [turn["user"] for turn in turns] == list(SCRIPT)
    assert len(turns) >= 10
    assert [list(turn) for turn in turns] == [["user", "reply"]] * len(turns)


def test_every_reply_is_whole(turns: list[dict[str, Any]]) -> None:
    for turn in turns:
        assert Reply.model_validate(turn["reply"]).text


def test_every_act_of_a_reply_occurs(turns: list[dict[str, Any]]) -> None:
    assert {turn["reply"]["act"] for turn in turns} == {"recommend", "ask", "answer", "chat", "abstain"}


def test_a_typo_is_disclosed_and_near_misses_are_named(turns: list[dict[str, Any]]) -> None:
    assert [turn["user"] for turn in turns if turn["reply"]["snapped"]]
    abstained = [turn["reply"] for turn in turns if turn["reply"]["act"] == "abstain"]
    assert all(reply["near"] for reply in abstained)
    assert all(reply["blamed"] for reply in abstained)


def test_no_item_is_shown_without_a_reason(turns: list[dict[str, Any]]) -> None:
    shown = [item for turn in turns for item in turn["reply"]["items"]]

    assert len(shown) > 30
    assert all(item["reasons"] for item in shown)


def test_it_says_that_the_ratings_are_simulated_and_what_to_try_next(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, ["demo", "--fast"])

    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "A conversation over the embedded films. Their ratings are simulated."
    assert [line for line in lines if line.startswith("> ")] == [f"> {words}" for words in SCRIPT]
    assert [line.split()[:2] for line in lines[-4:]] == [
        *(["palate", "chat"], ["palate", "serve"], ["palate", "ask"], ["palate", "ingest"])
    ]
