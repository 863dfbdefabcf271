"""Failed conversations in the page: all there, each with its trace, each line once."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import replace
from typing import Any

import pytest

from palate.evals.outcome import Outcome, TurnRecord
from palate.evals.report.report import Report
from palate.evals.report.talks import LONGEST, Packed, pack
from palate.evals.results import result_of
from palate.evals.runner import run
from tests.evals.doubles import Echo, Numbers

REPLY = {
    "act": "recommend",
    "text": "Two films:\n1. Alien",
    "items": [{"id": "1", "title": "Alien", "fields": {"runtime": 117}}],
    "relaxed": ["from Norway"],
    "trace": {
        "plan": [{"intent": 0, "steps": [{"id": "step1", "tool": "filter"}, {"id": "step2", "tool": "rank"}]}],
        "steps": [
            {
                "id": "step1",
                "intent": 0,
                "tool": "filter",
                "args": {"where": []},
                "status": "ok",
                "before": 1000,
                "after": 3,
                "summary": "kept 3",
            }
        ],
        "findings": [{"kind": "too_few", "message": "Only one."}],
    },
}


def unpacked(packed: Packed) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(packed.data)))
    return found


def spelled(value: Any, lines: list[str]) -> Any:
    """Put the lines in the places of their numbers."""
    return [spelled(each, lines) for each in value] if isinstance(value, list) else lines[value]


@pytest.fixture
def report() -> Report:
    return run(Numbers(), [Echo(known=7), Echo("none", "knows nothing", known=0), Echo("broken", "", raises_at=2)])


def told(turns: list[TurnRecord], report: Report) -> list[Any]:
    """Return the turns of one failed conversation as the page has them."""
    failed = result_of(Outcome("n0", {"right": 0.0}, tuple(turns), failed=True), "echo", repeat=0, seed=0)
    found = unpacked(pack(replace(report, results=(failed,))))
    return [[turn, found["lines"]] for turn in found["talks"][0][5]]


def test_every_failed_conversation_is_in_it_and_no_other(report: Report) -> None:
    packed = pack(report)

    found = unpacked(packed)
    names = [found["lines"][talk[1]] for talk in found["talks"]]
    assert packed.counts == {"echo": 3, "none": 10, "broken": 1}
    assert names == ["echo"] * 3 + ["none"] * 10 + ["broken"]
    assert packed.left_out == 0


def test_a_conversation_has_its_case_its_words_and_why_it_failed(report: Report) -> None:
    found = unpacked(pack(report))
    lines = found["lines"]

    number, who, repeat, note, scores, turns = found["talks"][0]
    name, tags, data = found["cases"][number]
    message, act, _, text, _, remark = turns[0]
    assert (spelled([name, who, note, message, act], lines), repeat) == (
        ["n7", "echo", "7 was not repeated", "7", "chat"],
        0,
    )
    assert (spelled(tags, lines), json.loads(lines[data])) == (["high"], {"n": 7})
    assert spelled(scores, lines) == ["right 0", "turns 6"]
    assert (spelled(text, lines), lines[remark]) == (["<b>I do not know</b>"], "that is not the number")


def test_an_error_is_why(report: Report) -> None:
    found = unpacked(pack(report))

    assert "RuntimeError: the catalogue is on fire" in found["lines"][found["talks"][-1][3]]


def test_a_trace_has_what_was_shown_each_step_run_or_not_and_what_was_found(report: Report) -> None:
    [[turn, lines]] = told([TurnRecord("m", REPLY, 0.0126)], report)

    assert turn[2] == 13
    assert spelled(turn[3], lines) == ["Two films:", "1. Alien"]
    assert spelled(turn[4], lines) == [
        ["shown", "", "1"],
        ["filter", '{"where": []}', "ok, 1,000 -> 3: kept 3"],
        ["rank", "{}", "not run"],
        ["found too_few", "", "Only one."],
        ["relaxed", "", "from Norway"],
    ]
    assert "117" not in "".join(lines)


def test_a_line_is_held_once_and_cut_where_it_is_long(report: Report) -> None:
    long = {"act": "recommend", "text": "same\nsame", "trace": {"steps": [{"tool": "sql", "summary": "x" * 2000}]}}

    found = told([TurnRecord("same", long, 0.0), TurnRecord("same", {}, 0.0)], report)

    first, lines = found[0]
    assert (first[0], first[3]) == (lines.index("same"), [lines.index("same")] * 2)
    assert len(lines) == len(set(lines))
    assert max(map(len, lines)) == LONGEST
    assert found[1][0][3] == []


def test_beyond_the_most_the_last_are_left_out_and_counted(report: Report) -> None:
    packed = pack(report, most=5)

    assert (packed.counts, packed.left_out) == ({"echo": 3, "none": 2, "broken": 0}, 9)


def test_the_same_run_gives_the_same_page(report: Report) -> None:
    assert pack(report) == pack(report)
