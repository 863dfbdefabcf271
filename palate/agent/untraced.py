"""Graphs of whose runs LangSmith hears nothing, whatever the environment or a graph around them asks for.

LangChain adds LangSmith's tracer wherever none is among the callbacks of a run. So one that sends nothing takes its
place, which callbacks hand down to all that runs within. Other callbacks of an app are left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, aclosing, contextmanager, nullcontext
from typing import Any, Self

from langchain_core.callbacks import BaseCallbackHandler, BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import var_child_runnable_config
from langchain_core.tracers.base import BaseTracer
from langchain_core.tracers.langchain import LangChainTracer
from langgraph.graph.state import CompiledStateGraph
from langgraph.typing import ContextT, InputT, OutputT, StateT


class _Unheard(LangChainTracer):
    """Takes the place of LangSmith's tracer, and sends nothing."""

    ignore_llm = ignore_chat_model = ignore_chain = ignore_agent = ignore_retriever = True
    ignore_retry = ignore_custom_event = True

    def __init__(self) -> None:
        BaseTracer.__init__(self)  # The other one's makes a client.

    def copy_with_metadata_defaults(self, **_: Any) -> Self:
        """Return itself: there is nothing to tell of a run."""
        return self


class _UntracedGraph(CompiledStateGraph[StateT, ContextT, InputT, OutputT]):
    """Runs untraced. `invoke` and `ainvoke` stream as well."""

    def __init__(self, *, config: RunnableConfig | None = None, **parts: Any) -> None:
        super().__init__(config=_untraced(config), **parts)

    def stream(self, input: Any, config: RunnableConfig | None = None, **options: Any) -> Any:  # noqa: A002
        """Stream a run."""
        parts: Any = super().stream(input, _untraced(config), **options)
        with _around():
            first = next(parts, None)
        if first is not None:
            yield first
        yield from parts

    async def astream(self, input: Any, config: RunnableConfig | None = None, **options: Any) -> Any:  # noqa: A002
        """Stream a run."""
        streamed: Any = super().astream(input, _untraced(config), **options)
        async with aclosing(streamed) as parts:
            with _around():
                first = await anext(parts, None)
            if first is not None:
                yield first
            async for part in parts:
                yield part


@contextmanager
def _around() -> Iterator[None]:
    """Leave LangSmith's tracer out of what a run inherits from one around it, which it reads at its first step."""
    inherited = var_child_runnable_config.get() or RunnableConfig()
    token = var_child_runnable_config.set({**inherited, "callbacks": _unheard(inherited.get("callbacks"))})
    try:
        yield
    finally:
        var_child_runnable_config.reset(token)


def untraced(
    graph: CompiledStateGraph[StateT, ContextT, InputT, OutputT],
) -> CompiledStateGraph[StateT, ContextT, InputT, OutputT]:
    """Return a graph of whose runs, and of all that runs within, LangSmith hears nothing."""
    return _UntracedGraph(**{name: value for name, value in vars(graph).items() if name != "__orig_class__"})


def tracing(wanted: bool) -> AbstractContextManager[Any]:
    """Have what LangSmith itself traces, such as functions that an app decorated, send nothing unless it is wanted."""
    from langsmith import tracing_context

    return nullcontext() if wanted else tracing_context(enabled=False)


def _untraced(config: RunnableConfig | None) -> RunnableConfig | None:
    return config and {**config, "callbacks": _unheard(config.get("callbacks"))}


def _unheard(callbacks: Callbacks) -> Callbacks:
    if not isinstance(callbacks, BaseCallbackManager):
        return [*_others(callbacks or ()), _Unheard()]
    left = callbacks.copy()
    left.handlers, left.inheritable_handlers = _others(left.handlers), _others(left.inheritable_handlers)
    left.add_handler(_Unheard())
    return left


def _others(handlers: Iterable[BaseCallbackHandler]) -> list[BaseCallbackHandler]:
    return [each for each in handlers if not isinstance(each, LangChainTracer)]
