"""The graph of one turn: recall, plan, act, reflect, respond, learn.

```
recall ─► plan ─► act ─► reflect ─┬─► respond ─► learn
           ▲       ▲              ├─► act      (the next step, or the next plan)
           │       └──────────────┤
           ├──────────────────────┴─► plan     (again, with advice)
 recall ◄──┘                                   (a model reads the message again, with what came of that)
```

A message that needs no tool ("thanks") has no plan, and goes from plan straight to reflect.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, Protocol

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from palate.agent.config import Budget
from palate.agent.messages import MOST_REQUESTS
from palate.agent.nodes.act import act
from palate.agent.nodes.learn import learn
from palate.agent.nodes.plan import plan
from palate.agent.nodes.recall import recall
from palate.agent.nodes.reflect import reflect
from palate.agent.nodes.respond import respond
from palate.agent.state import AgentState
from palate.agent.untraced import untraced
from palate.agent.workspace import Workspace
from palate.catalog.tongues import language_of, speaking

Graph = CompiledStateGraph[AgentState, Workspace, Any, Any]

_OTHERS = 6
"""recall, plan, respond, learn, and one each of START and END."""
_RELAXATIONS = 8


class Node(Protocol):
    """A node of the graph."""

    def __call__(self, state: AgentState, *, runtime: Runtime[Workspace]) -> dict[str, Any]:
        """Do its part of a turn, and return what changed."""
        ...


def build_graph(checkpoints: BaseCheckpointSaver[Any] | Literal[False] | None = None, *, traced: bool = False) -> Graph:
    """Return the compiled graph.

    Args:
        checkpoints: What saves its state; False for nothing, even where it runs inside another graph that is saved.
        traced: Whether LangSmith's tracer may hear of its runs (`AgentConfig.tracing`).
    """
    graph = _compiled().copy({"checkpointer": checkpoints})
    return graph if traced else untraced(graph)


@cache
def _compiled() -> Graph:
    """Compile it once for all agents of a process: it takes half of the time in which one is made."""
    graph = StateGraph(AgentState, context_schema=Workspace)
    nodes: tuple[tuple[str, Node], ...] = (
        ("recall", recall),
        ("plan", plan),
        ("act", act),
        ("reflect", reflect),
        ("respond", respond),
        ("learn", learn),
    )
    for name, node in nodes:
        graph.add_node(name, speaking_as(node))
    graph.add_edge(START, "recall")
    graph.add_edge("recall", "plan")
    graph.add_conditional_edges("plan", after_plan)
    graph.add_edge("act", "reflect")
    graph.add_conditional_edges("reflect", after_reflect)
    graph.add_edge("respond", "learn")
    graph.add_edge("learn", END)
    return graph.compile()


def speaking_as(node: Node) -> Node:
    """Return a node that speaks the language of the turn, over one version of the catalogue."""

    def spoken(state: AgentState, runtime: Runtime[Workspace]) -> dict[str, Any]:
        turn = runtime.context
        turn.language = language_of(state.message, state.session.language, wanted=turn.parts.config.language)
        with speaking(turn.language), turn.parts.catalog.steady():
            return node(state, runtime=runtime)

    return spoken


def after_plan(state: AgentState) -> Literal["act", "reflect"]:
    """Run the plan, if there is one."""
    return "act" if state.current is not None else "reflect"


def after_reflect(state: AgentState) -> Literal["act", "plan", "recall", "respond"]:
    """Follow the verdict; a message that a model read is read again before it is planned again."""
    if state.verdict is not None and state.verdict.rereads:
        return "recall"
    if state.verdict is not None and state.verdict.decision in ("replan", "relax"):
        return "plan"
    return "act" if state.current is not None else "respond"


def recursion_limit(budget: Budget) -> int:
    """Return how many nodes a turn may visit at the most, so that a loop that should not be ends."""
    # Once the steps are used up, every request that is left still begins its plan, which ends at once.
    return 2 * (budget.steps + MOST_REQUESTS) + 2 * budget.replans + _RELAXATIONS + _OTHERS
