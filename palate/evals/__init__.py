"""Cases, suites, simulated users, metrics and baselines: how agents are compared, honestly and again.

The public names load on first use, as those of `palate` do.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from palate.evals.case import Case
    from palate.evals.contestant import Contestant, Setup
    from palate.evals.metric import Metric
    from palate.evals.outcome import Conversation, Outcome
    from palate.evals.report.report import Report
    from palate.evals.runner import run
    from palate.evals.suite import About, Suite
    from palate.evals.users.user import User

_HOMES = {
    "About": "palate.evals.suite",
    "Case": "palate.evals.case",
    "Contestant": "palate.evals.contestant",
    "Conversation": "palate.evals.outcome",
    "Metric": "palate.evals.metric",
    "Outcome": "palate.evals.outcome",
    "Report": "palate.evals.report.report",
    "Setup": "palate.evals.contestant",
    "Suite": "palate.evals.suite",
    "User": "palate.evals.users.user",
    "run": "palate.evals.runner",
}

__all__ = [
    "About",
    "Case",
    "Contestant",
    "Conversation",
    "Metric",
    "Outcome",
    "Report",
    "Setup",
    "Suite",
    "User",
    "run",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module `palate.evals` has no attribute `{name}`")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
