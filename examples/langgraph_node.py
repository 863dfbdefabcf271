"""The agent as a node of a LangGraph app: its events in the app's stream, its confirmations as the app's interrupts."""

from __future__ import annotations

from typing import Any, TypedDict

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, StateGraph
from langgraph.types import Command

from palate import Agent, Catalog, policies

GOODS = [
    {"id": "w1", "title": "Harbour whisky", "kind": "whisky", "price": 40, "for_adults": True},
    {"id": "k1", "title": "Lyra kettle", "kind": "kettle", "price": 45, "for_adults": False},
]


class Shop(TypedDict, total=False):
    """The state of the app: keys of its own."""

    wish: str
    customer: str
    offer: dict[str, Any]
    goods: list[dict[str, Any]]
    total: int


def compiled(agent: Agent) -> Any:
    """Return the app: it greets, the agent recommends, and it adds up."""
    graph = StateGraph(Shop)
    graph.add_node("greet", lambda state: print(f"> {state['wish']}"))
    graph.add_node("palate", agent.as_node(messages="wish", user="customer", reply="offer", items="goods"))
    graph.add_node("add_up", lambda state: {"total": sum(row["price"] for row in state["goods"])})
    for one, following in ((START, "greet"), ("greet", "palate"), ("palate", "add_up")):
        graph.add_edge(one, following)
    return graph.compile(checkpointer=InMemorySaver())


def main() -> None:
    """Run it twice; the second time it waits for a yes."""
    rules = [policies.ConfirmBefore("for_adults", [True], ask="Are you 18 or older?")]
    thread: Any = {"configurable": {"thread_id": "till-3"}}
    catalog = Catalog.build(":memory:", items=GOODS, noun="product")
    with catalog, Agent(catalog, policies=rules, state=":memory:") as agent:
        app = compiled(agent)
        given = {"wish": "a kettle", "customer": "ann"}
        for _, event in app.stream(given, thread, stream_mode="custom", subgraphs=True):
            print(event["type"], event.get("node", ""), event.get("text", ""))
        state = app.invoke({"wish": "a whisky"}, thread)
        print(state["__interrupt__"][0].value["question"])
        print(app.invoke(Command(resume=True), thread)["total"])


if __name__ == "__main__":
    main()
