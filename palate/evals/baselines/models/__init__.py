"""Contestants that use a model: there only where a run is told which."""

from __future__ import annotations

from functools import partial

from palate.evals.baselines.models.checks import MODEL_CONTESTANTS
from palate.evals.baselines.models.choice import ModelChoice
from palate.evals.baselines.models.model_only import ModelOnlyContestant
from palate.evals.baselines.models.planned import PlannedContestant, assisted, offline, plan_first, stepwise
from palate.evals.baselines.models.reordering import ReorderingContestant
from palate.evals.contestant import Contestant

__all__ = ["MODEL_CONTESTANTS", "ModelChoice", "model_contestants"]


def model_contestants(choice: ModelChoice) -> tuple[Contestant, ...]:
    """Return everybody that uses a model, with the model that was chosen."""
    return (
        PlannedContestant(
            "plan-first-none",
            f"the agent, whose messages are read by one call of {choice.name}, without demonstrations",
            choice,
            partial(plan_first, demos="none"),
        ),
        PlannedContestant(
            "plan-first-fixed",
            f"the agent, whose messages are read by one call of {choice.name}, shown the same demonstrations always",
            choice,
            partial(plan_first, demos="fixed"),
        ),
        PlannedContestant(
            "plan-first-dynamic",
            f"the agent, whose messages are read by one call of {choice.name}, shown demonstrations like the request",
            choice,
            partial(plan_first, demos="dynamic"),
        ),
        PlannedContestant(
            "plan-first-dynamic-1",
            f"the agent, whose messages are read by one call of {choice.name}, shown the closest demonstration",
            choice,
            partial(plan_first, demos="dynamic", k=1),
        ),
        PlannedContestant(
            "assisted",
            f"the agent, whose messages are read by one call of {choice.name} too where the reader is unsure",
            choice,
            assisted,
        ),
        PlannedContestant(
            "critic",
            f"the agent, planned without a model, and one call of {choice.name} for what it would show",
            choice,
            offline,
            criticised=True,
        ),
        PlannedContestant(
            "stepwise",
            f"the agent, read by {choice.name}, which sees what its reading leaves and may read again",
            choice,
            stepwise,
        ),
        ModelOnlyContestant(choice),
        ReorderingContestant(choice),
    )
