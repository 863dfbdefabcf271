"""How long one turn takes, over the fixed mix of requests."""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.catalogues import CACHE, catalogue
from bench.figure import Figure, p50_p95
from bench.requests import Request, facts, mix
from bench.synthetic import Progress, Size
from palate import Agent, Catalog

BUDGETS: Mapping[int, tuple[float, float]] = {10_000: (35.0, 80.0), 1_000_000: (100.0, 250.0)}
"""Milliseconds at p50 and p95, by the number of items."""
EACH = 20
"""Requests of every kind."""
WARM_UP = 2
MILLI = 1_000


def turn_figures(items: int, *, progress: Progress, each: int = EACH, cache: Path = CACHE) -> list[Figure]:
    """Measure turns at one size: all together against the budget, then every kind by itself."""
    size = Size(items)
    with catalogue(size, progress=progress, cache=cache) as catalog:
        taken = measure(catalog, each=each, progress=progress)
    every = [spent for kind in taken.values() for spent in kind]
    p50, p95 = BUDGETS.get(items, (None, None))
    return [
        _figure("turn", every, size, budget_p50=p50, budget_p95=p95),
        *(_figure(f"turn: {kind}", spent, size) for kind, spent in taken.items()),
    ]


def measure(catalog: Catalog, *, each: int, progress: Progress) -> dict[str, list[float]]:
    """Return the milliseconds of every measured turn by kind.

    Half of the people are of the log and bring a taste, half are new; every request starts a session of its own. The
    warm-up loads columns and compiles what is compiled once a process, with other values than those measured.
    """
    known = facts(catalog)
    people = _people(catalog)
    taken: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, Agent(catalog, state=Path(folder)) as agent:
        for number, request in enumerate(mix(known, WARM_UP, seed=1)):
            spend(agent, request, user=f"warm{number}")
        requests = mix(known, each)
        for number, request in enumerate(requests):
            user = people[number % len(people)] if number % 2 else f"new{number}"
            taken[request.kind].append(spend(agent, request, user=user, session=f"s{number}"))
            progress("turns", number + 1, len(requests))
    return dict(taken)


def spend(agent: Agent, request: Request, *, user: str, session: str = "s") -> float:
    """Return the milliseconds that the last message of a request takes."""
    for message in request.before:
        agent.ask(message, user=user, session=session)
    start = time.perf_counter()
    agent.ask(request.message, user=user, session=session)
    return (time.perf_counter() - start) * MILLI


def _people(catalog: Catalog, most: int = 100) -> list[str]:
    """Name people of the log, from all over it."""
    rows = catalog.connect().execute("SELECT DISTINCT user FROM interactions ORDER BY user LIMIT ?", (most,))
    return [user for (user,) in rows]


def _figure(
    what: str, spent: Sequence[float], size: Size, *, budget_p50: float | None = None, budget_p95: float | None = None
) -> Figure:
    p50, p95 = p50_p95(spent)
    return Figure(
        what,
        "ms",
        p50,
        p95,
        samples=len(spent),
        budget_p50=budget_p50,
        budget_p95=budget_p95,
        items=size.items,
        interactions=size.interactions,
        users=size.users,
    )
