"""Requests with a gold plan each, scored by what comes of them."""

from palate.evals.suites.plans.suite import Plans

__all__ = ["Plans"]
