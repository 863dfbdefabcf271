"""`python -m bench.serve`: what a server does for many people at once.

Each person holds a conversation of their own, all of them at the same time, one message after the other without a pause
or, as people do, a moment after each reply. What is told: errors, sessions that hold what somebody else said, how long
turns take, how many there are a second, and how the server's memory grows. Several servers over one PostgreSQL database
(`--replicas`, `--store`) are handed the messages of each conversation in turn.
"""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack
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
    waits: list[float]
    """Seconds before each message."""
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
    replicas: int
    workers: int
    think: float
    """Seconds that a person waits before a message, on average."""
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
    workers: Annotated[int, typer.Option(min=1, help="Of each server.")] = 1,
    think: Annotated[
        list[float] | None,
        typer.Option(
            min=0,
            metavar="SECONDS",
            help="How long a person waits before each message, drawn from an exponential distribution of this mean; 0, "
            "the default, for no pause at all. Given several times, each is measured.",
        ),
    ] = None,
    replicas: Annotated[int, typer.Option(min=1, help="Servers; more than one share `--store`.")] = 1,
    store: Annotated[
        str | None, typer.Option(metavar="URL", help="An empty PostgreSQL database to keep everything in.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print a table for a document.")] = False,
) -> None:
    """Have many people talk with a server at once; exit with 1 where a turn failed or a session was mixed up."""
    if replicas > 1 and store is None:
        raise typer.BadParameter("several servers share a database: name one by --store.")
    with catalogue(Size(items), progress=lambda *_: None) as catalog:
        path, known = catalog.path, facts(catalog)
        messages = [request.message for request in mix(known, max(1, turns))]
    options = ["--workers", str(workers), "--queue", str(people), "--timeout", str(_PATIENCE), "--rate", "0"]
    # All of them come from this machine, as they would from a proxy.
    options += ["--proxy", "127.0.0.1", "--connections", str(2 * people)]
    measured = []
    for number, mean in enumerate(think or [0.0]):
        talks = _talks(messages, people=people, turns=turns, think=mean, run=number)
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            kept = ["--state", folder] if store is None else ["--store", store]
            servers = [stack.enter_context(Serving(path, *kept, *options)) for _ in range(replicas)]
            measured.append(asyncio.run(_measured(servers, talks, items=items, workers=workers, think=mean)))
    if as_json:
        typer.echo(json.dumps([{**machine(), **asdict(each)} for each in measured], indent=2))
    elif as_markdown:
        typer.echo(markdown(measured))
    else:
        for each in measured:
            for name, value in asdict(each).items():
                typer.echo(f"{name.replace('_', ' '):>16}  {value}")
    if any(each.errors or each.mixed for each in measured):
        raise typer.Exit(1)


def markdown(measured: Sequence[Served]) -> str:
    """Return what was measured as a table of a document, with the machine below it."""
    rows = [_row(each) for each in measured]
    lines = [list(rows[0]), ["--:"] * len(rows[0]), *(list(row.values()) for row in rows)]
    here = machine()
    told = f"{here['cores']} cores ({here['architecture']}), {here['measured'][:10]}, commit {str(here['commit'])[:7]}"
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + f"\n\n{told}"


def _row(each: Served) -> dict[str, str]:
    return {
        "items": f"{each.items:,}",
        "people": str(each.people),
        "a moment, s": f"{each.think:g}",
        "servers x workers": f"{each.replicas} x {each.workers}",
        "turns": f"{each.turns:,}",
        "errors": str(each.errors),
        "mixed up": str(each.mixed),
        "p50 / p95, ms": f"{each.p50_ms:.0f} / {each.p95_ms:.0f}",
        "turns a second": f"{each.turns_a_second:g}",
        "memory, MB": f"{each.memory_mb[0]:.0f} to {each.memory_mb[-1]:.0f}",
    }


def _talks(messages: Sequence[str], *, people: int, turns: int, think: float, run: int) -> list[Talk]:
    """Return what each person says, and how long they wait before it."""
    talks = []
    for n in range(people):
        chance = random.Random(n)
        said = [messages[(n + turn) % len(messages)] for turn in range(turns)]
        waits = [chance.expovariate(1 / think) if think else 0.0 for _ in said]
        talks.append(Talk(f"person {run}-{n}", said, waits))
    return talks


async def _measured(servers: list[Serving], talks: list[Talk], *, items: int, workers: int, think: float) -> Served:
    processes = [server.process.pid for server in servers]
    memory = [_resident(processes)]
    limits = httpx2.Limits(max_connections=len(talks), max_keepalive_connections=len(talks))
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(
                httpx2.AsyncClient(base_url=server.address, headers=server.bearer, timeout=_PATIENCE, limits=limits)
            )
            for server in servers
        ]
        looking = asyncio.create_task(_watch(processes, talks, memory))
        start = time.perf_counter()
        await asyncio.gather(*(_talk(clients, talk) for talk in talks))
        seconds = time.perf_counter() - start
        looking.cancel()
        await asyncio.gather(*(_check(clients[0], talk) for talk in talks))
    memory.append(_resident(processes))
    taken = [spent for talk in talks for spent in talk.taken]
    p50, p95 = p50_p95(taken) if taken else (float("nan"), float("nan"))
    return Served(
        people=len(talks),
        turns=len(taken),
        items=items,
        replicas=len(servers),
        workers=workers,
        think=think,
        errors=sum(talk.errors for talk in talks),
        mixed=sum(1 for talk in talks if talk.foreign),
        p50_ms=round(p50, 1),
        p95_ms=round(p95, 1),
        turns_a_second=round(len(taken) / seconds, 1),
        memory_mb=memory,
    )


async def _talk(clients: Sequence[httpx2.AsyncClient], talk: Talk) -> None:
    """Say one thing after the other, to one server after the other."""
    for number, (message, wait) in enumerate(zip(talk.said, talk.waits, strict=True)):
        await asyncio.sleep(wait)
        body = {"message": message} | ({"session": talk.session} if talk.session else {})
        start = time.perf_counter()
        try:
            answered = await clients[number % len(clients)].post(
                "/v1/ask", json=body, headers={"X-Palate-User": talk.person}
            )
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


async def _watch(processes: Sequence[int], talks: list[Talk], memory: list[float]) -> None:
    """Note the server's memory whenever a further part of the turns is over."""
    whole, seen = sum(len(talk.said) for talk in talks), 1
    while seen < _LOOKS:
        await asyncio.sleep(0.5)
        if sum(len(talk.taken) for talk in talks) * _LOOKS >= seen * whole:
            memory.append(_resident(processes))
            seen += 1


def _resident(processes: Sequence[int]) -> float:
    """Return the megabytes that processes and those that they started hold."""
    return round(sum(_own(each) for process in processes for each in _family(process)), 1)


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
