"""Graphs of whose runs LangSmith hears nothing, whatever the environment or a graph around them asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import aclosing, closing, contextmanager
from typing import Any

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables.config import RunnableConfig, ensure_config
from langchain_core.tracers.context import tracing_v2_callback_var
from langchain_core.tracers.langchain import LangChainTracer
from langgraph.graph.state import CompiledStateGraph
from langgraph.typing import ContextT, InputT, OutputT, StateT
from langsmith import tracing_context

_END = object()


class _UntracedGraph(CompiledStateGraph[StateT, ContextT, InputT, OutputT]):
    """A graph that takes each step of a run untraced. `invoke`, `ainvoke` and `batch` stream as well."""

    def stream(self, input: Any, config: RunnableConfig | None = None, **options: Any) -> Any:  # noqa: A002
        """Stream a run."""
        streamed: Any = super().stream(input, self._unheard(config), **options)
        with closing(streamed) as parts:
            while True:
                with _untraced():
                    part = next(parts, _END)
                if part is _END:
                    return
                yield part

    async def astream(self, input: Any, config: RunnableConfig | None = None, **options: Any) -> Any:  # noqa: A002
        """Stream a run."""
        streamed: Any = super().astream(input, self._unheard(config), **options)
        async with aclosing(streamed) as parts:
            while True:
                with _untraced():
                    part = await anext(parts, _END)
                if part is _END:
                    return
                yield part

    def _unheard(self, config: RunnableConfig | None) -> RunnableConfig:
        """Return a config whose callbacks, its own, the graph's or inherited ones, have no tracer of LangSmith."""
        given: list[RunnableConfig] = [each for each in (config, self.config, ensure_config()) if each]
        callbacks = next((each["callbacks"] for each in given if each.get("callbacks")), None)
        return {**(config or {}), "callbacks": _without_tracers(callbacks)}


def untraced(
    graph: CompiledStateGraph[StateT, ContextT, InputT, OutputT],
) -> CompiledStateGraph[StateT, ContextT, InputT, OutputT]:
    """Return a graph of whose runs, and of all that runs within, LangSmith hears nothing."""
    return _UntracedGraph(**{name: value for name, value in vars(graph).items() if name != "__orig_class__"})


@contextmanager
def _untraced() -> Iterator[None]:
    """Have neither LangChain add a tracer to callbacks nor LangSmith send what its own decorator traces."""
    token = tracing_v2_callback_var.set(None)
    try:
        with tracing_context(enabled=False):
            yield
    finally:
        tracing_v2_callback_var.reset(token)


def _without_tracers(callbacks: Callbacks) -> Callbacks:
    if not isinstance(callbacks, BaseCallbackManager):
        return [each for each in callbacks or () if not isinstance(each, LangChainTracer)]
    left = callbacks.copy()
    for tracer in [each for each in left.handlers if isinstance(each, LangChainTracer)]:
        left.remove_handler(tracer)
    return left
