"""request cost: what the most expensive requests cost a server with API keys, and whether others notice."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx2
import numpy as np

from bench.hard.process import cpu_seconds
from bench.hard.trial import Ground, Trial, Value, told
from bench.serve_process import Serving
from palate import Catalog

MOST_CPU = 0.5
"""Seconds of one turn."""
USUAL_WAIT, MOST_WAIT = 1.0, 5.0
"""Seconds that another user waits for a reply: half of the time, and at most."""
RATE = 120
"""Units of work a minute of each key, as by default."""
MOST_BYTES = 1_200_000
"""Of a response: a megabyte of a page, and what is around it."""
ATTEMPTS = 60
"""Requests of one key at once."""
REPLAYED = 20
ASKED = (
    f"Requests for 10,000 things, the largest pages, and replays of {REPLAYED} messages: none costs more than "
    f"{MOST_CPU:g} s of CPU a turn or is answered with more than {MOST_BYTES:,} bytes; {ATTEMPTS} replays of one key "
    f"at once are limited by their work, and another user's requests meanwhile take at most {MOST_WAIT:g} s each, half "
    f"of them at most {USUAL_WAIT:g}."
)
COUNTS = (
    *("show me 10,000 films", "ten thousand comedies", "a million thrillers, please", "9999999999 westerns"),
    *(
        "compare 10,000 films",
        "10,000 films like Alien",
        "the 10,000 longest films",
        "all films, every single one of them",
    ),
)
_KEYS = {name: f"key-of-{name}-0123456789" for name in ("measured", "greedy", "other")}
_SECONDS = 120.0
_LEAST_ASKED = 3
_OK, _TOO_MANY = 200, 429


@dataclass(frozen=True)
class Cost:
    """What one request cost."""

    what: str
    turns: int
    status: int
    cpu: float
    size: int


def trial(ground: Ground) -> Trial:
    """Measure one request after the other, then many at once."""
    keys = ground.folder / "keys"
    keys.touch(0o600)
    keys.write_text("".join(f"{key} = {name}\n" for name, key in _KEYS.items()))
    rate = ground.count(RATE, least=2 * REPLAYED)
    options = ("--state", str(ground.folder / "state"), "--api-keys", str(keys), "--rate", str(rate))
    with Catalog.films() as catalog, Serving(catalog.path, *options) as serving:
        clients = {name: client_of(serving, name) for name in _KEYS}
        try:
            requests = list(expensive())[: ground.count(len(list(expensive())), least=4)]
            costs = []
            for number, (what, turns, method, path, body) in enumerate(requests, start=1):
                costs.append(cost(serving, clients["measured"], what, turns, method, path, body))
                ground.tell(number, len(requests) + 1)
            statuses, waits = at_once(clients["greedy"], clients["other"], ground.count(ATTEMPTS, least=12))
            ground.tell(len(requests) + 1, len(requests) + 1)
        finally:
            for client in clients.values():
                client.close()
    return Trial(
        "request_cost",
        ASKED,
        figures(costs, statuses, waits),
        told(list(failures(costs, statuses, waits, ground.slack))),
    )


def client_of(serving: Serving, name: str) -> httpx2.Client:
    """Return a client with the key of one user."""
    return httpx2.Client(
        base_url=serving.address, headers={"Authorization": f"Bearer {_KEYS[name]}"}, timeout=_SECONDS,
        limits=httpx2.Limits(max_connections=None),
    )  # fmt: skip


def expensive() -> Iterator[tuple[str, int, str, str, Any]]:
    """Yield requests that ask for much: what they are, how many turns they run, method, path and body."""
    yield "a replay", REPLAYED + 1, "POST", "/v1/chat/completions", conversation(REPLAYED + 1, "replay")
    yield "a replay of 500", 0, "POST", "/v1/chat/completions", conversation(500, "more")
    yield "k of 10,000", 0, "POST", "/v1/ask", {"message": "a comedy", "k": 10_000}
    yield "a page of 10,000 items", 0, "GET", "/v1/items?limit=10000", None
    for message in COUNTS:
        yield message, 1, "POST", "/v1/ask", {"message": message, "k": 50, "trace": True}
    yield "the largest page of items", 1, "GET", "/v1/items?limit=100", None
    yield "all sessions", 1, "GET", "/v1/sessions", None
    yield "all that is known", 1, "GET", "/v1/memory", None
    yield "the catalogue", 1, "GET", "/v1/catalog", None


def conversation(messages: int, word: str) -> dict[str, Any]:
    """Return a conversation of so many messages that no session has."""
    return {
        "messages": [{"role": "user", "content": f"a comedy from {1950 + n % 50}, {word}"} for n in range(messages)]
    }


def cost(serving: Serving, client: httpx2.Client, what: str, turns: int, method: str, path: str, body: Any) -> Cost:
    """Send one request, while nothing else runs, and return what it cost."""
    before = cpu_seconds(serving.process.pid)
    response = client.request(method, path, json=body)
    spent = cpu_seconds(serving.process.pid) - before
    return Cost(what, turns, response.status_code, spent, len(response.content))


def at_once(greedy: httpx2.Client, other: httpx2.Client, attempts: int) -> tuple[list[int], list[float]]:
    """Send many replays of one user at once, and return their statuses and how long another user waited meanwhile."""
    over = threading.Event()
    waits: list[float] = []

    def attack(number: int) -> int:
        return greedy.post("/v1/chat/completions", json=conversation(REPLAYED + 1, f"attack{number}")).status_code

    def ask() -> None:
        while not over.is_set() or len(waits) < _LEAST_ASKED:
            start = time.perf_counter()
            other.post("/v1/ask", json={"message": "a comedy"}).raise_for_status()
            waits.append(time.perf_counter() - start)
            over.wait(0.2)

    with ThreadPoolExecutor(attempts + 1) as pool:
        asking = pool.submit(ask)
        try:
            statuses = list(pool.map(attack, range(attempts)))
        finally:
            over.set()
        asking.result()
    return statuses, waits


def figures(costs: Sequence[Cost], statuses: Sequence[int], waits: Sequence[float]) -> dict[str, Value]:
    """Return what was measured."""
    dearest = max(costs, key=lambda each: each.cpu / max(1, each.turns))
    largest = max(costs, key=lambda each: each.size)
    return {
        "kinds of requests": len(costs),
        "s of CPU a turn, the dearest": round(dearest.cpu / max(1, dearest.turns), 3),
        "the dearest": dearest.what,
        "bytes of the largest response": largest.size,
        "the largest": largest.what,
        "replays of one key at once": len(statuses),
        "of these refused": sum(status == _TOO_MANY for status in statuses),
        "replies of another user meanwhile": len(waits),
        "s that the other user waited, p50": round(float(np.median(waits)), 2),
        "s that the other user waited at most": round(max(waits), 2),
    }


def failures(costs: Sequence[Cost], statuses: Sequence[int], waits: Sequence[float], slack: float) -> Iterator[str]:
    """Yield what cost too much, and what should have been refused."""
    for each in costs:
        if each.cpu > MOST_CPU * slack * max(1, each.turns):
            yield f"`{each.what}` took {each.cpu:.2f} s of CPU for {each.turns} turns; {MOST_CPU:g} a turn are allowed."
        if each.size > MOST_BYTES:
            yield f"`{each.what}` was answered with {each.size:,} bytes; at most {MOST_BYTES:,} were expected."
        if (each.status != _OK) != (each.turns == 0):
            yield f"`{each.what}` was answered with {each.status}."
    if not set(statuses) <= {_OK, _TOO_MANY} or _TOO_MANY not in statuses:
        yield f"Replays at once were answered with {sorted(set(statuses))}; some with {_TOO_MANY} were expected."
    for what, waited, most in (("usually", np.median(waits), USUAL_WAIT), ("once", max(waits), MOST_WAIT)):
        if waited > most * slack:
            yield f"Another user {what} waited {waited:.2f} s; at most {most:g} were expected."
