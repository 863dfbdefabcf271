"""What a planner is given, and what it must do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

import numpy as np

from palate.catalog.schema import Schema
from palate.language.applying import understanding_of
from palate.language.frame import Frames
from palate.language.preference import Preference
from palate.language.session import SessionView
from palate.language.understanding import Mention, Understanding
from palate.planners.plan import Plan
from palate.tools.candidates import Positions

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.tools.toolbox import Toolbox

AdviceKind = Literal["drop", "search", "replace", "reread"]


@dataclass(frozen=True)
class Advice:
    """What reflection tells the planner before it plans again."""

    kind: AdviceKind
    """How to plan differently.

    drop: what has its key in `data["keys"]` is given up; it is out of `held`, `like` and `advice` already.
    search: look for the words `data["text"]` as free text as well.
    replace: the step `data["step"]` (tool `data["tool"]`) failed for the reason in `message`; plan without it where it
        serves only a wish.
    reread: what was understood came to nothing, or left words unread that could tell equal items apart. Only a planner
        that reads messages is told, and reads this one again.
    """
    message: str
    """One sentence, for the trace and for a model's prompt."""
    data: Mapping[str, Any] = field(default_factory=dict)
    intent: int = 0
    """The intent whose plan it is about; only that one is planned again."""


@dataclass(frozen=True)
class PlanningContext:
    """Everything that a planner may know."""

    understanding: Understanding
    session: SessionView
    """The session as it stood before this message."""
    schema: Schema
    toolbox: Toolbox
    held: tuple[tuple[Preference, ...], ...] = ()
    """For each intent, all preferences that hold for it: the session's after the intent was reconciled with them (hard
    and soft), then the recalled long-term ones that do not contradict them. Those given up by "relax" are out."""
    like: tuple[tuple[Mention, ...], ...] = ()
    """For each intent, the items that its result should resemble: its own, or those of the request that it refines."""
    advice: tuple[Advice, ...] = ()
    """What went wrong so far in this turn; empty on the first attempt."""
    k: int = 5
    """How many items a reply shows where the message names no number."""
    drafted: bool = False
    """Whether the planner itself read the message; see `ReadingPlanner`."""
    deps: Any = field(default=None, repr=False)
    """What the app gave: `Agent(deps=…)`, or `ask(deps=…)` for one message."""

    @property
    def preferences(self) -> tuple[Preference, ...]:
        """All that hold for the first intent, which most often is the only one."""
        return self.held_by(0)

    def held_by(self, intent: int) -> tuple[Preference, ...]:
        """Return what holds for one intent: two requests in one message do not share their conditions."""
        return self.held[intent] if intent < len(self.held) else ()

    def like_by(self, intent: int) -> tuple[Mention, ...]:
        """Return the items that the result for one intent should resemble."""
        return self.like[intent] if intent < len(self.like) else ()


@runtime_checkable
class Planner(Protocol):
    """Turns an understanding into typed steps."""

    @property
    def name(self) -> str:
        """Its name in traces."""
        ...

    def plan(self, context: PlanningContext) -> Sequence[Plan]:
        """Return one plan for each intent that needs tools, in the order of the intents.

        An intent without a plan, or with a plan of kind `none`, is answered without tools. A plan need not be valid:
        it is checked, and repaired where that is safe, before anything runs.
        """
        ...


@dataclass(frozen=True)
class Said:
    """An earlier turn of the conversation, as far as a model is shown it."""

    message: str
    reply: str
    """The opening line of the reply and its question, on one line."""


@dataclass(frozen=True)
class Reading:
    """A message to be read."""

    message: str
    session: SessionView
    """The session as it stood before the message."""
    understood: Understanding
    """What the message means without a model: what it falls back on, and what a model need not be asked."""
    catalog: Catalog
    toolbox: Toolbox
    history: tuple[Said, ...] = ()
    """The last turns of this conversation, oldest first."""
    seconds: float = 60.0
    """What a model may take."""
    withheld: Positions = field(default_factory=lambda: np.empty(0, np.int64))
    """Where the items are that policies bar and the message does not name: nor may a model."""
    first: Drafted | None = None
    """How the message was read before, where it is read again."""
    finding: str = ""
    """Why it is read again: what came of the first reading, in one sentence."""
    images: tuple[str, ...] = ()
    """That come with the message, as URLs: only a model can look at them."""
    known: tuple[Preference, ...] = ()
    """What is remembered of the user from other sessions, where the app shares that with models."""

    def applied(self, frames: Frames) -> tuple[Understanding, tuple[str, ...]]:
        """Return what frames of the message mean, and a sentence for each entry that was changed or left out."""
        given = self.message, self.session, self.catalog
        return understanding_of(frames, *given, tools=self.toolbox.callable, withheld=self.withheld)


@dataclass(frozen=True)
class Drafted:
    """What a message means, as a planner reads it."""

    frames: Frames
    demonstrations: tuple[str, ...] = ()
    """Ids of those that a model was shown."""
    differences: tuple[str, ...] = ()
    """A sentence for each entry that the planner itself changed or left out."""
    lesson: Mapping[str, Any] = field(default_factory=dict)
    """How the message was read, as demonstrations hold it: what was shown of it, and what should be said of that."""


@runtime_checkable
class ReadingPlanner(Planner, Protocol):
    """A planner that also reads the message.

    `draft` runs once a turn, before memory is asked, and again where reflection finds that the first reading came to
    nothing. `plan` then gets what the message means, with what holds from earlier turns beside it.
    """

    def draft(self, reading: Reading) -> Drafted | None:
        """Read a message; None leaves that to the offline reading.

        Raises:
            ModelError: the model gave nothing that can be used.
        """
        ...
