"""A real model in the loop: too small to plan well, which must cost no turn anything."""

from __future__ import annotations

from pathlib import Path

from palate import Agent, Catalog
from tests.llm.conftest import smollm2  # noqa: F401 - a fixture


def test_every_reply_keeps_to_what_was_said(films: Catalog, smollm2: Path, tmp_path: Path) -> None:  # noqa: F811
    with Agent(films, model=f"local:{smollm2}", planner="frames", state=tmp_path / "state") as agent:
        first = agent.ask("a comedy from the nineties", user="ann", session="s")
        second = agent.ask("under 100 minutes", user="ann", session="s")

    for reply in (first, second):
        assert reply.trace.usage["model_calls"] >= 1
        # On a machine that is busy otherwise it may be too slow, which has to be told.
        told = [finding for finding in reply.trace.findings if finding["kind"] == "model"]
        assert told or reply.trace.usage["prompt_tokens"] > 500
        assert all(1990 <= int(str(item.fields["year"])) <= 1999 for item in reply.items)
        assert all("Comedy" in item.fields["genres"] for item in reply.items)  # type: ignore[operator]
    assert all(int(str(item.fields["runtime"])) < 100 for item in second.items)
    assert second.items
