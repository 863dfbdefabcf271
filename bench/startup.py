"""How long a newcomer's first import and first `--help` take."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence

from bench.figure import Figure, p50_p95

RUNS = 9
IMPORT_BUDGET = 0.3
HELP_BUDGET = 0.5


def startup_figures() -> list[Figure]:
    """Measure whole processes, started anew each time."""
    return [
        _figure("import palate", ["-c", "import palate"], IMPORT_BUDGET),
        _figure("palate --help", ["-m", "palate", "--help"], HELP_BUDGET),
    ]


def _figure(what: str, arguments: Sequence[str], budget: float) -> Figure:
    _seconds(arguments)  # compiles the byte code, fills the disk's cache
    seconds = [_seconds(arguments) for _ in range(RUNS)]
    p50, p95 = p50_p95(seconds)
    return Figure(what, "s", p50, p95, samples=RUNS, budget_p50=budget)


def _seconds(arguments: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start
