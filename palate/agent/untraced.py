"""Graphs of whose runs LangSmith hears nothing, whatever the environment or a graph around them asks for.

LangSmith's tracers send no run that began where its tracing is off, and its decorators send nothing there.
"""

from __future__ import annotations

from contextlib import aclosing, closing
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.graph.state import CompiledStateGraph
from langgraph.typing import ContextT, InputT, OutputT, StateT
from langsmith import tracing_context

_END = object()


class _UntracedGraph(CompiledStateGraph[StateT, ContextT, InputT, OutputT]):
    """A graph that takes each step of a run untraced. `invoke`, `ainvoke` and `batch` stream as well."""

    def stream(self, input: Any, config: RunnableConfig | None = None, **options: Any) -> Any:  # noqa: A002
        """Stream a run."""
        streamed: Any = super().stream(input, config, **options)
        with closing(streamed) as parts:
            while True:
                with tracing_context(enabled=False):
                    part = next(parts, _END)
                if part is _END:
                    return
                yield part

    async def astream(self, input: Any, config: RunnableConfig | None = None, **options: Any) -> Any:  # noqa: A002
        """Stream a run."""
        streamed: Any = super().astream(input, config, **options)
        async with aclosing(streamed) as parts:
            while True:
                with tracing_context(enabled=False):
                    part = await anext(parts, _END)
                if part is _END:
                    return
                yield part


def untraced(
    graph: CompiledStateGraph[StateT, ContextT, InputT, OutputT],
) -> CompiledStateGraph[StateT, ContextT, InputT, OutputT]:
    """Return a graph of whose runs, and of all that runs within, LangSmith hears nothing."""
    return _UntracedGraph(**{name: value for name, value in vars(graph).items() if name != "__orig_class__"})
