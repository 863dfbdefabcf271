"""What LangSmith is sent where the environment asks for it: nothing of a turn, unless the config says so as well."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypedDict

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import HumanMessage
from langchain_core.tracers.context import tracing_v2_enabled
from langchain_core.tracers.langchain import LangChainTracer
from langgraph.graph import START, StateGraph
from langsmith import run_trees, utils

from palate import Agent, AgentConfig, Catalog, tool

SAID = "a comedy, says Ann"
GIVEN = {"messages": [HumanMessage(SAID)], "user": "ann"}
INNER = {"turn", "recall", "plan", "act", "reflect", "respond", "learn"}


class Recording:
    """Stands in the place of LangSmith's client."""

    def __init__(self, runs: list[dict[str, Any]]) -> None:
        self.runs = runs

    def create_run(self, **run: Any) -> None:
        self.runs.append(run)

    def update_run(self, **run: Any) -> None:
        pass


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """The runs that LangSmith's client is given to send."""
    known: Any = utils.get_env_var  # which remembers what it found
    known.cache_clear()
    runs: list[dict[str, Any]] = []
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "none")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(run_trees, "get_cached_client", lambda **_: Recording(runs))
    yield runs
    known.cache_clear()


async def _all(parts: Any) -> None:
    async for _ in parts:
        pass


class Outer(TypedDict, total=False):
    messages: list[Any]
    user: str
    reply: dict[str, Any]
    items: list[dict[str, Any]]


def outer(node: Any) -> Any:
    graph = StateGraph(Outer)
    graph.add_node("shop", node)
    graph.add_edge(START, "shop")
    return graph.compile()


def _switched_on(agent: Agent) -> None:
    with tracing_v2_enabled():
        agent.graph.invoke(GIVEN)


Enter = Callable[[Agent], object]
ENTRIES: dict[str, Enter] = {
    "ask": lambda agent: agent.ask(SAID, user="ann"),
    "aask": lambda agent: asyncio.run(agent.aask(SAID, user="ann")),
    "stream": lambda agent: list(agent.stream(SAID, user="ann")),
    "astream": lambda agent: asyncio.run(_all(agent.astream(SAID, user="ann"))),
    "graph.invoke": lambda agent: agent.graph.invoke(GIVEN),
    "graph.ainvoke": lambda agent: asyncio.run(agent.graph.ainvoke(GIVEN)),
    "graph.stream": lambda agent: list(agent.graph.stream(GIVEN)),
    "graph.astream": lambda agent: asyncio.run(_all(agent.graph.astream(GIVEN))),
    "graph.batch": lambda agent: agent.graph.batch([GIVEN]),
    "graph, traced": lambda agent: agent.graph.invoke(GIVEN, {"callbacks": [LangChainTracer()]}),
    "graph, configured": lambda agent: agent.graph.with_config(callbacks=[LangChainTracer()]).invoke(GIVEN),
    "graph, switched on": _switched_on,
}
OUTER: dict[str, Enter] = {
    "node": lambda agent: outer(agent.as_node()).invoke(GIVEN),
    "node, async": lambda agent: asyncio.run(outer(agent.as_node()).ainvoke(GIVEN)),
    "subgraph": lambda agent: outer(agent.graph).invoke(GIVEN),
    "subgraph, async": lambda agent: asyncio.run(outer(agent.graph).ainvoke(GIVEN)),
    "subgraph, traced": lambda agent: outer(agent.graph).invoke(GIVEN, {"callbacks": [LangChainTracer()]}),
}


def names(sent: list[dict[str, Any]]) -> set[str]:
    return {run["name"] for run in sent}


@pytest.mark.parametrize("entry", ENTRIES)
def test_nothing_of_a_turn_is_sent(tiny: Catalog, sent: list[dict[str, Any]], entry: str) -> None:
    with Agent(tiny, state=":memory:") as agent:
        ENTRIES[entry](agent)

        assert agent.session("ann").turns()[0].message == SAID
    assert sent == []


@pytest.mark.parametrize("entry", OUTER)
def test_of_an_outer_graph_its_own_runs_are_sent_and_none_within(
    tiny: Catalog, sent: list[dict[str, Any]], entry: str
) -> None:
    with Agent(tiny, state=":memory:") as agent:
        OUTER[entry](agent)

    assert names(sent) == {"LangGraph", "shop"}
    assert len(sent) == 2


@pytest.mark.parametrize("entry", [*ENTRIES, *OUTER])
def test_where_the_app_asks_for_it_turns_are_sent(tiny: Catalog, sent: list[dict[str, Any]], entry: str) -> None:
    with Agent(tiny, config=AgentConfig(tracing=True), state=":memory:") as agent:
        (ENTRIES | OUTER)[entry](agent)

    assert names(sent) >= INNER - ({"turn"} if "ask" in entry or entry in ("stream", "astream") else set())


def test_what_an_app_notes_is_not_sent(tiny: Catalog, sent: list[dict[str, Any]], tmp_path: Path) -> None:
    with Agent(tiny, state=tmp_path) as agent:
        agent.ask(SAID, user="ann")
        agent.feedback("1", user="ann", value=1.0)
        agent.commit("2", user="ann")
        agent.memory.of("ann").forget()

    assert sent == []


@pytest.mark.parametrize("tracing", [False, True])
def test_tools_are_traced_as_the_turn_is(tiny: Catalog, sent: list[dict[str, Any]], tracing: bool) -> None:
    heard: list[bool] = []

    @tool(cues=("listen",))
    def listen() -> str:
        """Listen who else hears this."""
        heard.append(bool(utils.tracing_is_enabled()))
        return "heard"

    with Agent(tiny, tools=[listen], config=AgentConfig(tracing=tracing), state=":memory:") as agent:
        agent.ask("listen", user="ann")
        list(agent.stream("listen", user="ann"))
        agent.graph.invoke({"messages": [HumanMessage("listen")], "user": "ann"})

    assert heard == [tracing] * 3
    assert bool(sent) is tracing


def test_an_apps_own_callbacks_and_tracing_go_on(tiny: Catalog, sent: list[dict[str, Any]]) -> None:
    class Counting(BaseCallbackHandler):
        started = 0

        def on_chain_start(self, *_: Any, **__: Any) -> None:
            self.started += 1

    counting = Counting()
    with Agent(tiny, state=":memory:") as agent:
        parts = agent.graph.stream(GIVEN, {"callbacks": [counting]})
        enabled = [bool(utils.tracing_is_enabled()) for _ in parts]

    assert counting.started > len(INNER)
    assert enabled == [True], "what the app does between the parts of a stream is its own"
    assert sent == []
