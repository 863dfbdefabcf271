"""Limits of connections, over transports in memory and a loop whose clock skips whatever it would wait for."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
import uvicorn
from starlette.types import Message, Receive, Scope, Send
from uvicorn.server import ServerState

from palate.errors import BadArgument
from palate.serve.connections import CONNECTIONS, Connection, Connections
from palate.serve.metrics import Metrics
from palate.serve.settings import Settings, network

resource: Any = pytest.importorskip("resource", reason="the system limits no open files")
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n"
LIMIT = 20.0
KEEP_ALIVE = 75
ROOM = 50_000
"""Bytes that the network takes for a client that does not read."""


class Skipping(selectors.SelectSelector):
    """A selector that never waits, and counts for how long it would have."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        assert timeout is not None, "nothing would ever happen"
        self.now += timeout
        return super().select(0)


class Loop(asyncio.SelectorEventLoop):
    """A loop with that clock."""

    def __init__(self) -> None:
        self.clock = Skipping()
        super().__init__(self.clock)

    def time(self) -> float:
        return self.clock.now


class Line(asyncio.Transport):
    """What is between a client and the server: it holds `room` bytes of what the server writes and nobody reads."""

    def __init__(self, host: str = "192.0.2.1", room: float = float("inf")) -> None:
        super().__init__({"peername": (host, 50_000), "sockname": ("127.0.0.1", 8000)})
        self.room = room
        self.written = b""
        self.pending = 0
        self.lost = False
        self._closing = False

    def connect(self, protocol: Connection) -> Line:
        self.protocol = protocol
        protocol.connection_made(self)
        return self

    def send(self, data: bytes) -> Line:
        self.protocol.data_received(data)
        return self

    def read(self, size: int) -> None:
        """Have the client read, which makes room for what is pending."""
        taken = min(size, self.pending)
        self.pending -= taken
        if taken and not self.pending:
            self.protocol.resume_writing()
            self._close_if_done()

    def write(self, data: Any) -> None:
        if self._closing:
            return
        free = max(0, self.room - len(self.written))
        self.written += data
        if len(data) > free:
            paused, self.pending = self.pending > 0, self.pending + int(len(data) - free)
            if not paused:
                self.protocol.pause_writing()

    def get_write_buffer_size(self) -> int:
        return self.pending

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:  # noqa: ARG002
        assert high == 0

    def is_closing(self) -> bool:
        return self._closing

    def close(self) -> None:
        if not self._closing:
            self._closing = True
            self._close_if_done()

    def abort(self) -> None:
        self._closing, self.pending = True, 0
        self._close_if_done()

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass

    def _close_if_done(self) -> None:
        if self._closing and not self.pending and not self.lost:
            self.lost = True
            asyncio.get_running_loop().call_soon(self.protocol.connection_lost, None)


class App:
    """Reads a request, works for a while, and answers with so many bytes."""

    def __init__(self, seconds: float = 0.0, size: int = 2) -> None:
        self.seconds = seconds
        self.size = size
        self.messages: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        more = True
        while more:
            message: Message = await receive()
            self.messages.append(message["type"])
            more = message.get("more_body", False)
        await asyncio.sleep(self.seconds)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % self.size)]})
        await send({"type": "http.response.body", "body": b"x" * self.size})


class Server:
    """The protocols of one worker."""

    def __init__(self, app: App | None = None, **settings: object) -> None:
        self.metrics = Metrics.new()
        self.state = ServerState()
        self.app = app or App()
        self.config = uvicorn.Config(self.app, log_config=None, timeout_keep_alive=KEEP_ALIVE, ws="none")
        limits = Connections(Settings.model_validate({"client_seconds": LIMIT, **settings}), self.metrics)
        self.lifespan = {CONNECTIONS: limits}

    def line(self, host: str = "192.0.2.1", room: float = float("inf")) -> Line:
        return Line(host, room).connect(Connection(self.config, self.state, self.lifespan))

    def refused(self, why: str) -> float | None:
        return self.metrics.registry.get_sample_value("palate_refused_total", {"why": why})


Scenario = Callable[[], Coroutine[Any, Any, None]]


