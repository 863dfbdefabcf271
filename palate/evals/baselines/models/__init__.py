"""Contestants that use a model: there only where a run is told which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from palate.evals.baselines.models.choice import ModelChoice
from palate.evals.baselines.models.model_only import ModelOnlyContestant
from palate.evals.baselines.models.planned import PlannedContestant, assisted, frames, offline
from palate.evals.baselines.models.reordering import ReorderingContestant
from palate.evals.contestant import Contestant

if TYPE_CHECKING:
    from palate.llm.model import Model
    from palate.planners.planner import Planner

_READ = "the agent, whose messages are read by one call of {model}"
_PLANNED: Mapping[str, tuple[str, Callable[[Model], Planner]]] = {
    "frames-none": (f"{_READ}, without demonstrations", partial(frames, demos="none")),
    "frames-fixed": (f"{_READ}, shown the same demonstrations always", partial(frames, demos="fixed")),
    "frames-dynamic": (f"{_READ}, shown demonstrations like the request", partial(frames, demos="dynamic")),
    "frames-rerank": (
        f"{_READ}, and another puts candidates in order where words decide",
        partial(frames, demos="none"),
    ),
    "assisted": (f"{_READ} where the offline reader leaves words out", assisted),
    "critic": ("the agent, planned without a model, and one call of {model} for what it would show", offline),
}
"""What each is, and what makes its planner."""


def model_contestants(choice: ModelChoice) -> tuple[Contestant, ...]:
    """Return everybody that uses a model, with the model that was chosen."""
    planned = (
        PlannedContestant(
            name,
            about.format(model=choice.name),
            choice,
            planner,
            criticised=name == "critic",
            reranked=name == "frames-rerank",
        )
        for name, (about, planner) in _PLANNED.items()
    )
    return (*planned, ModelOnlyContestant(choice), ReorderingContestant(choice))


MODEL_CONTESTANTS = tuple(each.name for each in model_contestants(ModelChoice("")))
"""The names of those that need a model."""
