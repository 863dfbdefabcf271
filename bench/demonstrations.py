"""What it takes to find the demonstrations that resemble a request, among a thousand."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench.figure import Figure, p50_p95
from palate.catalog.catalog import Catalog
from palate.planners.demos.folder import DemoFolder
from palate.planners.demos.pool import Demonstrations, Pool

BUDGET = 2.0
COPIES = 30
RUNS = 100
REQUESTS = ("a comedy longer than Fargo", "how many westerns are under two hours?")
MILLI = 1_000


def demonstrations_figure() -> Figure:
    """Measure a choice among the demonstrations that come with Palate, and copies of them."""
    with tempfile.TemporaryDirectory() as folder, Catalog.films() as catalog:
        known = Pool.of(catalog).demonstrations
        copies = (each.model_copy(update={"id": f"{each.id}-{n}"}) for n in range(COPIES) for each in known)
        DemoFolder(Path(folder)).add(copies)
        pool, took = Pool.of(catalog, Path(folder)), []
        for run in range(RUNS + 1):
            for request in REQUESTS:
                start = time.perf_counter()
                Demonstrations(folder=Path(folder)).of(request, catalog)
                took.append((run, time.perf_counter() - start))
    warm = [seconds * MILLI for run, seconds in took if run]
    p50, p95 = p50_p95(warm)
    what = f"demonstrations for a request, of {len(pool.demonstrations):,}"
    return Figure(what, "ms", p50, p95, samples=len(warm), budget_p50=BUDGET)
