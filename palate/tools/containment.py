"""Running a tool so that whatever goes wrong in it becomes a `failed` result."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any

from palate.errors import ToolError
from palate.llm.deadline import LeftBehind, in_thread
from palate.tools.context import ToolContext
from palate.tools.failures import full_text, reason
from palate.tools.result import ToolResult

if TYPE_CHECKING:
    from palate.tools.tool import Tool

__all__ = ["contained", "reason", "run_outside"]

APP_LOOP: ContextVar[asyncio.AbstractEventLoop | None] = ContextVar("palate_app_loop", default=None)
"""The loop on which the app waits for this turn, and on which its own clients live: async tools run there."""
_LOG = logging.getLogger(__name__)


def contained(function: Callable[..., ToolResult], *, name: str, narrows: bool) -> Callable[..., ToolResult]:
    """Wrap a built-in tool's function: an exception, or no time left, becomes a `failed` result."""

    @wraps(function)
    def call(context: ToolContext, **given: Any) -> ToolResult:
        try:
            _need_time(context, name)
            return function(context, **given)
        except Exception as error:
            return _failure(error, context, name, narrows)

    return call


def run_outside(tool: Tool, context: ToolContext, given: Mapping[str, Any]) -> ToolResult:
    """Run an outside tool in a thread of its own, and leave the thread behind at the deadline."""
    seconds = min(context.left(), tool.seconds)
    try:
        _need_time(context, tool.name)
        value = _in_time(_call(tool, context, given, seconds), seconds, tool.name)
        assert tool.output is not None  # noqa: S101 - what makes a tool an outside one
        return tool.output.result(value, tool.name, context)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return _failure(error, context, tool.name, tool.narrows)


def _need_time(context: ToolContext, name: str) -> None:
    if context.left() <= 0:
        raise ToolError(f"no time was left to run `{name}`.")


def _failure(error: BaseException, context: ToolContext, name: str, narrows: bool) -> ToolResult:
    log = full_text(error, name)
    if log:
        _LOG.warning("%s", log)
    before = context.candidates.size(context.catalog.schema.items) if narrows else None
    step = context.step or name
    return ToolResult.failure(reason(error, name), before=before, narrows=narrows, step=step, log=log)


def _call(tool: Tool, context: ToolContext, given: Mapping[str, Any], seconds: float) -> Callable[[], Any]:
    def call() -> Any:
        value = tool.function(context, **given) if tool.arguments.takes_context else tool.function(**given)
        return _awaited(value, seconds) if inspect.isawaitable(value) else value

    return call


def _awaited(value: Awaitable[Any], seconds: float) -> Any:
    """Wait for a coroutine: on the app's own loop, where the app waits for the turn on it, or on a new one."""
    loop = APP_LOOP.get()
    if loop is None:
        return asyncio.run(_bounded(value, seconds))
    return asyncio.run_coroutine_threadsafe(_bounded(value, seconds), loop).result()


async def _bounded(value: Awaitable[Any], seconds: float) -> Any:
    try:
        async with asyncio.timeout(seconds) as limit:
            return await value
    except TimeoutError:
        if limit.expired():
            raise LeftBehind from None
        raise


def _in_time(call: Callable[[], Any], seconds: float, name: str) -> Any:
    try:
        return in_thread(call, seconds)
    except LeftBehind:
        told = f"`{name}` took longer than the {seconds:.3g} seconds that it had, and was left behind."
        raise ToolError(told) from None
