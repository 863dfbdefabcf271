"""Baselines: small agents with the agent's interface, run on the same cases in the same run."""

from __future__ import annotations

from functools import partial
from typing import Any

from palate.agent.config import AgentConfig
from palate.agent.elicitation.thompson import Thompson
from palate.evals.baselines.agents import AgentContestant
from palate.evals.baselines.by_chance import ByChance
from palate.evals.baselines.ordering import OrderingContestant
from palate.evals.baselines.popularity_planner import PopularityPlanner
from palate.evals.baselines.scorers import by_chance, by_neighbours, by_popularity, by_search
from palate.evals.contestant import Contestant


def without_replans(config: AgentConfig) -> AgentConfig:
    """Let nothing that reflection finds be planned again."""
    return config.model_copy(update={"budget": config.budget.model_copy(update={"replans": 0})})


def changed(config: AgentConfig, **update: Any) -> AgentConfig:
    """Return a configuration with some of its fields changed."""
    return config.model_copy(update=update)


AGENT = AgentContestant()
UNDERSTANDING_POPULARITY = AgentContestant(
    "understanding+popularity",
    "the agent's understanding and filters, ranked by popularity",
    planner=PopularityPlanner(),
)
NO_MEMORY = AgentContestant("no-memory", "the agent, never told who speaks: no log, no memory", anonymous=True)
NO_RECALL = AgentContestant(
    "no-recall",
    "the agent, with the log, but with no memory of other sessions",
    configured=partial(changed, recall=False),
)
NO_REFLECTION = AgentContestant(
    "no-reflection",
    "the agent, which shows what its plan gives, unchecked",
    configured=partial(changed, reflection=False),
)
NO_REPLANS = AgentContestant(
    "no-replans", "the agent, which plans once, whatever reflection finds", configured=without_replans
)
NO_QUESTIONS = AgentContestant(
    "no-questions", "the agent, which never asks", configured=partial(changed, max_questions=0)
)
RANDOM_QUESTIONS = AgentContestant(
    "random-questions", "the agent, which asks when it would, about a field drawn by lot", questioner=ByChance()
)
THOMPSON_QUESTIONS = AgentContestant(
    "thompson-questions",
    "the agent, which asks when it would, first between items that a bandit draws",
    questioner=Thompson(),
)
RANDOM = OrderingContestant("random", "a random order", by_chance)
POPULARITY = OrderingContestant("popularity", "most liked first, whoever asks", by_popularity)
NEIGHBOURS = OrderingContestant("neighbours", "what people of like taste like; no understanding", by_neighbours)
SEARCH = OrderingContestant("search", "BM25 over the words said; no understanding, no taste", by_search)

CONTESTANTS: tuple[Contestant, ...] = (
    AGENT,
    UNDERSTANDING_POPULARITY,
    NEIGHBOURS,
    SEARCH,
    POPULARITY,
    RANDOM,
    NO_MEMORY,
    NO_RECALL,
    NO_REFLECTION,
    NO_REPLANS,
    NO_QUESTIONS,
    RANDOM_QUESTIONS,
    THOMPSON_QUESTIONS,
)
"""Everybody that `palate eval run --contestant` knows by name."""
BASELINES: tuple[Contestant, ...] = CONTESTANTS[:6]
"""The agent and those without one of its parts that talk: what most suites run by default."""
