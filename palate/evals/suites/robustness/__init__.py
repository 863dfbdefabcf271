"""Tools that fail, lie or stall, and people who are terse, contradict themselves or have no patience."""

from palate.evals.suites.robustness.suite import Robustness

__all__ = ["Robustness"]
