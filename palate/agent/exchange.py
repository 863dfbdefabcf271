"""The agent as a part of somebody's LangGraph app: a graph with messages in, and reply and items out.

```
turn ─┬─► END
 ▲    └─► confirm     (a policy wants a yes, and the outer graph can wait for one)
 └───────────┘
```

Position and messages are the outer graph's, kept by its checkpointer. What the agent remembers stays where it keeps
that, so that `feedback`, `commit` and `forget` reach it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal, Protocol, TypedDict

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langchain_core.runnables import RunnableConfig
from langgraph._internal._constants import CONFIG_KEY_CHECKPOINTER
from langgraph.graph import START, StateGraph
from langgraph.graph.message import add_messages
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import StreamWriter, interrupt

from palate.agent.arguments import checked_k
from palate.agent.events import ReplyEvent, TurnEvent
from palate.agent.messages import cleaned
from palate.agent.untraced import untraced
from palate.errors import BadArgument, PalateError

Run = Callable[[str, str | None, str | None, int | None], Iterator[TurnEvent]]
"""Runs a turn inside of another graph: the message, the user, the session, how many items."""


class Exchange(TypedDict, total=False):
    """What an outer graph and the agent share."""

    messages: Annotated[list[AnyMessage], add_messages]
    """The conversation; the last one is answered, and the reply's text is added."""
    user: str | None
    """Who speaks; `config["configurable"]["user"]` where the state does not say."""
    session: str | None
    """In which conversation; else as in `config`, or its `thread_id`."""
    k: int | None
    """How many items to show."""
    reply: dict[str, Any]
    """The whole reply as JSON, as `Reply.model_dump` has it."""
    items: list[dict[str, Any]]
    """Its items as flat rows, as `Reply.to_dicts` has them."""


ExchangeGraph = CompiledStateGraph[Exchange, Any, Any, Any]


class OuterNode(Protocol):
    """A node of an outer graph."""

    def __call__(self, state: Any, config: RunnableConfig) -> dict[str, Any]:
        """Answer, and return what changed."""
        ...


def exchange_graph(run: Run, *, traced: bool = False) -> ExchangeGraph:
    """Return the compiled graph, whose turns `run` runs; `traced` is whether LangSmith may hear of its runs."""

    def turn(state: Exchange, config: RunnableConfig, writer: StreamWriter) -> Exchange:
        told = config["configurable"]
        user = state.get("user") or told.get("user")
        session = state.get("session") or told.get("session") or told.get("thread_id")
        reply = None
        for event in run(_said(state), user, None if session is None else str(session), checked_k(state.get("k"))):
            writer(event.model_dump(mode="json"))
            reply = event.reply if isinstance(event, ReplyEvent) else None
        if reply is None:
            raise PalateError("The turn ended without a reply.")
        return {
            "messages": [AIMessage(reply.text)],
            "reply": reply.model_dump(mode="json"),
            "items": reply.to_dicts(),
        }

    graph = StateGraph(Exchange)
    graph.add_node("turn", turn)
    graph.add_node("confirm", confirm)
    graph.add_edge(START, "turn")
    graph.add_conditional_edges("turn", after_turn)
    graph.add_edge("confirm", "turn")
    return graph.compile() if traced else untraced(graph.compile())


def confirm(state: Exchange) -> Exchange:
    """Have the outer graph ask what a policy wants confirmed: `Command(resume="yes")`, or True, goes on."""
    reply = state["reply"]
    answer = interrupt({"question": reply["text"], **reply["question"]})
    if isinstance(answer, bool):
        answer = "yes" if answer else "no"
    if not isinstance(answer, str):
        raise BadArgument(f'`Command(resume={answer!r:.60})`: "yes" or "no" was expected.')
    return {"messages": [HumanMessage(answer)]}


def after_turn(state: Exchange, config: RunnableConfig) -> Literal["confirm", "__end__"]:
    """Wait for a confirmation where an outer checkpointer can keep what waits; else the question is the reply."""
    question = state["reply"]["question"]
    can_wait = config["configurable"].get(CONFIG_KEY_CHECKPOINTER) is not None
    return "confirm" if can_wait and question is not None and question["policy"] else "__end__"


def outer_node(graph: ExchangeGraph, **keys: str) -> OuterNode:
    """Return a node that runs the graph over keys of an outer state, by the keys of an `Exchange`."""

    def palate(state: Any, config: RunnableConfig) -> dict[str, Any]:
        given = {name: value for name, key in keys.items() if (value := _value(state, key)) is not None}
        said = given.get("messages")
        given["messages"] = [HumanMessage(said)] if isinstance(said, str) else list(said or ())
        end = graph.invoke(given, config)
        told = {keys[name]: end[name] for name in ("reply", "items")}
        return told if isinstance(said, str) else told | {keys["messages"]: end["messages"][len(given["messages"]) :]}

    return palate


def _value(state: Any, key: str) -> Any:
    return state.get(key) if isinstance(state, dict) else getattr(state, key, None)


def _said(state: Exchange) -> str:
    messages = state.get("messages")
    if not messages:
        raise BadArgument("The state has no `messages`; the last of them is what the agent answers.")
    return cleaned(str(messages[-1].text))
