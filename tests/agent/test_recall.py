"""What recall makes of what a person says and of what is known of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from palate import Agent, Catalog

LIKED = ("1", "2", "3", "4", "5", "6")


@pytest.mark.parametrize(
    ("known", "message", "tools"),
    [
        (0, "Recommend me something. I loved Alien.", ["similar", "rank"]),
        (6, "Recommend me something. I loved Alien.", ["rank"]),
        (6, "I loved Alien, what else?", ["similar", "rank"]),
        (6, "something like Alien", ["similar", "rank"]),
    ],
)
def test_a_liking_told_beside_a_request_is_gone_by_where_little_else_is_known(
    tiny: Catalog, tmp_path: Path, known: int, message: str, tools: list[str]
) -> None:
    with Agent(tiny, state=tmp_path) as agent:
        for item in LIKED[:known]:
            agent.feedback(item, user="u", session="s", value=1)
        reply = agent.ask(message, user="u", session="s")

    assert [step["tool"] for plan in reply.trace.plan for step in plan["steps"]] == tools


def test_what_is_said_besides_is_in_the_trace_and_not_in_the_text(tiny: Catalog, tmp_path: Path) -> None:
    with Agent(tiny, state=tmp_path) as agent:
        reply = agent.ask("My neighbour told me I should give you a try. A comedy.", user="u", session="s")

    passed_over = [finding["message"] for finding in reply.trace.findings if finding["kind"] == "aside"]
    assert passed_over == ["“My neighbour told me I should give you a try.” was taken for something said besides."]
    assert "neighbour" not in reply.text
    assert {item.id for item in reply.items} == {"2", "4", "8"}