def played(scenario: Scenario) -> Callable[[], None]:
    """Return a test that plays a scenario without waiting."""

    def play() -> None:
        with asyncio.Runner(loop_factory=Loop) as runner:
            runner.run(scenario())

    play.__name__ = scenario.__name__
    return play


@played
async def test_half_a_header_is_dropped_however_it_drips() -> None:
    server = Server()
    silent, dripping = server.line(), server.line()
    for byte in range(int(LIMIT)):
        dripping.send(GET[byte : byte + 1])
        await asyncio.sleep(0.99)
    assert not silent.lost
    assert not dripping.lost

    await asyncio.sleep(1)
    assert silent.lost
    assert dripping.lost
    assert server.refused("slow") == 2


@played
async def test_header_and_body_have_one_time_together() -> None:
    server = Server()
    line = server.line().send(POST[:10])
    await asyncio.sleep(LIMIT * 0.6)
    line.send(POST[10:] + b"12345")
    await asyncio.sleep(LIMIT * 0.6)

    assert line.lost
    assert server.app.messages == ["http.request", "http.disconnect"]


@played
async def test_what_the_app_takes_is_not_the_clients_time() -> None:
    line = Server(App(seconds=3 * LIMIT)).line().send(POST + b"1234567890")
    await asyncio.sleep(4 * LIMIT)

    assert line.written.startswith(b"HTTP/1.1 200 OK")


@played
async def test_a_later_request_is_timed_from_its_own_first_byte() -> None:
    line = Server().line().send(GET)
    await asyncio.sleep(KEEP_ALIVE - 1)
    line.send(GET[:5])
    await asyncio.sleep(LIMIT - 1)
    line.send(GET[5:])
    await asyncio.sleep(1)
    assert line.written.count(b"HTTP/1.1 200 OK") == 2

    line.send(GET[:5])
    await asyncio.sleep(LIMIT + 1)
    assert line.lost


@played
async def test_an_idle_connection_is_closed_as_before() -> None:
    line = Server().line().send(GET)
    await asyncio.sleep(KEEP_ALIVE - 1)
    assert not line.lost

    await asyncio.sleep(2)
    assert line.lost


@played
async def test_the_rest_of_a_body_that_was_answered_early_is_not_waited_for() -> None:
    class Refusing(App):
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
            await send({"type": "http.response.start", "status": 413, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})

    line = Server(Refusing()).line().send(POST + b"1")
    await asyncio.sleep(LIMIT + 1)

    assert line.lost


@played
async def test_a_client_that_reads_nothing_is_dropped_with_what_waits_for_it() -> None:
    server = Server(App(size=4 * ROOM))
    line = server.line(room=ROOM).send(GET)
    await asyncio.sleep(LIMIT - 1)
    assert line.pending >= 3 * ROOM

    await asyncio.sleep(2)
    assert line.lost
    assert line.pending == 0
    assert server.refused("slow") == 1


@played
async def test_a_client_that_reads_steadily_is_served_to_the_end() -> None:
    server = Server(App(size=4 * ROOM))
    line = server.line(room=ROOM).send(GET)
    for _ in range(3):
        await asyncio.sleep(0.6 * LIMIT)
        line.read(ROOM + 100)  # the header too
    assert line.pending == 0

    await asyncio.sleep(1.6 * LIMIT)
    assert not line.lost
    assert server.refused("slow") is None


@played
async def test_closing_an_idle_connection_does_not_wait_for_its_reader() -> None:
    line = Server(App(size=4 * ROOM)).line(room=ROOM).send(GET)
    await asyncio.sleep(1)
    line.protocol.shutdown()
    await asyncio.sleep(LIMIT + 1)

    assert line.lost


@played
async def test_a_shutdown_drops_half_requests_and_answers_whole_ones() -> None:
    server = Server(App(seconds=30.0))
    lines = [
        server.line(),
        server.line().send(GET[:9]),
        server.line().send(POST + b"half"),
        server.line().send(POST + b"1234567890"),
    ]
    await asyncio.sleep(1)
    for connection in list(server.state.connections):
        connection.shutdown()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert [line.lost for line in lines] == [True, True, True, False]

    await asyncio.sleep(30)
    assert lines[-1].written.startswith(b"HTTP/1.1 200 OK")
    assert not server.state.connections


