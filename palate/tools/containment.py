"""Running a tool so that whatever goes wrong in it becomes a `failed` result."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from palate.errors import ToolError
from palate.llm.deadline import LeftBehind, Quit, in_thread
from palate.tools.context import ToolContext
from palate.tools.failures import full_text, reason
from palate.tools.result import ToolResult

if TYPE_CHECKING:
    from palate.tools.tool import Tool

APP_LOOP: ContextVar[asyncio.AbstractEventLoop | None] = ContextVar("palate_app_loop", default=None)
"""The loop on which the app waits for this turn, and on which its own clients live: async tools run there."""
_LOG = logging.getLogger(__name__)


def run_outside(tool: Tool, context: ToolContext, given: Mapping[str, Any]) -> ToolResult:
    """Run an outside tool in a thread of its own, and leave the thread behind at the deadline."""
    seconds = min(context.left(), tool.seconds)
    value = _in_time(_call(tool, context, given, seconds), seconds, tool.name)
    assert tool.output is not None  # noqa: S101 - what makes a tool an outside one
    return tool.output.result(value, tool.name, context)


def failure(error: BaseException, tool: Tool, context: ToolContext) -> ToolResult:
    """Return the result of a tool that raised, and log what somebody else's code told."""
    log = full_text(error, tool.name)
    if log:
        _LOG.warning("%s", log)
    before = context.candidates.size(context.catalog.schema.items) if tool.narrows else None
    told, step = reason(error, tool.name), context.step or tool.name
    return ToolResult.failure(told, before=before, narrows=tool.narrows, step=step, log=log)


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
    except (KeyboardInterrupt, SystemExit) as error:  # an event loop would end with it
        raise Quit(error) from error


def _in_time(call: Callable[[], Any], seconds: float, name: str) -> Any:
    try:
        return in_thread(call, seconds)
    except LeftBehind:
        told = f"`{name}` took longer than the {seconds:.3g} seconds that it had, and was left behind."
        raise ToolError(told) from None
