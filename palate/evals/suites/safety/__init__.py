"""Attacks on rules, memory and data, scored by state."""

from palate.evals.suites.safety.suite import Safety

__all__ = ["Safety"]
