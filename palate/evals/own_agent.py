"""An app's own agent as a contestant, named `module:function` as servers name an app."""

from __future__ import annotations

import inspect
import os
import pkgutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from palate.errors import BadArgument
from palate.evals.baselines.agents import AgentTalker
from palate.evals.contestant import Contestant, Setup, Talker
from palate.evals.suite import Suite

if TYPE_CHECKING:
    from palate.agent.agent import Agent
    from palate.catalog.catalog import Catalog

OFFERED = ("catalog", "state", "config")


class NoAgent(BadArgument):
    """A function of an app that makes no agent: it ends the run, where other errors of contestants are results."""


@dataclass(frozen=True)
class OwnAgent:
    """The agent that a function of the app makes, with its tools, policies and model.

    The function is given what it takes of `catalog` (the case's, open), `state` (an empty folder that goes with the
    case) and `config` (the suite's `AgentConfig`), by name.
    """

    name: str
    """`my_app:make_agent`; its module is found as Python finds one from the working directory."""

    @property
    def about(self) -> str:
        """What it is."""
        return f"what `{self.name}` makes"

    def open(self, catalog: Catalog, setup: Setup | None = None) -> AgentTalker:
        """Have the agent made.

        Raises:
            NoAgent: there is no such function, it raises, or it makes no agent.
        """
        make = self.factory()
        given = setup or Setup()
        folder = tempfile.TemporaryDirectory(prefix="palate-eval-", ignore_cleanup_errors=True)
        offered = dict(zip(OFFERED, (catalog, folder.name, given.config), strict=True))
        taken = inspect.signature(make).parameters
        try:
            agent = make(**{name: value for name, value in offered.items() if name in taken})
        except Exception as error:  # whatever a function of the app raises
            folder.cleanup()
            raise NoAgent(f"`{self.name}` {_raised(error)}; it should return an `Agent`.") from error
        if isinstance(agent, type) or not isinstance(agent, Talker):
            folder.cleanup()
            raise NoAgent(f"`{self.name}` returned `{agent!r:.60}`; an `Agent` was expected.")
        return AgentTalker(cast("Agent", agent), folder, anonymous=False)

    def factory(self) -> Callable[..., Any]:
        """Return the function.

        Raises:
            NoAgent: there is none, or it asks for what no suite gives.
        """
        if (here := os.getcwd()) not in sys.path:  # noqa: PTH109 - as Python writes it there
            sys.path.insert(0, here)
        try:
            make: Callable[..., Any] = pkgutil.resolve_name(self.name)
        except (ImportError, AttributeError, ValueError) as error:
            raise NoAgent(f"`{self.name}` is no function that can be imported from here: {error}.") from error
        except Exception as error:  # whatever a module of the app raises
            raise NoAgent(f"The module of `{self.name}` {_raised(error)}.") from error
        if not callable(make):
            raise NoAgent(f"`{self.name}` is no function; one that returns an `Agent` was expected.")
        asked = [each for each in inspect.signature(make).parameters.values() if each.default is each.empty]
        named = [each.name for each in asked if each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)]
        if wrong := next((name for name in named if name not in OFFERED), None):
            raise NoAgent(f"`{self.name}` asks for `{wrong}`; it can be given {', '.join(OFFERED)}.")
        return make


def check_agents(contestants: Sequence[Contestant], suite: Suite) -> None:
    """Make each agent of an app once over the catalogue of a suite that has one, before anything is run.

    Raises:
        NoAgent: one cannot be made.
    """
    own = [each for each in contestants if isinstance(each, OwnAgent)]
    if own and (opened := getattr(suite, "opened", None)) is not None:
        with closing(opened()) as catalog:
            for each in own:
                each.open(catalog).close()


def _raised(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"raised `{type(error).__name__}: {' '.join(str(error).split()):.200}` in `{last.filename}`, line {last.lineno}"
    )
