"""connections: a server whose clients send half of what they should, read nothing, or kill it."""

from __future__ import annotations

import resource
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field

import httpx2

from bench.figure import p50_p95
from bench.hard.process import descendants, open_sockets, orphans, resident, until
from bench.hard.trial import Ground, Trial, Value, told
from bench.serve_process import Serving
from palate import Catalog
from palate.errors import BadArgument
from palate.serve.running import listening
from palate.serve.settings import Settings

ASKED = (
    "A server with API keys that is started with at most 1,024 open files, 1,500 connections with half a header, 100 "
    "with half a body and 50 that read no response: another user is answered as quickly as before, all of them are "
    "closed in time, memory grows by less than 50 MB, half a request delays no shutdown, and no worker outlives a "
    "process that is killed."
)
ALONE, BESIDE = 60, 100
"""Requests of the other user before and beside the slow ones."""
FROM_ONE, FROM_SOME, PEERS = 1_100, 400, 4
"""Half headers of one address, and of four others."""
BODIES, READERS = 100, 50
TIMEOUT = 5.0
"""Seconds that the server gives a client."""
MOST_TIMES, MOST_MORE = 3.0, 0.25
"""How many times what it was, and how many seconds more, the 95th percentile of the other user's answers may be."""
MOST_MEGABYTES = 50.0
MOST_SHUTDOWN, MOST_ORPHANED = 3.0, 2.0
SAID = ("a comedy from the eighties", "something like Alien", "a short western", "films with Humphrey Bogart")
PATIENCE, MOST_ERRORS = 20.0, 3
"""Seconds that the other user waits for an answer, and after how many that failed they give up."""
_NETWORK = "127.0.{}.1"
_HALF_HEADER = b"GET /v1/catalog HTTP/1.1\r\nHo"
_HALF_BODY = (
    b"POST /v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{"
)


@dataclass
class Found:
    """What was measured, in seconds where nothing else is said."""

    alone: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    errors: int = 0
    opened: int = 0
    refused: int = 0
    left: int = 0
    """Connections that are open past their time."""
    megabytes: float = 0.0
    shutdown: float = 0.0
    orphaned: float = 0.0
    others: tuple[str, ...] = ()
    """What else went wrong."""


def trial(ground: Ground) -> Trial:
    """Serve one user beside many that are slow; then end the server in two ways."""
    with Catalog.films() as films:
        db = films.path
    key, keys = secrets.token_hex(24), ground.folder / "keys"
    keys.write_text(f"{key} = ann\n")
    keys.chmod(0o600)
    arguments = ["--state", str(ground.folder / "state"), "--api-keys", str(keys), "--rate", "0"]
    serving, found = Serving(db, *arguments, "--client-timeout", str(TIMEOUT)), Found()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1_024, hard))
    with serving:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4_096, hard), hard))
        besieged(serving, key, found, ground)
        found.shutdown = ended_with_half_a_request(serving)
    killed(serving, found)
    return Trial("connections", ASKED, figures(found), told(list(failures(found, ground.slack))))


def besieged(serving: Serving, key: str, found: Found, ground: Ground) -> None:
    """Have one user ask alone, and then beside clients that are slow."""
    process, step = serving.process.pid, Steps(ground)
    found.alone += answers(serving, key, ground.count(ALONE, least=10), found, step)
    sockets, megabytes = open_sockets(process), resident(process)
    with ExitStack() as stack:
        slow = [stack.enter_context(closing(each)) for each in slow_clients(serving, key, ground)]
        found.opened = len(slow)
        found.beside += answers(serving, key, ground.count(BESIDE, least=10), found, step)
        found.megabytes = resident(process) - megabytes
        found.refused = sum(map(refused, slow))
        if not until(lambda: open_sockets(process) <= sockets, 3 * TIMEOUT):
            found.left = open_sockets(process) - sockets


class Steps:
    """Tells how many requests of the other user are answered."""

    def __init__(self, ground: Ground) -> None:
        self._tell = ground.tell
        self._done, self._all = 0, ground.count(ALONE, least=10) + ground.count(BESIDE, least=10)

    def one_more(self) -> None:
        """Tell of one more."""
        self._done += 1
        self._tell(self._done, self._all)


