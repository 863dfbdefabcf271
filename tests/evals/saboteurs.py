"""Contestants that do one thing wrong, each by a small change to the agent."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from palate import Agent
from palate.agent.reply import Recommendation, Reply
from palate.evals.baselines.agents import AgentTalker
from palate.evals.contestant import Setup
from palate.language.calling import Called
from palate.language.frame import Frames
from palate.language.session import SessionView
from palate.language.understand import read

if TYPE_CHECKING:
    from palate.agent.workspace import Reader
    from palate.catalog.catalog import Catalog

MOST = 50
"""Items that a reply may have."""


class Around(AgentTalker):
    """The agent as it is; subclasses change one thing."""

    longest = 0
    """Items that the agent within shows at least."""
    reader: Reader | None = None
    k = 0
    """Items that the suite wants."""

    def __init__(self, catalog: Catalog, setup: Setup) -> None:
        self.k = setup.config.k
        config = setup.config.model_copy(update={"k": max(self.k, self.longest)})
        folder = tempfile.TemporaryDirectory(prefix="palate-sabotage-", ignore_cleanup_errors=True)
        agent = Agent(
            catalog,
            tools=setup.tools,
            policies=setup.policies,
            config=config,
            reader=self.reader,
            state=folder.name,
        )
        super().__init__(agent, folder, anonymous=False)


@dataclass(frozen=True)
class Saboteur:
    """The contestant of a class of talkers."""

    talker: type[Around]

    @property
    def name(self) -> str:
        """That of the class."""
        return self.talker.__name__

    @property
    def about(self) -> str:
        """What the class says."""
        return str(self.talker.__doc__)

    def open(self, catalog: Catalog, setup: Setup | None = None) -> Around:
        """Open it, with nothing remembered."""
        return self.talker(catalog, setup or Setup())


class Backwards(Around):
    """Shows the worst of a long list first."""

    longest = MOST

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:
        reply = super().ask(message, user=user, session=session)
        return reply.model_copy(update={"items": reply.items[::-1][: self.k]})


class Leaking(Around):
    """Takes everybody for the same person."""

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:  # noqa: ARG002
        return super().ask(message, user="everybody", session=session)


class Stubborn(Around):
    """Shows what it showed last once more, before anything else."""

    last: tuple[Recommendation, ...] = ()

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:
        reply = super().ask(message, user=user, session=session)
        if reply.items:
            new = [item for item in reply.items if item.id not in {each.id for each in self.last}]
            self.last = (*self.last, *new)[: self.k]
        return reply.model_copy(update={"items": self.last if reply.items else ()})


def without_last(message: str, session: SessionView, catalog: Catalog, *, called: Sequence[Called] = ()) -> Frames:
    """Read a message but for the last constraint of each of its frames."""
    frames = read(message, session, catalog, called=called)
    kept = tuple(each.model_copy(update={"constraints": each.constraints[:-1]}) for each in frames.frames)
    return frames.model_copy(update={"frames": kept})


class Heedless(Around):
    """Leaves out the last condition of whatever is asked for."""

    reader = staticmethod(without_last)
