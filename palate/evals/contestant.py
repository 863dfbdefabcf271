"""What is evaluated: anything that opens over a catalogue and answers messages with replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from palate.agent.config import AgentConfig
from palate.agent.policies import ItemPolicy, NotSeen

if TYPE_CHECKING:
    from palate.agent.reply import Reply
    from palate.catalog.catalog import Catalog
    from palate.tools.tool import Tool


@dataclass(frozen=True)
class Setup:
    """What a suite asks of every contestant alike."""

    config: AgentConfig = field(default_factory=AgentConfig)
    """`k`, questions, budgets. A contestant that ablates something changes only that."""
    policies: Sequence[ItemPolicy] = field(default_factory=lambda: (NotSeen(),))
    """What may not be shown, by anyone: baselines keep to them too."""
    tools: Sequence[Tool] = ()
    """Outside tools, for those that can use some."""
    seed: int = 0
    """Of whatever a contestant draws at random."""


@runtime_checkable
class Talker(Protocol):
    """A contestant opened over one catalogue. `palate.Agent` is one."""

    def ask(self, message: str, *, user: str | None = None, session: str | None = None) -> Reply:
        """Answer one message."""
        ...

    def feedback(
        self,
        item: str,
        *,
        user: str | None = None,
        session: str | None = None,
        value: float | None = None,
        seen: bool = False,
    ) -> None:
        """Take note of what a person thinks of an item, from -1 to 1, or that they have seen it."""
        ...

    def commit(self, item: str, *, user: str | None = None, session: str | None = None) -> None:
        """Take note that a person takes an item."""
        ...

    def close(self) -> None:
        """Let go of files; the catalogue stays open."""
        ...


@runtime_checkable
class Contestant(Protocol):
    """What a run compares. Cheap to make and picklable: everything heavy is in what `open` returns."""

    @property
    def name(self) -> str:
        """What tables call it; unique in a run. `no-…` is the first contestant without a part, and no baseline."""
        ...

    @property
    def about(self) -> str:
        """What it is, in half a sentence."""
        ...

    def open(self, catalog: Catalog, setup: Setup = ...) -> Talker:
        """Open it over a catalogue, with nothing remembered; a suite opens one for each case and closes it."""
        ...
