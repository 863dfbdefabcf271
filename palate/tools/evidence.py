"""What evidence is made of: plain data, and little of it."""

from __future__ import annotations

MOST_EXPLAINED = 50
"""Of the items that a tool puts in order, it explains this many, the best."""


def rounded(value: float) -> float:
    """Return a figure as evidence keeps it."""
    return round(float(value), 4)
