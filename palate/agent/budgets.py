"""What the models of a turn may still spend, of the turn's budget and of the user's for the day."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from palate.agent.workspace import Workspace
from palate.llm.budget import Limits, spending
from palate.llm.model import Usage
from palate.llm.traced import tracing

Amount = TypeVar("Amount", int, float)


@contextmanager
def asking(turn: Workspace) -> Iterator[None]:
    """Hold the models called inside to what is left, and count what they take; the turn has their seconds besides."""
    started = time.monotonic()
    with tracing() as calls, spending(limits_left(turn)):
        try:
            yield
        finally:
            turn.calls = (*turn.calls, *calls)
            turn.deadline += time.monotonic() - started


def limits_left(turn: Workspace) -> Limits:
    """Return the turn's budget for models, less what its calls took so far, within what the day has left."""
    budget, took = turn.parts.config.budget, took_by(turn)
    tokens, dollars = _left_today(turn)
    return Limits(
        calls=max(0, budget.calls - len(turn.calls)),
        tokens=_least(_tokens(budget.tokens, took), tokens),
        dollars=_least(_dollars(budget.dollars, took), dollars),
        seconds=max(0.0, budget.model_seconds - took.seconds),
    )


def took_by(turn: Workspace) -> Usage:
    """Return what the turn's calls took; one that failed is taken to have cost nothing, as budgets of calls take it."""
    costs = (call.usage.model_copy(update={"cost": 0.0}) if call.error else call.usage for call in turn.calls)
    return sum(costs, Usage())


def is_spent(turn: Workspace) -> bool:
    """Tell whether nothing is left of what models may spend for the user today."""
    tokens, dollars = _left_today(turn)
    return tokens == 0 or dollars == 0


def is_short(turn: Workspace) -> bool:
    """Tell whether less is left of the user's day than of the turn's own budget, so that it is the day that ran out."""
    tokens, dollars = _left_today(turn)
    left = limits_left(turn)
    return (tokens is not None and tokens == left.tokens) or (dollars is not None and dollars == left.dollars)


def _left_today(turn: Workspace) -> tuple[int | None, float | None]:
    """Return the tokens and dollars left of the user's limits for today; None where there is no limit."""
    config, today = turn.parts.config, turn.spent + took_by(turn)
    tokens = None if config.tokens_per_day is None else _tokens(config.tokens_per_day, today)
    return tokens, _dollars(config.dollars_per_day, today)


def _tokens(most: int, took: Usage) -> int:
    return max(0, most - took.prompt_tokens - took.completion_tokens)


def _dollars(most: float | None, took: Usage) -> float | None:
    if most is None:
        return None
    if took.calls and took.cost is None:
        return 0.0
    return max(0.0, most - (took.cost or 0.0))


def _least(one: Amount | None, other: Amount | None) -> Amount | None:
    limits = [each for each in (one, other) if each is not None]
    return min(limits, default=None)