@played
async def test_a_peer_with_too_many_connections_is_refused_and_others_are_not() -> None:
    server = Server(peer_connections=2)
    first, _ = server.line().send(GET), server.line().send(GET)
    refused = server.line()
    await asyncio.sleep(0)
    assert refused.lost
    head, _, body = refused.written.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 503")
    assert b"application/problem+json" in head
    assert b"too many connections" in body
    assert server.refused("connections") == 1
    assert not server.line("192.0.2.2").lost

    first.close()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not server.line().lost


@played
async def test_the_total_has_a_limit_too() -> None:
    server = Server(connections=2)
    lines = [server.line(f"192.0.2.{last}") for last in range(3)]
    await asyncio.sleep(0)
    assert [line.lost for line in lines] == [False, False, True]

    await asyncio.sleep(LIMIT + 1)
    assert not server.line().lost


def limits(**settings: object) -> Connections:
    return Connections(Settings.model_validate(settings), Metrics.new())


def entered(of: Connections, *hosts: str) -> list[bool]:
    return [of.enter(host) is not None for host in hosts]


def test_a_proxy_connects_for_many() -> None:
    of = limits(connections=4, peer_connections=1, proxies=(network("10.0.0.0/8"), network("2001:db8::1")))

    assert entered(of, "10.1.2.3", "10.1.2.3", "2001:db8::1", "2001:db8::1") == [True] * 4
    assert entered(of, "10.1.2.3") == [False]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("192.0.2.1", "::ffff:192.0.2.1", True, id="IPv4 in IPv6"),
        pytest.param("2001:db8::1", "2001:db8::ffff:1", True, id="one /64"),
        pytest.param("2001:db8:0:1::1", "2001:db8:0:2::1", False, id="two /64"),
        pytest.param("fe80::1%eth0", "fe80::2%eth0", True, id="with a zone"),
        pytest.param("192.0.2.1", "192.0.2.2", False, id="two of IPv4"),
    ],
)
def test_what_counts_as_one_peer(one: str, other: str, same: bool) -> None:
    assert entered(limits(peer_connections=1), one, other) == [True, not same]


@pytest.mark.parametrize("text", ["nginx", "10.0.0.1/8", "", "10.0.0.0/33"])
def test_a_proxy_that_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(BadArgument) as refused:
        network(text)

    assert str(refused.value) == (
        f"`--proxy {text}` is no IP address or network; one such as `192.0.2.7` or `10.0.0.0/8` was expected."
    )


UNLIMITED = resource.RLIM_INFINITY


@pytest.mark.parametrize(
    ("soft", "hard", "allowed", "most"),
    [
        pytest.param(1024, 4096, 2512, 2000, id="raised as far as needed"),
        pytest.param(1024, UNLIMITED, 2512, 2000, id="raised where nothing limits"),
        pytest.param(4096, 4096, 4096, 2000, id="left alone where it suffices"),
        pytest.param(UNLIMITED, UNLIMITED, UNLIMITED, 2000, id="none at all"),
        pytest.param(256, 1200, 1200, 688, id="raised to the most there is"),
        pytest.param(256, 256, 256, 128, id="too low for both"),
    ],
)
def test_connections_stay_within_the_files_that_may_be_open(
    soft: int, hard: int, allowed: int, most: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = [(soft, hard)]
    monkeypatch.setattr(resource, "getrlimit", lambda _: now[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda _, limit: now.append(limit))

    found = entered(limits(peer_connections=2000), *["192.0.2.1"] * 2001)

    assert now[-1] == (allowed, hard)
    assert sum(found) == most
    assert ("ulimit -n 2512" in caplog.text) == (most < 2000)


def test_a_limit_that_the_system_does_not_raise_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*_: object) -> None:
        raise ValueError("not allowed to raise maximum limit")

    monkeypatch.setattr(resource, "getrlimit", lambda _: (400, UNLIMITED))
    monkeypatch.setattr(resource, "setrlimit", no)

    assert sum(entered(limits(peer_connections=2000), *["192.0.2.1"] * 2001)) == 200
