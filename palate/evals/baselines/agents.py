"""The agent as a contestant, whole or with one part taken out by its configuration."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from palate.agent.config import AgentConfig
from palate.evals.contestant import Setup
from palate.planners.planner import Planner

if TYPE_CHECKING:
    from palate.agent.agent import Agent
    from palate.agent.elicitation.questioner import Questioner
    from palate.agent.reflection.reflector import Reflector
    from palate.agent.reply import Reply
    from palate.catalog.catalog import Catalog


@dataclass(frozen=True)
class AgentContestant:
    """`palate.Agent` over a state folder of its own, which goes when it is closed."""

    name: str = "agent"
    about: str = "the agent as it is shipped"
    planner: Planner | None = None
    """Another planner; the agent's default where None."""
    configured: Callable[[AgentConfig], AgentConfig] | None = None
    """Changes the suite's configuration; a function of a module, so that it can be pickled."""
    questioner: Questioner | None = None
    """Another chooser of questions; the agent's default where None."""
    critic: Reflector | None = None
    """Looks at what would be shown; none where None."""
    anonymous: bool = False
    """Never tell the agent who speaks: neither log nor long-term memory is used."""

    def open(self, catalog: Catalog, setup: Setup | None = None) -> AgentTalker:
        """Open an agent that remembers nothing yet."""
        from palate.agent.agent import Agent

        given = setup or Setup()
        config = given.config if self.configured is None else self.configured(given.config)
        folder = tempfile.TemporaryDirectory(prefix="palate-eval-", ignore_cleanup_errors=True)
        agent = Agent(
            catalog,
            tools=given.tools,
            policies=given.policies,
            config=config,
            planner=self.planner,
            questioner=self.questioner,
            critic=self.critic,
            state=folder.name,
        )
        return AgentTalker(agent, folder, anonymous=self.anonymous)


class AgentTalker:
    """An agent, and the folder that goes with it."""

    def __init__(self, agent: Agent, folder: tempfile.TemporaryDirectory[str], *, anonymous: bool) -> None:
        self.agent = agent
        """For suites that look at state, such as what is remembered."""
        self.folder = folder
        self._anonymous = anonymous

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:
        """Answer one message."""
        return self.agent.ask(message, user=self._known(user), session=session)

    def feedback(
        self,
        item: str,
        *,
        user: str | None = None,
        session: str | None = None,
        value: float | None = None,
        seen: bool = False,
    ) -> None:
        """Take note of an opinion."""
        self.agent.feedback(item, user=self._known(user), session=session, value=value, seen=seen)

    def commit(self, item: str, *, user: str | None = None, session: str | None = None) -> None:
        """Take note of what a person takes."""
        self.agent.commit(item, user=self._known(user), session=session)

    def close(self) -> None:
        """Close the agent and remove its folder."""
        self.agent.close()
        self.folder.cleanup()

    def _known(self, user: str | None) -> str | None:
        return None if self._anonymous else user
