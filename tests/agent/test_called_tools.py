"""An app's own tools in conversation: they compose with conditions, hold on, and answer beside items."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from palate import Agent, AgentConfig, Catalog, ItemId, tool
from palate.agent.reply import Reply
from palate.errors import ToolError
from tests.tools.calling.shop import LAPTOPS, REFURBISHED, TOOLS, Purse

CONFIG = AgentConfig(installed_tools=False, max_questions=0)


@tool(cues=("bargains",))
def bargains() -> set[ItemId]:
    """What is sold off this week, in no order."""
    return {"l4", "l3"}


@tool(cues=("shop window",))
def window() -> list[ItemId]:
    """What stands in the window."""
    raise ValueError("the key is 1234")


@tool(cues=("reserved",))
def reserved() -> list[ItemId]:
    """What is kept for somebody."""
    raise ToolError("The list of reservations is being written just now.")


@tool(cues=("opening hours",))
def hours() -> str:
    """When the shop is open."""
    raise ValueError("the key is 1234")


@pytest.fixture(scope="module")
def agent() -> Iterator[Agent]:
    with (
        Catalog.build(":memory:", items=LAPTOPS, noun="laptop") as catalog,
        Agent(
            catalog,
            tools=[*TOOLS, bargains, window, reserved, hours],
            deps=Purse(1000),
            config=CONFIG,
            state=":memory:",
        ) as made,
    ):
        yield made


def ids(reply: Reply) -> list[str]:
    return [item.id for item in reply.items]


def last(agent: Agent, *messages: str) -> Reply:
    """Return the last reply of a conversation."""
    name = " / ".join(messages)[:100]
    return [agent.ask(message, session=name) for message in messages][-1]


def test_what_a_tool_gives_is_shown_in_its_order(agent: Agent) -> None:
    assert ids(agent.ask("refurbished laptops")) == REFURBISHED


def test_of_a_set_the_ranking_decides(agent: Agent) -> None:
    assert ids(agent.ask("laptops among the bargains")) == ["l3", "l4"]


def test_conditions_narrow_what_a_tool_gives(agent: Agent) -> None:
    assert ids(agent.ask("something refurbished under 1000 with 32 GB")) == ["l5"]


def test_what_is_ruled_out_is_taken_out(agent: Agent) -> None:
    reply = agent.ask("gaming laptops that are not refurbished")

    assert ids(reply) == ["l4", "l8"]
    assert "not matching “refurbished”" in reply.text


def test_what_a_tool_gives_is_counted_and_compared(agent: Agent) -> None:
    assert agent.ask("how many refurbished laptops do you have?").answers[0].rows == ({"count": 5},)
    assert "Volt Go" in agent.ask("which is the cheapest refurbished laptop?").text


def test_whether_an_item_is_among_it_is_told(agent: Agent) -> None:
    assert agent.ask("is the Quill 15 refurbished?").text == "Yes: Quill 15 does match “refurbished”."
    assert agent.ask("is the Titan 17 refurbished?").text == "No: Titan 17 does not match “refurbished”."


def test_a_condition_of_a_tool_narrows_as_any_does(agent: Agent) -> None:
    assert ids(agent.ask("an ultrabook within my budget")) == ["l3", "l7"]


def test_it_holds_for_what_is_asked_next(agent: Agent) -> None:
    assert ids(last(agent, "refurbished laptops", "under 700")) == ["l3", "l7"]


def test_it_is_let_go_when_it_is_taken_back(agent: Agent) -> None:
    assert ids(last(agent, "refurbished gaming laptops", "I don't mind whether it is refurbished")) == [
        "l4",
        "l6",
        "l8",
    ]


def test_who_rules_it_out_after_asking_for_it_has_changed_their_mind(agent: Agent) -> None:
    assert ids(last(agent, "refurbished gaming laptops", "not refurbished")) == ["l4", "l8"]


def test_what_stands_in_the_way_of_a_tool_is_told(agent: Agent) -> None:
    reply = agent.ask("a refurbished Titan")

    assert (reply.act, ids(reply)) == ("abstain", [])
    assert {"brand: Titan", "refurbished"} >= set(reply.blamed) != set()


def test_one_message_has_items_and_an_answer(agent: Agent) -> None:
    reply = agent.ask("a business laptop, and is there delivery to Berlin?")

    assert ids(reply) == ["l2", "l5"]
    assert [(each.tool, each.rows) for each in reply.answers] == [("delivery", ({"city": "Berlin", "days": 3},))]
    assert "Aero 15" in reply.text
    assert "city: Berlin; days: 3" in reply.text


def test_what_a_tool_has_to_know_is_asked_for(agent: Agent) -> None:
    reply = agent.ask("is delivery available?")

    assert reply.act == "abstain"
    assert reply.text == "To tell that I need to know the city: say it along with “delivery”."


def test_a_tool_that_fails_shows_nothing_and_tells_no_secret(agent: Agent) -> None:
    reply = agent.ask("gaming laptops from the shop window")

    assert (reply.act, ids(reply)) == ("abstain", [])
    assert "`window` failed with an error of its own (ValueError)" in reply.text
    assert "1234" not in reply.model_dump_json()
    assert any("the key is 1234" in each for each in reply.trace.log)


def test_one_that_should_take_out_fails_as_closed(agent: Agent) -> None:
    assert ids(agent.ask("gaming laptops, nothing from the shop window")) == []


def test_a_tools_own_sentence_is_said(agent: Agent) -> None:
    assert "The list of reservations is being written just now." in agent.ask("what is reserved?").text


def test_an_answer_that_fails_leaves_the_items(agent: Agent) -> None:
    reply = agent.ask("a business laptop, and what are the opening hours?")

    assert ids(reply) == ["l2", "l5"]
    assert "`hours` failed with an error of its own (ValueError)" in reply.text


def test_a_session_outlives_its_tool_and_shows_nothing_wider(tmp_path_factory: pytest.TempPathFactory) -> None:
    state = tmp_path_factory.mktemp("state")
    with Catalog.build(":memory:", items=LAPTOPS, noun="laptop") as catalog:
        with Agent(catalog, tools=TOOLS, config=CONFIG, state=state) as before:
            before.ask("refurbished laptops", session="s")
        with Agent(catalog, config=CONFIG, state=state) as after:
            reply = after.ask("under 700", session="s")

    assert (reply.act, ids(reply)) == ("abstain", [])
