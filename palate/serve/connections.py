"""Limits of HTTP connections: how many are open, and how long a client may take to send a request or read a response.

uvicorn bounds none of these. `Connection` adds them to its protocol, so that an open connection always waits for one of
four events, each with a timeout: the rest of a request, the reading of a response (both `Settings.client_seconds`), the
next request (uvicorn's keep-alive), or the app (the timeout of a turn).
"""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
from collections import Counter
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from palate.serve import problems
from palate.serve.metrics import Metrics
from palate.serve.problems import Problem
from palate.serve.settings import Settings

CONNECTIONS = "connections"
"""The key of the lifespan's state under which an app hands its `Connections` to its server."""
_OTHER_FILES = 512
"""Files that a worker opens besides connections: the catalogue, the store, locks, models."""
_LEAST_TAKEN = 32_768
"""Bytes of a pending response that a client reads within `client_seconds`, unless less is left."""
_MOST_UNREAD = 65_536
"""Bytes that the system takes of what a client does not read; by default it takes megabytes, so a pipeline of requests
whose responses nobody reads would all be worked on.
"""
_UNKNOWN = "::"
"""Stands for the address of a client that is gone before it could be asked for."""
Address = IPv4Address | IPv6Address
Peer = IPv4Address | IPv6Network


class Connections:
    """The open connections of one worker, counted in total and per peer."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        """Read the limits; the one of the total is lowered to what the process may open."""
        self.seconds = settings.client_seconds
        self._most = _affordable(settings.connections)
        self._most_of_peer = settings.peer_connections
        self._proxies = settings.proxies
        self._metrics = metrics
        self._open: Counter[Peer] = Counter()
        self._all = 0

    def enter(self, host: str) -> Peer | None:
        """Count a new connection and return its peer; None where the worker or the peer has too many."""
        address = _address(host)
        peer, is_proxy = _peer(address), any(address in proxy for proxy in self._proxies)
        if self._all >= self._most or (self._open[peer] >= self._most_of_peer and not is_proxy):
            self._metrics.refused.labels("connections").inc()
            return None
        self._open[peer] += 1
        self._all += 1
        return peer

    def leave(self, peer: Peer) -> None:
        """Stop counting a connection."""
        self._all -= 1
        self._open[peer] -= 1
        if not self._open[peer]:
            del self._open[peer]

    def note_slow(self) -> None:
        """Count a connection that was closed because its client was too slow."""
        self._metrics.refused.labels("slow").inc()


class _Timeout:
    """A timeout of a fixed length, which starts and stops."""

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        self._loop = loop
        self._seconds = seconds
        self._handle: asyncio.TimerHandle | None = None

    @property
    def runs(self) -> bool:
        return self._handle is not None

    def start(self, expired: Callable[..., None], *arguments: object) -> None:
        self._handle = self._loop.call_later(self._seconds, expired, *arguments)

    def stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None


class Connection(H11Protocol):
    """uvicorn's HTTP/1.1 protocol with limits."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._limits: Connections = app_state[CONNECTIONS]
        self._peer: Peer | None = None
        self._sending = _Timeout(self.loop, self._limits.seconds)
        """Runs from a connection's begin, or the first byte of a later request, until the request is complete."""
        self._reading = _Timeout(self.loop, self._limits.seconds)
        """Runs while a part of a response waits for the client to read what is before it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Admit a connection, or answer 503 and close it."""
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=0)  # any byte that waits for the client calls `pause_writing`
        if (connection := transport.get_extra_info("socket")) is not None:  # a transport need not have one
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _MOST_UNREAD)
        self._peer = self._limits.enter(self.client[0] if self.client else _UNKNOWN)
        if self._peer is None:
            self._refuse()
        else:
            self._sending.start(self._drop)

    def connection_lost(self, exc: Exception | None) -> None:
        """Free the place of a connection."""
        self._sending.stop()
        self._reading.stop()
        if self._peer is not None:
            self._limits.leave(self._peer)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Time a request from its first byte to its last."""
        if not self._sending.runs:
            self._sending.start(self._drop)
        super().data_received(data)
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._sending.stop()

    def pause_writing(self) -> None:
        """Time the reading of a response."""
        super().pause_writing()
        self._await_reader()

    def resume_writing(self) -> None:
        """Stop timing: the client's side accepted everything."""
        self._reading.stop()
        super().resume_writing()

    def shutdown(self) -> None:
        """Close the connection unless a complete request is being answered."""
        if self.conn.their_state is h11.SEND_BODY:
            self.transport.abort()
        else:
            super().shutdown()

    def _await_reader(self) -> None:
        self._reading.start(self._check_reader, self.transport.get_write_buffer_size())

    def _check_reader(self, before: int) -> None:
        if before - self.transport.get_write_buffer_size() < _LEAST_TAKEN:
            self._drop()
        else:
            self._await_reader()

    def _drop(self) -> None:
        self._limits.note_slow()
        self.transport.abort()  # `close` would wait for the client to read what is pending

    def _refuse(self) -> None:
        refusal = problems.response(
            Problem(503, "This server, or your address, has too many connections open; close some.", retry_after=1),
            {"Connection": "close"},
        )
        head = h11.Response(status_code=refusal.status_code, headers=refusal.raw_headers)
        for event in (head, h11.Data(data=bytes(refusal.body)), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


def _address(host: str) -> Address:
    """Return an address; of IPv4 where a socket of both versions wraps it into IPv6."""
    address = ip_address(host)
    return getattr(address, "ipv4_mapped", None) or address


def _peer(address: Address) -> Peer:
    """Return whose connections count together: an IPv4 address, or the /64 network that one IPv6 subscriber has."""
    return address if isinstance(address, IPv4Address) else IPv6Network((int(address), 64), strict=False)


def _affordable(connections: int) -> int:
    """Return how many connections the limit of open files leaves room for, raising that limit where it is allowed."""
    if sys.platform == "win32":  # it has no such limit
        return connections
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + _OTHER_FILES
    files = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < files:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
        except (OSError, ValueError):  # macOS has a lower one of its own
            files = soft
    most = min(connections, max(files - _OTHER_FILES, files // 2))
    if most < connections:
        logging.getLogger("palate.serve").warning(
            f"The system lets this process open {files:,} files, so it takes {most:,} connections instead of "
            f"{connections:,}; raise the limit with `ulimit -n {wanted}`."
        )
    return most
