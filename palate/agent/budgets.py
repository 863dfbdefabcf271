"""What the models of a turn may still spend."""

from __future__ import annotations

from palate.agent.workspace import Workspace
from palate.llm.budget import Limits
from palate.llm.model import Usage


def limits_left(turn: Workspace) -> Limits:
    """Return the turn's budget for models, less what its calls took so far."""
    budget = turn.parts.config.budget
    took = sum((call.usage for call in turn.calls), Usage())
    return Limits(
        calls=max(0, budget.calls - len(turn.calls)),
        tokens=max(0, budget.tokens - took.prompt_tokens - took.completion_tokens),
        dollars=_dollars(budget.dollars, took),
        seconds=max(0.0, budget.model_seconds - took.seconds),
    )


def _dollars(most: float | None, took: Usage) -> float | None:
    if most is None:
        return None
    if took.calls and took.cost is None:
        return 0.0
    return max(0.0, most - (took.cost or 0.0))
