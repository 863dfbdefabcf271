"""A run's figures as `palate eval … --json` prints them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from palate.evals.report.report import Report


def figures(report: Report) -> dict[str, Any]:
    """Return a run's figures for programs."""
    from palate.evals.report.models import model_use

    return {
        "manifest": report.manifest,
        "results": {
            name: {
                "metrics": {metric.name: plain(report.interval(name, metric)) for metric in report.metrics},
                "cost": plain(report.cost(name)),
                "model": None if (use := model_use(report, name)) is None else plain(use),
                "errors": report.errors(name),
                "failed": [result.case for result in report.failures(name)],
            }
            for name in report.contestants
        },
    }


def plain(value: Any) -> Any:
    """Return a dataclass as JSON has it, where there is no `nan`."""
    from dataclasses import asdict

    return _finite({**asdict(value), **({"lost": value.lost} if hasattr(value, "lost") else {})})


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _finite(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
