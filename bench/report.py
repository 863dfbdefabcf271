"""The figures as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.figure import Figure
from bench.machine import machine

RESULTS = Path(__file__).parent / "results" / "latest.json"


def as_json(figures: Sequence[Figure]) -> dict[str, Any]:
    """Return the whole run: on what it was measured, and every figure."""
    return {**machine(), "figures": [figure.as_json() for figure in figures]}


def write(run: dict[str, Any], path: Path = RESULTS) -> None:
    """Write a run where the next reader finds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(run, indent=2) + "\n", encoding="utf-8")


def table(figures: Sequence[Figure]) -> Table:
    """Lay the figures out, with budget, measured values and verdict."""
    grid = Table(box=None, pad_edge=False, header_style="bold")
    grid.add_column("what", no_wrap=True)
    for name in ("items", "runs", "p50", "p95", "budget", ""):
        grid.add_column(name, justify="right", no_wrap=True)
    for figure in figures:
        grid.add_row(*_cells(figure))
    return grid


def _cells(figure: Figure) -> list[str]:
    verdict = {True: "[green]met[/]", False: "[bold red]missed[/]", None: ""}[figure.met]
    items = f"{figure.items:,}" if figure.items is not None else ""
    return [figure.what, items, str(figure.samples), *_measured(figure), _budget(figure), verdict]


def _measured(figure: Figure) -> list[str]:
    digits = 0 if not figure.unit else 3 if figure.unit == "s" and figure.p50 < 1 else 1
    return [f"{value:,.{digits}f} {figure.unit}".rstrip() for value in (figure.p50, figure.p95)]


def _budget(figure: Figure) -> str:
    parts = [f"{value:g}" for value in (figure.budget_p50, figure.budget_p95) if value is not None]
    return f"{' / '.join(parts)} {figure.unit}" if parts else ""


def print_table(figures: Sequence[Figure], console: Console) -> None:
    """Print the table, and below it how many budgets were missed."""
    console.print(table(figures))
    missed = [figure.what for figure in figures if figure.met is False]
    console.print(f"\nMissed: {', '.join(missed)}." if missed else "\nEvery budget is met.")
