"""What others have published, to be read beside our figures and never as a comparison."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from pydantic import BaseModel

from palate.evals.report.report import Report
from palate.evals.report.rows import Rows

WARNING = "Published by others, of other users and other data: not comparable one to one."


class Source(BaseModel, frozen=True, extra="forbid"):
    """Figures of one publication, of one kind of suite."""

    suites: tuple[str, ...]
    """Our suites beside which they may be set."""
    cite: str
    on: str
    """The data and the people they are of."""
    figures: tuple[dict[str, str], ...]
    """`system`, and by the names of our metrics what is printed for it."""


@cache
def sources() -> tuple[Source, ...]:
    """Return all that is known, from `published.toml`."""
    text = files("palate.evals.report").joinpath("published.toml").read_text("utf-8")
    return tuple(Source.model_validate(each) for each in tomllib.loads(text)["source"])


def published(report: Report, among: Sequence[Source] | None = None) -> Rows | None:
    """Return what others publish of the metrics of this suite, or None where nothing is known."""
    chosen = [each for each in (sources() if among is None else among) if report.manifest.suite in each.suites]
    told = [(figures, source) for source in chosen for figures in source.figures]
    names = [metric.name for metric in report.metrics if any(metric.name in figures for figures, _ in told)]
    if not names:
        return None
    rows = [
        (figures["system"], *(figures.get(name, "-") for name in names), source.on, source.cite)
        for figures, source in told
        if any(name in figures for name in names)
    ]
    return Rows(("published", *names, "of", "source"), tuple(rows))
