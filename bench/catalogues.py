"""Synthetic catalogues as Palate builds them, kept between runs, and what building one takes."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench.figure import Figure
from bench.synthetic import VERSION, Files, Progress, Size, write
from palate import Catalog
from palate.catalog.layout import STEPS

CACHE = Path(__file__).parent / ".cache"
BUILD_ITEMS = 100_000
BUILD_BUDGET = 30.0


def catalogue(size: Size, *, progress: Progress, cache: Path = CACHE) -> Catalog:
    """Open the synthetic catalogue of a size, built on first use."""
    path = cache / f"catalogue-{size.items}-v{VERSION}-{STEPS[-1].__name__}.db"
    return (
        Catalog.open(path) if path.exists() else build(write(size, cache, progress=progress), path, progress=progress)
    )


def build(files: Files, path: Path, *, progress: Progress) -> Catalog:
    """Build a catalogue from its two files, as `palate ingest` does."""
    return Catalog.build(
        path, items=files.items, interactions=files.interactions, name="synthetic", noun="film", progress=progress
    )


def build_figure(items: int = BUILD_ITEMS, *, progress: Progress, cache: Path = CACHE) -> Figure:
    """Measure one build, from files to a catalogue that can be opened."""
    size = Size(items)
    files = write(size, cache, progress=progress)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        build(files, Path(folder) / "built.db", progress=progress).close()
        seconds = time.perf_counter() - start
    return Figure(
        "build",
        "s",
        seconds,
        seconds,
        samples=1,
        budget_p50=BUILD_BUDGET if items == BUILD_ITEMS else None,
        items=size.items,
        interactions=size.interactions,
        users=size.users,
    )
