"""The agent inside somebody's LangGraph app: three nodes, of which it is the second."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, TypedDict

import pytest
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command

from palate import Agent, Catalog
from palate.agent.exchange import Exchange
from palate.agent.policies import ConfirmBefore
from palate.errors import BadArgument

GOODS = [
    {"id": "w1", "title": "Harbour whisky", "kind": "whisky", "for_adults": True},
    {"id": "k1", "title": "Lyra kettle", "kind": "kettle", "for_adults": False},
]
ASK = "Are you 18 or older?"


class Own(TypedDict, total=False):
    """A state with keys of its own."""

    wish: str
    answer: dict[str, Any]
    rows: list[dict[str, Any]]
    who: str
    counted: int


@pytest.fixture(scope="module")
def catalog() -> Iterator[Catalog]:
    with Catalog.build(":memory:", items=GOODS, noun="product") as made:
        yield made


@pytest.fixture
def agent(catalog: Catalog) -> Iterator[Agent]:
    rules = [ConfirmBefore("for_adults", [True], ask=ASK)]
    with Agent(catalog, policies=rules, state=":memory:") as made:
        yield made


def app(agent: Agent, kind: str, saver: InMemorySaver | None = None) -> Any:
    """Compile a graph of a node before, the agent, and a node behind."""
    outer: Any = StateGraph(Exchange if kind == "graph" else Own)
    node = agent.as_node(messages="wish", reply="answer", items="rows", user="who")
    outer.add_node("before", lambda _: {})
    outer.add_node("palate", agent.graph if kind == "graph" else node)
    outer.add_node("behind", lambda state: {"counted": len(state.get("rows", ()))})
    for one, next_ in ((START, "before"), ("before", "palate"), ("palate", "behind"), ("behind", END)):
        outer.add_edge(one, next_)
    return outer.compile(checkpointer=saver)


def given(kind: str, said: str) -> dict[str, Any]:
    return {"messages": [HumanMessage(said)], "user": "ann"} if kind == "graph" else {"wish": said, "who": "ann"}


def titles(kind: str, state: dict[str, Any]) -> list[str]:
    return [row["title"] for row in state["items" if kind == "graph" else "rows"]]


THREAD: Any = {"configurable": {"thread_id": "t1"}}
kinds = pytest.mark.parametrize("kind", ["graph", "node"])


@kinds
def test_it_answers_and_the_next_node_has_its_items(kind: str, agent: Agent) -> None:
    state = app(agent, kind).invoke(given(kind, "a kettle"), THREAD)

    assert titles(kind, state) == ["Lyra kettle"]
    assert state.get("counted", 1) == 1
    assert [turn.message for turn in agent.session("ann", "t1").turns()] == ["a kettle"]


@kinds
def test_its_inner_events_reach_the_outer_stream(kind: str, agent: Agent) -> None:
    told = list(
        app(agent, kind).stream(given(kind, "a kettle"), THREAD, stream_mode=["updates", "custom"], subgraphs=True)
    )

    nodes = [name for _, mode, each in told if mode == "updates" for name in each]
    assert nodes[:3] == ["before", "recall", "plan"]
    assert nodes[-4:] == ["learn", "turn", "palate", "behind"]
    events = [each for _, mode, each in told if mode == "custom"]
    assert [each["type"] for each in events] == ["step"] * (len(events) - 1) + ["reply"]
    assert "Looking for kettle products" in [each.get("text") for each in events]


@kinds
@pytest.mark.parametrize(("answer", "shown"), [("yes", ["Harbour whisky"]), (True, ["Harbour whisky"]), (False, [])])
def test_a_confirmation_is_an_interrupt_that_a_command_answers(
    kind: str, answer: object, shown: list[str], agent: Agent
) -> None:
    outer = app(agent, kind, InMemorySaver())

    stopped = outer.invoke(given(kind, "a whisky"), THREAD)
    (asked,) = stopped["__interrupt__"]
    assert (asked.value["question"], asked.value["options"]) == (ASK, ["yes", "no"])
    assert "counted" not in stopped
    state = outer.invoke(Command(resume=answer), THREAD)

    assert titles(kind, state) == shown
    said = answer if isinstance(answer, str) else "yes" if answer else "no"
    assert [turn.message for turn in agent.session("ann", "t1").turns()] == ["a whisky", said]


def test_an_answer_that_is_none_is_told(agent: Agent) -> None:
    outer = app(agent, "graph", InMemorySaver())
    outer.invoke(given("graph", "a whisky"), THREAD)

    with pytest.raises(BadArgument, match=r'`Command\(resume=3\)`: "yes" or "no" was expected'):
        outer.invoke(Command(resume=3), THREAD)


def test_without_a_checkpointer_the_question_is_the_reply(agent: Agent) -> None:
    state = app(agent, "graph").invoke(given("graph", "a whisky"), THREAD)

    assert state["messages"][-1].text == ASK
    assert state["reply"]["question"]["policy"] == "confirm_for_adults_True"


def test_a_session_goes_on_within_and_without(agent: Agent) -> None:
    outer = app(agent, "graph", InMemorySaver())
    outer.invoke(given("graph", "I have seen the Lyra kettle"), THREAD)
    agent.feedback("k1", user="ann", session="t1", value=-1.0)
    assert agent._sessions.memory(agent.session("ann", "t1")._named).items.seen == ("k1",)

    assert titles("graph", outer.invoke(given("graph", "a kettle"), THREAD)) == []
    assert len(agent.memory.of("ann").export()["sessions"]) == 1


def test_nothing_of_the_session_is_in_the_outer_checkpoints(agent: Agent) -> None:
    saver = InMemorySaver()
    app(agent, "graph", saver).invoke(given("graph", "a kettle"), THREAD)

    channels = {channel for _, _, channel, _ in saver.blobs}
    assert "messages" in channels
    assert channels.isdisjoint({"session", "understanding"})


def test_asking_inside_a_node_is_a_turn_of_its_own(agent: Agent) -> None:
    outer: Any = StateGraph(Own)
    outer.add_node("own", lambda state: {"rows": agent.ask(state["wish"], user="ann", session="s").to_dicts()})
    outer.add_edge(START, "own")
    compiled = outer.compile(checkpointer=InMemorySaver())

    assert [row["id"] for row in compiled.invoke({"wish": "a kettle"}, THREAD)["rows"]] == ["k1"]
    assert [turn.message for turn in agent.session("ann", "s").turns()] == ["a kettle"]
    assert agent.session("ann", "s").preferences() != ()


def test_an_outer_graph_may_be_asynchronous(agent: Agent) -> None:
    outer = app(agent, "graph", InMemorySaver())

    async def run() -> Any:
        return await outer.ainvoke(given("graph", "a kettle"), THREAD)

    assert titles("graph", asyncio.run(run())) == ["Lyra kettle"]


def test_a_graph_keeps_its_agent_open(catalog: Catalog) -> None:
    graph = Agent(catalog, state=":memory:").graph

    assert titles("graph", graph.invoke(given("graph", "a kettle"))) == ["Lyra kettle"]


def test_a_state_without_messages_is_told(agent: Agent) -> None:
    with pytest.raises(BadArgument, match="The state has no `messages`"):
        agent.graph.invoke({"messages": []})
