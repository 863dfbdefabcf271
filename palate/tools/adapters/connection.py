"""A connection to an MCP server, on an event loop in a thread of its own."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from anyio.abc import TaskStatus
from anyio.from_thread import start_blocking_portal
from mcp import Client, MCPError
from mcp.types import CONNECTION_CLOSED, REQUEST_TIMEOUT, CallToolResult, Tool

from palate.errors import ToolError
from palate.tools.adapters.transports import MOST_BYTES, Transport

Answer = TypeVar("Answer")

CONNECTING_SECONDS = 10.0
"""How long a server may take to start and say what it is."""
MOST_TOOLS = 1_000


@dataclass(eq=False)
class _Held:
    """A client that is open for as long as anybody holds this."""

    client: Client


class Connection:
    """One connection to an MCP server, opened when it is needed, and anew after a call that it was lost in."""

    def __init__(self, transport: Transport, *, seconds: float) -> None:
        """Start the event loop. It ends, and what it holds with it, when this object goes or the process ends.

        Args:
            transport: How the server is reached.
            seconds: How long a call may take.
        """
        self._transport = transport
        self._seconds = seconds
        self._lock = Lock()
        self._held: _Held | None = None
        stack = ExitStack()
        self._portal = stack.enter_context(start_blocking_portal(name="palate-mcp"))
        stack.callback(self._portal.call, self._portal.stop, True)
        weakref.finalize(self, stack.close)

    def tools(self) -> list[Tool]:
        """Return what the server offers.

        Raises:
            ConnectionError: it cannot be started or reached, or does not answer as an MCP server.
        """
        return self._during(_listed)

    def call(self, tool: str, args: dict[str, Any]) -> CallToolResult:
        """Call a tool of the server.

        Raises:
            ToolError: the server was lost, was too slow, or answered too much.
            ConnectionError: it cannot be started or reached.
            Exception: what the server says that is wrong.
        """
        try:
            result = self._during(lambda client: client.call_tool(tool, args, self._seconds))
        except MCPError as error:
            if error.code == REQUEST_TIMEOUT:
                raise ToolError(f"`{tool}` took longer than the {self._seconds:.3g} seconds that it had.") from error
            if error.code == CONNECTION_CLOSED:
                told = f"the connection to the MCP server of `{tool}` ended; the next call opens another."
                raise ToolError(told) from error
            raise
        if len(result.model_dump_json()) > MOST_BYTES:
            raise ToolError(f"`{tool}` answered more than the {MOST_BYTES:,} bytes that it may.")
        return result

    def close(self) -> None:
        """End the connection, after the calls that are under way; one that comes later opens another."""
        self._held = None

    def _during(self, ask: Callable[[Client], Awaitable[Answer]]) -> Answer:
        with self._lock:
            held = self._held = self._held or self._opened()
        try:
            return self._portal.call(ask, held.client)
        except Exception as error:
            # What the server itself says is wrong is no reason to start it anew.
            said = isinstance(error, MCPError) and error.code not in (CONNECTION_CLOSED, REQUEST_TIMEOUT)
            if self._held is held and not said:
                self._held = None
            raise
        finally:
            del held  # or the traceback would hold it

    def _opened(self) -> _Held:
        try:
            task, client = self._portal.start_task(_hold, self._transport)
        except Exception as error:
            raise ConnectionError(_kind(error)) from error
        held = _Held(client)
        weakref.finalize(held, task.cancel).atexit = False
        return held


async def _hold(transport: Transport, *, task_status: TaskStatus[Client]) -> None:
    """Keep a client open until the task is cancelled."""
    client = Client(transport(), read_timeout_seconds=CONNECTING_SECONDS)
    async with asyncio.timeout(CONNECTING_SECONDS):
        await client.__aenter__()
    try:
        task_status.started(client)
        await asyncio.Event().wait()
    finally:
        await client.__aexit__(None, None, None)


async def _listed(client: Client) -> list[Tool]:
    page = await client.list_tools()
    found = page.tools
    while page.next_cursor is not None and len(found) < MOST_TOOLS:
        page = await client.list_tools(cursor=page.next_cursor)
        found += page.tools
    return found


def _kind(error: BaseException) -> str:
    return _kind(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else type(error).__name__
