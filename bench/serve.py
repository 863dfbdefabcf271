"""`python -m bench.serve`: what a server does for many people at once.

Each person holds a conversation of their own, all of them at the same time: errors, sessions that hold what somebody
else said, how long turns take, how many there are a second, and how the server's memory grows.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated

import httpx2
import typer

from bench.catalogues import catalogue
from bench.figure import p50_p95
from bench.machine import machine
from bench.requests import facts, mix
from bench.serve_process import Serving
from bench.synthetic import Size

_PATIENCE = 600.0
_MILLI, _MEGA = 1_000, 1_024
_LOOKS = 10
"""How often the server's memory is looked at."""


@dataclass
class Talk:
    """What one person said, and what came of it."""

    person: str
    said: list[str]
    session: str = ""
    taken: list[float] = field(default_factory=list)
    errors: int = 0
    foreign: int = 0
    """Turns of the session that hold another message than was said."""


@dataclass(frozen=True)
class Served:
    """What was measured."""

    people: int
    turns: int
    items: int
    workers: int
    errors: int
    mixed: int
    """Sessions that are not just what their person said."""
    p50_ms: float
    p95_ms: float
    turns_a_second: float
    memory_mb: list[float]
    """Resident, of all processes of the server, before the first turn and then now and then."""


def serve(
    people: Annotated[int, typer.Option(min=1, help="Who talk at once.")] = 200,
    turns: Annotated[int, typer.Option(min=1, help="Of each of them.")] = 10,
    items: Annotated[int, typer.Option(min=100, help="Of the synthetic catalogue.")] = 10_000,
    workers: Annotated[int, typer.Option(min=1, help="Of the server.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Have many people talk with a server at once; exit with 1 where a turn failed or a session was mixed up."""
    with catalogue(Size(items), progress=lambda *_: None) as catalog:
        path, known = catalog.path, facts(catalog)
        messages = [request.message for request in mix(known, max(1, turns))]
    talks = [
        Talk(f"person {n}", [messages[(n + turn) % len(messages)] for turn in range(turns)]) for n in range(people)
    ]
    options = ("--workers", str(workers), "--queue", str(people), "--timeout", str(_PATIENCE))
    with tempfile.TemporaryDirectory() as folder, Serving(path, "--state", folder, *options) as serving:
        measured = asyncio.run(_measured(serving, talks, items=items, workers=workers))
    told = asdict(measured)
    if as_json:
        typer.echo(json.dumps({**machine(), **told}, indent=2))
    else:
        for name, value in told.items():
            typer.echo(f"{name.replace('_', ' '):>16}  {value}")
    if measured.errors or measured.mixed:
        raise typer.Exit(1)


async def _measured(serving: Serving, talks: list[Talk], *, items: int, workers: int) -> Served:
    memory = [_resident(serving.process.pid)]
    limits = httpx2.Limits(max_connections=len(talks), max_keepalive_connections=len(talks))
    async with httpx2.AsyncClient(base_url=serving.address, timeout=_PATIENCE, limits=limits) as client:
        looking = asyncio.create_task(_watch(serving.process.pid, talks, memory))
        start = time.perf_counter()
        await asyncio.gather(*(_talk(client, talk) for talk in talks))
        seconds = time.perf_counter() - start
        looking.cancel()
        await asyncio.gather(*(_check(client, talk) for talk in talks))
    memory.append(_resident(serving.process.pid))
    taken = [spent for talk in talks for spent in talk.taken]
    p50, p95 = p50_p95(taken) if taken else (float("nan"), float("nan"))
    return Served(
        people=len(talks),
        turns=len(taken),
        items=items,
        workers=workers,
        errors=sum(talk.errors for talk in talks),
        mixed=sum(1 for talk in talks if talk.foreign),
        p50_ms=round(p50, 1),
        p95_ms=round(p95, 1),
        turns_a_second=round(len(taken) / seconds, 1),
        memory_mb=memory,
    )


async def _talk(client: httpx2.AsyncClient, talk: Talk) -> None:
    """Say one thing after the other."""
    for message in talk.said:
        body = {"message": message} | ({"session": talk.session} if talk.session else {})
        start = time.perf_counter()
        try:
            answered = await client.post("/v1/ask", json=body, headers={"X-Palate-User": talk.person})
            answered.raise_for_status()
        except httpx2.HTTPError:
            talk.errors += 1
            continue
        talk.taken.append((time.perf_counter() - start) * _MILLI)
        talk.session = answered.json()["session"]


async def _check(client: httpx2.AsyncClient, talk: Talk) -> None:
    """Compare a session with what its person said."""
    held = await client.get(f"/v1/sessions/{talk.session}", headers={"X-Palate-User": talk.person})
    kept = [turn["message"] for turn in held.json().get("turns", [])]
    talk.foreign = sum(1 for message in kept if message not in talk.said) + abs(len(kept) - len(talk.taken))


async def _watch(process: int, talks: list[Talk], memory: list[float]) -> None:
    """Note the server's memory whenever a further part of the turns is over."""
    whole, seen = sum(len(talk.said) for talk in talks), 1
    while seen < _LOOKS:
        await asyncio.sleep(0.5)
        if sum(len(talk.taken) for talk in talks) * _LOOKS >= seen * whole:
            memory.append(_resident(process))
            seen += 1


def _resident(process: int) -> float:
    """Return the megabytes that a process and those that it started hold."""
    return round(sum(map(_own, _family(process))), 1)


def _family(process: int) -> Iterator[int]:
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from _family(int(child))


def _own(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / _MEGA for line in lines if line.startswith("VmRSS:"))


if __name__ == "__main__":
    typer.run(serve)
