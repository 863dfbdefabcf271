"""An app's own agent as a contestant, named `module:function` as servers name an app."""

from __future__ import annotations

import inspect
import os
import pkgutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from palate.errors import BadArgument
from palate.evals.baselines.agents import AgentTalker
from palate.evals.contestant import Setup

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

OFFERED = ("catalog", "state", "config")


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
            BadArgument: there is no such function, or it makes no agent.
        """
        make = self.factory()
        given = setup or Setup()
        folder = tempfile.TemporaryDirectory(prefix="palate-eval-", ignore_cleanup_errors=True)
        offered = dict(zip(OFFERED, (catalog, folder.name, given.config), strict=True))
        taken = inspect.signature(make).parameters
        agent = make(**{name: value for name, value in offered.items() if name in taken})
        if not callable(getattr(agent, "ask", None)):
            folder.cleanup()
            raise BadArgument(f"`{self.name}` returned `{agent!r:.60}`; an `Agent` was expected.")
        return AgentTalker(agent, folder, anonymous=False)

    def factory(self) -> Callable[..., Any]:
        """Return the function.

        Raises:
            BadArgument: there is none, or it asks for what no suite gives.
        """
        if (here := os.getcwd()) not in sys.path:  # noqa: PTH109 - as Python writes it there
            sys.path.insert(0, here)
        try:
            make: Callable[..., Any] = pkgutil.resolve_name(self.name)
        except (ImportError, AttributeError, ValueError) as error:
            raise BadArgument(f"`{self.name}` is no function that can be imported from here: {error}.") from error
        if not callable(make):
            raise BadArgument(f"`{self.name}` is no function; one that returns an `Agent` was expected.")
        asked = [each for each in inspect.signature(make).parameters.values() if each.default is each.empty]
        named = [each.name for each in asked if each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)]
        if wrong := next((name for name in named if name not in OFFERED), None):
            raise BadArgument(f"`{self.name}` asks for `{wrong}`; it can be given {', '.join(OFFERED)}.")
        return make