def answers(serving: Serving, key: str, count: int, found: Found, step: Steps) -> list[float]:
    """Ask so many times, over a new connection each, and return the seconds of each answer."""
    taken = []
    headers = {"Authorization": f"Bearer {key}", "Connection": "close"}
    with httpx2.Client(base_url=serving.address, headers=headers, timeout=PATIENCE) as client:
        for number in range(count):
            if found.errors == MOST_ERRORS:
                break
            start = time.perf_counter()
            try:
                client.post("/v1/ask", json={"message": SAID[number % len(SAID)]}).raise_for_status()
            except httpx2.HTTPError:
                found.errors += 1
            taken.append(time.perf_counter() - start)
            step.one_more()
    return taken


def slow_clients(serving: Serving, key: str, ground: Ground) -> Iterator[socket.socket]:
    """Yield connections that send half of a request, or read nothing of many responses."""
    page = f"GET /v1/items?limit=100 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n\r\n".encode()
    yield from sent(serving, 2, ground.count(FROM_ONE, least=300), _HALF_HEADER)
    for peer in range(PEERS):
        yield from sent(serving, 3 + peer, ground.count(FROM_SOME // PEERS), _HALF_HEADER)
    yield from sent(serving, 3 + PEERS, ground.count(BODIES), _HALF_BODY)
    yield from sent(serving, 4 + PEERS, ground.count(READERS, least=10), 40 * page)


def sent(serving: Serving, peer: int, count: int, data: bytes) -> Iterator[socket.socket]:
    """Yield connections from one address, which sent something and read nothing."""
    for _ in range(count):
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        client.bind((_NETWORK.format(peer), 0))
        client.connect(("127.0.0.1", port(serving)))
        with suppress(ConnectionError):  # it was refused already
            client.sendall(data)
        client.setblocking(False)
        yield client


def refused(client: socket.socket) -> bool:
    """Tell whether a connection was refused at once: half a request is answered by nothing else."""
    try:
        return client.recv(12, socket.MSG_PEEK) == b"HTTP/1.1 503"
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


def ended_with_half_a_request(serving: Serving) -> float:
    """Return how long a shutdown takes while a request is half sent."""
    with socket.create_connection(("127.0.0.1", port(serving))) as half:
        half.sendall(_HALF_BODY)
        time.sleep(0.2)  # until the server reads it
        start = time.perf_counter()
        serving.stop()
        return time.perf_counter() - start


def killed(serving: Serving, found: Found) -> None:
    """Kill a server that has workers, and look at what it leaves."""
    serving.start("--workers", "2")
    children = descendants(serving.process.pid)
    serving.process.kill()
    serving.stop()
    start = time.perf_counter()
    found.others += tuple(orphans(children))
    found.orphaned = time.perf_counter() - start
    try:
        listening(Settings(port=port(serving))).close()
    except BadArgument as error:
        found.others += (f"after the kill: {error}",)


def port(serving: Serving) -> int:
    """Return the port of a server."""
    return int(serving.address.rpartition(":")[2])


def failures(found: Found, slack: float) -> Iterator[str]:
    """Yield what was not as it should be."""
    if found.errors:
        yield f"{found.errors} requests of the other user were not answered."
    before, beside = p50_p95(found.alone)[1], p50_p95(found.beside)[1]
    most = (MOST_TIMES * before + MOST_MORE) * slack
    if beside > most:
        yield f"The other user's p95 was {beside:.2f} s beside the slow ones; at most {most:.2f} s was expected."
    if not found.refused:
        yield "No connection was refused, however many one address had."
    if found.left:
        yield f"{found.left} connections were open after {3 * TIMEOUT:.0f} s; {TIMEOUT:.0f} s is what they have."
    if found.megabytes > MOST_MEGABYTES:
        yield f"Memory grew by {found.megabytes:.0f} MB; at most {MOST_MEGABYTES:.0f} MB was expected."
    if found.shutdown > MOST_SHUTDOWN * slack:
        yield f"A shutdown with half a request took {found.shutdown:.1f} s; at most {MOST_SHUTDOWN:.0f} s was expected."
    if found.orphaned > MOST_ORPHANED * slack:
        yield f"Workers ended {found.orphaned:.1f} s after their parent; at most {MOST_ORPHANED:.0f} s was expected."
    yield from found.others


def figures(found: Found) -> dict[str, Value]:
    """Return what was measured."""
    return {
        "slow connections": found.opened,
        "of them refused at once": found.refused,
        "p95 of the other user alone, ms": round(1_000 * p50_p95(found.alone)[1]),
        "p95 of the other user beside them, ms": round(1_000 * p50_p95(found.beside)[1]),
        "growth of memory beside them, MB": round(found.megabytes, 1),
        "shutdown with half a request, s": round(found.shutdown, 2),
        "last worker after its parent, s": round(found.orphaned, 2),
    }
