"""What a tool gives nothing for, while the message may have been misunderstood."""

from __future__ import annotations

from palate import Agent, Catalog, tool
from palate.catalog.item import ItemId


@tool(cues=["staff pick"])
def picks() -> list[ItemId]:
    """Keep what the staff likes."""
    return []


def test_nothing_of_a_tool_is_asked_about_where_other_words_found_no_place(tiny: Catalog) -> None:
    with Agent(tiny, tools=[picks], state=":memory:") as agent:
        reply = agent.ask("a blorky staff pick, gromulent")

    assert reply.act == "ask"
    assert reply.question is not None
    assert reply.items == ()
