"""Films for an afternoon: a tool, a policy, a ranker, demonstrations and a suite for agents of Palate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from palate import Agent, AgentConfig, Catalog, Condition, ItemId, Taste, tool
from palate.catalog.columns import Positions
from palate.evals.suites.written import WrittenSuite, read_suite
from palate.planners.demos.demonstration import Demonstration
from palate.planners.demos.folder import DemoFolder

_HERE = Path(__file__).parent
_LONGEST = 120


@tool(cues=["showtimes"])
def showtimes(screen: int) -> list[dict[str, str]]:
    """Tell the showtimes of the cinema on one of its screens. Not for recommending."""
    return [{"screen": str(screen), "begins": begins} for begins in ("14:00", "16:30")]


class HomeBySupper:
    """Keeps out what is longer than an afternoon, or may be."""

    name = "home-by-supper"
    because = "it ends after supper"

    def __init__(self, catalog: Catalog) -> None:
        self._short = Condition(field="runtime", op="<=", value=_LONGEST)
        self._short.check_against(catalog.schema)

    def barred(self, catalog: Catalog, taste: Taste) -> Positions:  # noqa: ARG002
        """Return the positions of what is not known to be short."""
        return (~catalog.columns.mask(self._short)).nonzero()[0]


class Shortest:
    """Puts the shortest first."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def score(self, taste: Taste, candidates: Sequence[ItemId]) -> list[float]:  # noqa: ARG002
        """Return the runtime of each, the less the better."""
        runtimes = [item.get("runtime") for item in self._catalog.items(candidates)]
        return [-each if isinstance(each, int | float) else -math.inf for each in runtimes]


def demonstrations() -> tuple[Demonstration, ...]:
    """Return what `palate demos add` wrote."""
    return DemoFolder(_HERE).read()


def make_agent(catalog: Catalog, state: str, config: AgentConfig) -> Agent:
    """Return an agent that has all of it."""
    return Agent(catalog, policies=["home-by-supper"], ranker="shortest", state=state, config=config)


def suite() -> WrittenSuite:
    """Return the suite that stands beside this file."""
    return read_suite(_HERE / "suite.yaml")
