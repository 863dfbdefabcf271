"""What the graph costs a turn by itself: LangGraph, the state's validation, and checkpoints in SQLite.

A real turn is recorded node by node; then a graph of the same shape, whose nodes do nothing but hand back what was
recorded, runs with the same state and the same checkpoints. All the time that this takes is overhead.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.graph import END, START, StateGraph

from bench.figure import Figure, p50_p95
from palate import AgentConfig, Catalog
from palate.agent.elicitation.value import ByValue
from palate.agent.graph import Graph, after_plan, after_reflect, build_graph
from palate.agent.policies import NotSeen
from palate.agent.state import AgentState
from palate.agent.storage.folder import StateFolder
from palate.agent.workspace import Parts, Workspace
from palate.language.understand import read
from palate.planners.offline import OfflinePlanner
from palate.tools.toolbox import Toolbox

BUDGET = 3.0
RUNS = 200
MESSAGE = "a comedy from the nineties under 100 minutes"
NODES = ("recall", "plan", "act", "reflect", "respond", "learn")
MILLI = 1_000


@dataclass
class Recording:
    """The updates of one turn's nodes, in order, handed back one by one."""

    updates: Sequence[dict[str, Any]]
    _left: Iterator[dict[str, Any]] = field(init=False)

    def rewind(self) -> None:
        """Begin again with the first."""
        self._left = iter(self.updates)

    def node(self, name: str) -> Any:
        """Return a node that hands back the next update, which must be its own."""

        def replay(state: AgentState) -> dict[str, Any]:  # noqa: ARG001 - a node's signature
            update = next(self._left)
            return dict(update[name] or {})

        return replay


def overhead_figure(*, runs: int = RUNS) -> Figure:
    """Measure turns whose nodes do no work."""
    with tempfile.TemporaryDirectory() as folder, Catalog.films() as catalog, _opened(Path(folder)) as state:
        turn = _workspace(catalog, state)
        given = {"message": MESSAGE}
        recording = Recording(list(build_graph().stream(given, context=turn, stream_mode="updates")))
        graph = _replaying(recording, state)
        spent = [_spend(graph, recording, given, turn) for _ in range(runs + 10)][10:]
    p50, p95 = p50_p95(spent)
    return Figure("graph overhead per turn", "ms", p50, p95, samples=runs, budget_p50=BUDGET)


@contextmanager
def _opened(path: Path) -> Iterator[StateFolder]:
    folder = StateFolder.open(path)
    try:
        yield folder
    finally:
        folder.lifetime.close()


def _workspace(catalog: Catalog, folder: StateFolder) -> Workspace:
    """Return a turn of a person without a past."""
    planner = OfflinePlanner()
    parts = Parts(
        catalog=catalog,
        toolbox=Toolbox(()),
        planner=planner,
        fallback=planner,
        read=read,
        policies=(NotSeen(),),
        config=AgentConfig(),
        folder=folder,
        questioner=ByValue(),
    )
    return Workspace(k=5, parts=parts, user="u", session="s", thread="overhead", deadline=float("inf"))


def _replaying(recording: Recording, folder: StateFolder) -> Graph:
    """Return a graph of the shape of `build_graph`, whose nodes hand back what was recorded."""
    graph = StateGraph(AgentState, context_schema=Workspace)
    for name in NODES:
        graph.add_node(name, recording.node(name))
    for before, after in (
        (START, "recall"),
        ("recall", "plan"),
        ("act", "reflect"),
        ("respond", "learn"),
        ("learn", END),
    ):
        graph.add_edge(before, after)
    graph.add_conditional_edges("plan", after_plan)
    graph.add_conditional_edges("reflect", after_reflect)
    return graph.compile(checkpointer=folder.checkpoints)


def _spend(graph: Graph, recording: Recording, given: dict[str, Any], turn: Workspace) -> float:
    """Return the milliseconds of one turn without work."""
    config: RunnableConfig = {"configurable": {"thread_id": turn.thread}, "recursion_limit": 100}
    recording.rewind()
    start = time.perf_counter()
    graph.invoke(given, config, context=turn, durability="exit")
    return (time.perf_counter() - start) * MILLI
