"""What it takes to train a ranker on the log of a shop: seconds of reading and of fitting, and memory beyond reading.

Each size is measured in a process of its own. Processor seconds stand beside those of the clock, since the latter grow
with whatever else the machine does.
"""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from bench.catalogues import CACHE
from bench.figure import Figure, Unit
from bench.shop import fill
from bench.synthetic import VERSION, Progress, Size, write
from palate import Catalog
from palate.catalog.layout import STEPS
from palate.ranking.learned.told import Report
from palate.ranking.learned.train import Trained, train

ITEMS = 100_000
EVENTS = (500_000, 10_000_000)
SECONDS, MEGABYTES = 180.0, 1_000.0
_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True)
class Took:
    """What one training took, from the end of reading on where nothing else is said."""

    reading: float
    seconds: float
    processor: float
    megabytes: float
    """The most memory beyond what was held at the end of reading."""
    items: int
    report: Report


def training_figures(
    items: int = ITEMS, events: tuple[int, ...] = EVENTS, *, progress: Progress, cache: Path = CACHE
) -> list[Figure]:
    """Measure training on logs of several sizes."""
    return [figure for count in events for figure in _figures(shop(items, count, progress=progress, cache=cache))]


def shop(items: int, events: int, *, progress: Progress, cache: Path = CACHE) -> Path:
    """Return a catalogue with the log of a shop, made on first use."""
    path = cache / f"shop-{items}-{events}-v{VERSION}-{STEPS[-1].__name__}.db"
    if not path.exists():
        part = path.with_suffix(".part")
        rows = write(Size(items), cache, progress=progress).items
        with Catalog.build(part, items=rows, name="shop", noun="film", progress=progress) as catalog:
            fill(catalog, events, progress=progress)
        part.rename(path)
    return path


def trained(path: Path) -> Took:
    """Train on the log of a catalogue here, and return what it took; nothing is written."""
    start = time.perf_counter()
    read, processor, held = start, 0.0, 0.0

    def tell(stage: str, done: int, total: int | None) -> None:  # noqa: ARG001
        nonlocal read, processor, held
        if stage == "choosing likes":
            read, processor, held = time.perf_counter(), time.process_time(), _held("VmRSS")
            if _RESET.exists():
                _RESET.write_text("5")  # the peak of reading is none of fitting

    with Catalog.open(path) as catalog:
        made, items = train(catalog.connect(), catalog.schema, progress=tell), catalog.schema.items
    if not isinstance(made, Trained):
        raise RuntimeError(f"Nothing was trained: {made.reason}.")
    return Took(
        reading=read - start,
        seconds=time.perf_counter() - read,
        processor=time.process_time() - processor,
        megabytes=max(0.0, _held("VmHWM") - held),
        items=items,
        report=made.report,
    )


def _figures(path: Path) -> list[Figure]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        took = pool.submit(trained, path).result()
    report = took.report
    sizes = {"items": took.items, "interactions": report.interactions, "users": report.people}

    def figure(what: str, unit: Unit, value: float, budget: float | None = None) -> Figure:
        return Figure(f"{report.interactions:,} events: {what}", unit, value, value, 1, budget, **sizes)

    return [
        figure("read", "s", took.reading),
        figure("fit", "s", took.seconds, SECONDS),
        figure("fit, processor", "s", took.processor),
        figure("fit, memory beyond reading", "MB", took.megabytes, MEGABYTES),
        figure("sampled interactions", "", report.sample.interactions),
        figure("sampled users", "", report.sample.people),
        figure("likes learnt from", "", report.likes),
    ]


def _held(name: str) -> float:
    """Return the megabytes of a line of `/proc/self/status`; 0 where there is none."""
    if not _STATUS.exists():
        return 0.0
    line = next(each for each in _STATUS.read_text().splitlines() if each.startswith(f"{name}:"))
    return int(line.split()[1]) * 1_024 / 1e6
