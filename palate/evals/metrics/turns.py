"""Turns until a success."""

from __future__ import annotations


def turns_needed(success: int | None, *, most: int) -> float:
    r"""The turn of the success, counted from 1, and $most + 1$ where there was none.

    The convention of InteRecAgent (average turns at 5, failure counts 6), so that giving up early cannot look good.
    """
    return float(most + 1 if success is None or success > most else success)
