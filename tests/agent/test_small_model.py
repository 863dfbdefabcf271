"""A real model in the loop: too small to read well, which must break no turn."""

from __future__ import annotations

from pathlib import Path

from palate import Agent, Catalog
from tests.llm.conftest import smollm2  # noqa: F401 - a fixture


def test_a_turn_ends_with_a_reply(tiny: Catalog, smollm2: Path, tmp_path: Path) -> None:  # noqa: F811
    with Agent(tiny, model=f"local:{smollm2}", planner="frames", state=tmp_path / "state") as agent:
        reply = agent.ask("a comedy from the nineties", user="ann", session="s")

    assert reply.trace.usage["model_calls"] >= 1
    # On a machine that is busy otherwise it may be too slow, which has to be told.
    told = [finding for finding in reply.trace.findings if finding["kind"] == "model"]
    assert told or reply.trace.usage["prompt_tokens"] > 500
    assert reply.text
    assert reply.items or reply.act != "recommend"
