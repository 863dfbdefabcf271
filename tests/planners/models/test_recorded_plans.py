"""What Qwen2.5-Coder-1.5B wrote for these requests, replayed: all that reads, mends and compiles a plan.

The cassette was recorded when other demonstrations stood in the prompts, so a call is found by the message that it ends
with. To record it again: `rm tests/data/qwen-plans.jsonl; PALATE_RECORD=1 make test ARGS=tests/planners/models`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from palate import Agent, Catalog, Reply
from palate.llm.model import CallOptions, Completion, Message, Model
from palate.llm.recorded import RecordedModel, Recording
from palate.planners.models.plan_first import PlanFirstPlanner
from tests.conftest import DATA

CASSETTE = DATA / "qwen-plans.jsonl"
KNOWN = "qwen2.5-coder-1.5b"


class ByMessage:
    """Replays what was written for the message with which a prompt ends."""

    name = KNOWN

    def __init__(self, path: Path) -> None:
        lines = [Recording.model_validate_json(line) for line in path.read_text(encoding="utf-8").splitlines()]
        self._known = {each.ask.messages[-1].content: each.completion for each in lines}

    def complete(self, messages: Sequence[Message], options: CallOptions = CallOptions()) -> Completion:  # noqa: B008
        """Return the completion, or fail where the cassette has none."""
        del options
        return self._known[messages[-1].content]


@pytest.fixture
def qwen() -> Model:
    if not os.environ.get("PALATE_RECORD"):
        return ByMessage(CASSETTE)
    from palate.llm.open import open_model

    return RecordedModel(CASSETTE, open_model(f"local:{KNOWN}"))


def asked(films: Catalog, qwen: Model, state: Path, *messages: str) -> Reply:
    with Agent(films, planner=PlanFirstPlanner(qwen), state=state) as agent:
        replies = [agent.ask(message, user="ann", session="s") for message in messages]
    told = [finding["message"] for finding in replies[-1].trace.findings if finding["kind"] == "model"]
    assert told == []
    assert {plan["planner"] for plan in replies[-1].trace.plan} == {"plan-first"}
    return replies[-1]


@pytest.mark.parametrize(
    ("message", "holds"),
    [
        ("a comedy from the nineties", {"genres": "Comedy", "year": range(1990, 2000)}),
        ("una comedia francesa", {"genres": "Comedy"}),
        ("想看九十年代的喜剧片", {"genres": "Comedy", "year": range(1990, 2000)}),
        ("einen Western, bitte", {"genres": "Western"}),
        ("films older than Jaws", {"year": range(1800, 1975)}),
        ("not English, not before 2015", {"year": range(2015, 2100)}),
    ],
)
def test_every_item_is_what_was_asked_for(
    films: Catalog, qwen: Model, tmp_path: Path, message: str, holds: dict[str, Any]
) -> None:
    reply = asked(films, qwen, tmp_path, message)

    assert reply.items
    for item in reply.items:
        for name, wanted in holds.items():
            value = item.fields[name]
            assert value in wanted if isinstance(wanted, range) else wanted in value  # type: ignore[operator]


def test_what_holds_goes_on_holding(films: Catalog, qwen: Model, tmp_path: Path) -> None:
    reply = asked(films, qwen, tmp_path, "a comedy from the nineties", "under 100 minutes")

    assert reply.items
    for item in reply.items:
        assert "Comedy" in item.fields["genres"]  # type: ignore[operator]
        assert int(str(item.fields["runtime"])) < 100


def test_a_question_is_answered(films: Catalog, qwen: Model, tmp_path: Path) -> None:
    reply = asked(films, qwen, tmp_path, "how many westerns are there?")

    assert reply.act == "answer"
    assert any(character.isdigit() for character in reply.text)
