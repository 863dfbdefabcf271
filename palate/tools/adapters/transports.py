"""How an MCP server is reached: by the standard streams of a process, or over HTTP."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any

import httpx2
from mcp import StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

Transport = Callable[[], AbstractAsyncContextManager[Any]]
"""What makes the two streams of a connection, anew each time."""

MOST_BYTES = 4_000_000
"""What a server may answer to one call."""
_PATIENCE = httpx2.Timeout(30, read=300)
"""A server may hold a stream open; calls have deadlines of their own."""
_LOG = logging.getLogger(__name__)


def over_stdio(command: Sequence[str], env: Mapping[str, str] | None) -> Transport:
    """Return what starts a process, which ends with the connection, and whose standard error is ours too."""
    server = StdioServerParameters(command=command[0], args=list(command[1:]), env=None if env is None else dict(env))
    return partial(stdio_client, server, sys.__stderr__ or sys.stderr)


def over_http(url: str, headers: Mapping[str, str] | None) -> Transport:
    """Return what speaks streamable HTTP with a server that somebody else runs."""
    asked = {"Accept-Encoding": "identity", **(headers or {})}

    @asynccontextmanager
    async def connected() -> AsyncIterator[Any]:
        async with (
            httpx2.AsyncClient(headers=asked, timeout=_PATIENCE, event_hooks={"response": [_bounded]}) as client,
            streamable_http_client(url, http_client=client) as streams,
        ):
            yield streams

    return connected


async def _bounded(response: httpx2.Response) -> None:
    """Hold what is answered to a call to `MOST_BYTES`, as it comes in; a stream of notifications goes on for ever."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise _refused("packs what it answers, though it was asked not to")
    if response.request.method == "POST" and isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Counted(response.stream)


class _Counted(httpx2.AsyncByteStream):
    """The bytes of an answer, up to `MOST_BYTES`."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = MOST_BYTES
        async for data in self._stream:
            left -= len(data)
            if left < 0:
                raise _refused(f"answered more than the {MOST_BYTES:,} bytes that it may")
            yield data

    async def aclose(self) -> None:
        await self._stream.aclose()


def _refused(why: str) -> httpx2.RemoteProtocolError:
    """Return what ends a connection; it is logged, since the client makes a mere end of it."""
    told = f"an MCP server {why}, and is not read further"
    _LOG.warning("%s", told)
    return httpx2.RemoteProtocolError(told)
