"""What building a catalogue of messy rows takes: seconds, memory, a log beside it, and telling of one bad row.

Rows are those of the synthetic catalogue as people hand them in: several ways to leave a cell empty, to write a price,
a duration and yes, lists in quotes, mark-up and odd blanks. All of it can be read, but for the one bad row.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bench.catalogues import CACHE
from bench.figure import Figure, Unit
from bench.synthetic import VERSION, Progress, Size, item_rows, write, write_rows
from palate import Catalog
from palate.catalog.sources.source import read_all
from palate.errors import BadRows

ITEMS = 100_000
SECONDS, SECONDS_WITH_LOG, SECONDS_TO_TELL, MEGABYTES = 10.0, 30.0, 1.0, 400.0
_EMPTY = ("", "N/A", "-", "null", " ")
_YES, _NO = ("yes", "Y", "true", "1"), ("no", "N", "false", "0")
_BAD = "ask us"


@dataclass(frozen=True)
class Took:
    """What one build took, in a process of its own."""

    seconds: float
    megabytes: float
    """The most memory that the process held."""
    told: float
    """Seconds that a refusal takes besides reading the file; 0 where there is none."""


def messy_figures(items: int = ITEMS, *, progress: Progress, cache: Path = CACHE) -> list[Figure]:
    """Measure the builds, each in a process of its own."""
    size = Size(items)
    log = write(size, cache, progress=progress).interactions
    whole, bad = (cache / f"{name}-{items}-v{VERSION}.csv" for name in ("messy", "messy-bad"))
    write_rows(whole, messy_rows(size), "writing messy rows", items, progress)
    write_rows(bad, messy_rows(size, bad=items // 2), "writing messy rows", items, progress)
    alone, beside, refused = _apart(whole, None), _apart(whole, log), _apart(bad, None)
    return [
        _figure("messy rows built", "s", alone.seconds, SECONDS, size),
        _figure("messy rows built, memory", "MB", alone.megabytes, MEGABYTES, size),
        _figure(
            "messy rows and a log built", "s", beside.seconds, SECONDS_WITH_LOG, size, interactions=size.interactions
        ),
        _figure("one bad row told", "s", refused.told, SECONDS_TO_TELL, size),
    ]


def messy_rows(size: Size, *, bad: int | None = None) -> Iterator[dict[str, Any]]:
    """Yield the items as people write them; the price of row `bad` is none."""
    for at, row in enumerate(item_rows(size)):
        price, minutes = str(row["price"]), int(row["runtime"])
        prices = (price, f" {price} ", f"{price[1:]} USD", f"US{price}", _EMPTY[at % 5])
        times = (f"{minutes} min", f"{minutes // 60}h {minutes % 60:02}m", f"{minutes}", _EMPTY[at % 5])
        yield {
            **row,
            "title": f"  {row['title']}\u00a0" if at % 7 == 0 else row["title"],
            "year": row["year"] if at % 11 else _EMPTY[at % 5],
            "runtime": times[at % len(times)],
            "price": _BAD if at == bad else prices[at % len(prices)],
            "genres": str(row["genres"].split("|")),
            "description": f"<p>{row['description']}</p>\r\n“{row['brand']}”, 5 %",
            "in_stock": (*_YES, *_NO, "")[at % 9],
            "notes": _EMPTY[at % 5] if at % 50 else 'see "terms", p. 3',
        }


def built(items: Path, log: Path | None) -> Took:
    """Build a catalogue here, and return what it took."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        try:
            Catalog.build(Path(folder) / "built.db", items=items, interactions=log).close()
            refused = False
        except BadRows:
            refused = True
        end = time.perf_counter()
    peak = _peak()
    return Took(end - start, peak, end - start - _reading(items) if refused else 0.0)


def _reading(items: Path) -> float:
    """Return the seconds that reading a file takes."""
    start = time.perf_counter()
    read_all(items, "items")
    return time.perf_counter() - start


def _apart(items: Path, log: Path | None) -> Took:
    """Build in a process of its own, whose memory is nothing else's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(built, items, log).result()


def _figure(
    what: str, unit: Unit, value: float, budget: float, size: Size, *, interactions: int | None = None
) -> Figure:
    """Return a figure of one build, whose budget is for the full size."""
    of = budget if size.items == ITEMS else None
    return Figure(what, unit, value, value, samples=1, budget_p50=of, items=size.items, interactions=interactions)


def _peak() -> float:
    """Return the most megabytes that this process held; of `ru_maxrss` Linux tells a child its parent's as well."""
    status = Path("/proc/self/status")
    if status.exists():
        held = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(held.split()[1]) * 1_024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1_024) / 1e6
