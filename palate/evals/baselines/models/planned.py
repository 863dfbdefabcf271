"""The agent with a planner that asks a model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import TYPE_CHECKING

from palate.agent.config import AgentConfig
from palate.evals.baselines.agents import AgentContestant, AgentTalker
from palate.evals.baselines.models.choice import ModelChoice
from palate.evals.contestant import Setup
from palate.evals.recorded import is_recorded
from palate.llm.model import Model

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.planners.models.frames import FramePlanner
    from palate.planners.named import DemosMode
    from palate.planners.planner import Planner

PATIENCE = 120.0
"""Seconds a turn: where a model runs on a slow machine, its plans are to be measured and not the machine."""
DEMONSTRATIONS = 3


@dataclass(frozen=True)
class PlannedContestant:
    """The agent as it is shipped, but for its planner and the time that a turn may take."""

    name: str
    about: str
    choice: ModelChoice
    planned: Callable[[Model], Planner]
    """Makes the planner; a function of a module or a part of one, so that it can be pickled."""

    criticised: bool = False
    """Whether the model looks at what would be shown as well."""
    reranked: bool = False
    """Whether the model orders the best candidates as well, where words or a likeness decide."""

    def open(self, catalog: Catalog, setup: Setup | None = None) -> AgentTalker:
        """Open an agent that remembers nothing yet, with this process's model."""
        from palate.agent.reflection.critic import ModelCritic

        model = self.choice.open()
        configured = replayed if self.choice.recorded else patient
        agent = AgentContestant(
            self.name,
            self.about,
            planner=self.planned(model),
            critic=ModelCritic(model) if self.criticised else None,
            configured=partial(reranking, configured) if self.reranked else configured,
        )
        return agent.open(catalog, setup)


def patient(config: AgentConfig) -> AgentConfig:
    """Give turns the time that a model on a slow machine needs."""
    seconds = max(config.budget.seconds, PATIENCE)
    return config.model_copy(update={"budget": config.budget.model_copy(update={"seconds": seconds})})


def replayed(config: AgentConfig) -> AgentConfig:
    """Harvest no demonstrations: a demonstration of the run itself would change later prompts."""
    return patient(config).model_copy(update={"harvest": False})


def reranking(configured: Callable[[AgentConfig], AgentConfig], config: AgentConfig) -> AgentConfig:
    """Have the model that reads order candidates too."""
    return configured(config).model_copy(update={"rerank": "auto"})


def frames(
    model: Model,
    *,
    demos: DemosMode,
    k: int = DEMONSTRATIONS,
    unsure: bool = False,
) -> FramePlanner:
    """Return the planner that asks once a message; a recorded model also after prompts without an answer."""
    from palate.planners.demos.pool import Demonstrations
    from palate.planners.models.breaker import Breaker
    from palate.planners.models.frames import FramePlanner

    breaker = Breaker(after=inf) if is_recorded(model.name) else Breaker()
    return FramePlanner(model, Demonstrations(mode=demos, k=k, unseen=True), unsure=unsure, breaker=breaker)


def assisted(model: Model) -> Planner:
    """Return the planner that asks only about messages that the offline reader leaves words of."""
    return frames(model, demos="dynamic", unsure=True)


def offline(model: Model) -> Planner:  # noqa: ARG001
    """Return the planner that asks no model."""
    from palate.planners.offline import OfflinePlanner

    return OfflinePlanner()
