"""What one turn works with but does not checkpoint: arrays, results, and the parts of the agent."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from palate.agent.config import AgentConfig
from palate.agent.reasons.describing import Descriptions
from palate.catalog.columns import BoolArray
from palate.catalog.tongues import Language
from palate.language.calling import Called
from palate.language.frame import Frames
from palate.language.preference import Preference, ToolCall
from palate.language.session import SessionView
from palate.language.understanding import Understanding
from palate.llm.model import Usage
from palate.memory.profile import Profile
from palate.planners.plan import Step
from palate.planners.planner import Planner, Reading
from palate.ranking.taste import Taste
from palate.tools.candidates import Candidates, Positions
from palate.tools.context import ToolContext
from palate.tools.result import ToolResult

if TYPE_CHECKING:
    from palate.agent.elicitation.questioner import Questioner
    from palate.agent.harvest import Harvest
    from palate.agent.policies import ItemPolicy, PersonalPolicy
    from palate.agent.reflection.finding import Finding
    from palate.agent.replies.rewriter import Rewriter
    from palate.agent.replies.section import Section
    from palate.agent.reply import Reply
    from palate.agent.state import StepRecord
    from palate.agent.storage.folder import StateFolder
    from palate.catalog.catalog import Catalog
    from palate.language.embedder import ByEmbedder
    from palate.llm.traced import Call
    from palate.planners.models.rerank import ModelReranker
    from palate.ranking.ranker import Ranker
    from palate.tools.toolbox import Toolbox


_LOG = logging.getLogger(__name__)


class Reader(Protocol):
    """What writes the frames of a message."""

    def __call__(
        self,
        message: str,
        session: SessionView,
        catalog: Catalog,
        *,
        called: Sequence[Called] = (),
    ) -> Frames:
        """Read one message against the session so far.

        What it returns is validated: a value that the catalogue lacks is reported, and a constraint whose quote the
        message does not have only orders items.

        Args:
            message: What the person wrote.
            session: What is known of the session.
            catalog: What its words are about.
            called: The tools of the app that it calls for.
        """
        ...


@dataclass(frozen=True)
class Parts:
    """The parts of an agent that its nodes call; shared by all turns."""

    catalog: Catalog
    toolbox: Toolbox
    planner: Planner
    fallback: Planner
    """Plans when `planner` gives no plan that can be run."""
    read: Reader
    policies: tuple[ItemPolicy | PersonalPolicy, ...]
    config: AgentConfig
    folder: StateFolder
    """Where what is kept of people is read, and written when a turn ends."""
    questioner: Questioner
    """Chooses what to ask before something is shown."""
    critic: Callable[[StepRecord, ToolResult, Any], Iterable[Finding]] | None = None
    """Looks at what would be shown after the chain found nothing against it."""
    harvest: Harvest | None = None
    """Makes demonstrations of what people take; None where nobody wants any."""
    rewriter: Rewriter | None = None
    """Puts replies into other words; they stay as the templates write them where there is none."""
    reranker: ModelReranker | None = None
    """Puts the best candidates in order once more; None where no model is to."""
    ranker: Ranker | None = None
    """Orders what a person prefers; the catalogue's own does where there is none."""
    embedded: ByEmbedder | None = None
    """Compares meanings; the encoder that comes with Palate does where there is none."""
    now: Callable[[], float] = time.time


@dataclass(frozen=True)
class Ran:
    """One step that ran, with its whole result."""

    step: Step
    result: ToolResult


@dataclass
class Workspace:
    """One turn's own objects. Only the nodes of that turn touch it."""

    parts: Parts
    user: str | None
    session: str
    """The session's name, as the app calls it."""
    thread: str
    k: int
    """How many items are shown where the person does not say."""
    deadline: float
    """On the clock of `time.monotonic`."""
    started: float = field(default_factory=time.monotonic)
    time: float = 0.0
    """Seconds since 1970 when the turn began."""
    profile: Profile = field(default_factory=Profile)
    tastes: tuple[Taste, ...] = ()
    """One for each intent."""
    barred: tuple[Mapping[str, Positions], ...] = ()
    """For each intent: item policy, or `rejected`, `shown`, `like`, to the positions it keeps out."""
    withheld: Positions = field(default_factory=lambda: np.empty(0, np.int64))
    """What policies bar whoever asks and the message does not name, where a model read it: no answer names these."""
    unasked: frozenset[str] = frozenset()
    """Item policies whose question may still be asked: `rank` leaves their items in, so that it shows whether to."""
    unconfirmed: Mapping[str, ItemPolicy] = field(default_factory=dict)
    """What the person would take and has to confirm first, with the policy that wants it."""
    failures: Mapping[str, str] = field(default_factory=dict)
    """For each item policy that failed, what went wrong."""
    candidates: Candidates = field(default_factory=Candidates)
    """Those of the plan that runs: none once a step of it failed."""
    latest: Candidates = field(default_factory=Candidates)
    """Those that the last step left which did not fail."""
    ran: dict[int, list[Ran]] = field(default_factory=dict)
    """The steps of each intent's last plan, in order."""
    images: tuple[str, ...] = ()
    """URLs of the images that come with the message."""
    spent: Usage = field(default_factory=Usage)
    """What models spent for the user before this turn, today: only where the config limits it."""
    calls: tuple[Call, ...] = ()
    """The calls of a model that the turn has made."""
    recalled: tuple[Preference, ...] = ()
    """What was recalled of the person, for any intent."""
    sections: tuple[Section, ...] = ()
    """The parts of the reply, one for each intent."""
    taken: tuple[str, ...] = ()
    """Ids of what the person took by this message."""
    reply: Reply | None = None
    """The finished reply: the turn's result."""
    log: list[str] = field(default_factory=list)
    """What tools, policies and other parts that somebody else wrote raised, in full; no person is told."""
    late: list[object] = field(default_factory=list)
    """Parts of the app that were left behind: nobody waits for one twice in a turn."""
    language: Language = "en"
    """What this turn's reply is written in."""
    reading: Reading | None = None
    """What a planner that reads messages itself was given, and how it read it; None where the reader did."""
    deps: Any = None
    """What the app gave for its tools, policies and planner."""
    sets: dict[tuple[int, str], Positions] = field(default_factory=dict)
    """What tools of the app left of everything, by the intent and the key of the wish that calls them."""
    kept: bool = True
    """Whether the session is kept: not where neither a user nor a session was named."""

    @cached_property
    def descriptions(self) -> Descriptions:
        """The descriptions of items, each of which is read once a turn."""
        return Descriptions(self.parts.catalog.schema)

    def left(self) -> float:
        """Return the seconds left of the turn's budget, 0 at the least."""
        return max(0.0, self.deadline - time.monotonic())

    def begin(self, intent: int) -> None:
        """Start a plan: everything is in play, nothing has run."""
        self.candidates = self.latest = Candidates.everything(self.parts.catalog.schema.items)
        self.ran[intent] = []

    def results(self, intent: int) -> dict[str, ToolResult]:
        """Return the results of an intent's steps so far, by step id."""
        return {ran.step.id: ran.result for ran in self.ran.get(intent, ())}

    def remaining(self, intent: int) -> Candidates:
        """Return the candidates of an intent's plan: those that its last step left which left any."""
        left = [ran.result.candidates for ran in self.ran.get(intent, ()) if ran.result.candidates]
        return left[-1] if left else Candidates.everything(self.parts.catalog.schema.items)

    def setting(self, understanding: Understanding, taste: Taste) -> ToolContext[Any]:
        """Return the turn before anything ran, as a policy may see it."""
        return ToolContext(
            catalog=self.parts.catalog,
            candidates=Candidates.everything(self.parts.catalog.schema.items),
            understanding=understanding,
            taste=taste,
            ranker=self.parts.ranker,
            mode=self.parts.config.ranking,
            novelty=self.parts.config.novelty,
            user=self.user,
            session=self.session,
            deadline=self.deadline,
            deps=self.deps,
        )

    def context(self, intent: int, step: str, understanding: Understanding) -> ToolContext[Any]:
        """Return the turn as a tool may see it."""
        return replace(
            self.setting(understanding, self.tastes[intent]),
            candidates=self.candidates,
            barred={name: out for name, out in self.barred[intent].items() if name not in self.unasked},
            withheld=self.withheld,
            step=step,
        )

    def mask(self, intent: int, wish: Preference) -> BoolArray:
        """Return which items meet a condition, or are what a tool left: none before it ran, or where it failed."""
        columns = self.parts.catalog.columns
        if wish.where is not None:
            return columns.mask(wish.where)
        found = np.zeros(columns.size, dtype=np.bool_)
        if wish.call is not None:
            found[self.sets.get((intent, wish.call.key), [])] = True
        return found

    def fitting(self, intent: int, wishes: Iterable[Preference], pool: Positions | None = None) -> Positions:
        """Return the positions, of a pool or of everything, of what meets every condition and is left by every tool."""
        wishes = list(wishes)
        found = self.parts.catalog.columns.select([wish.where for wish in wishes if wish.where is not None], pool)
        for wish in wishes:
            found = found if wish.call is None else found[self.mask(intent, wish)[found]]
        return found

    def failed(self, text: str) -> None:
        """Keep what a part that somebody else wrote raised, and tell it to whoever runs the app: once a turn."""
        if text and text not in self.log:
            self.log.append(text)
            _LOG.warning("%s", text)

    def note(self, intent: int, step: Step, result: ToolResult) -> None:
        """Keep a step's result, and go on with its candidates; a failed step leaves nothing rather than everything."""
        self.ran.setdefault(intent, []).append(Ran(step, result))
        if result.log:
            self.log.append(result.log)
        if result.candidates is not None:
            self.candidates = result.candidates
            if result.status != "failed":
                self.latest = result.candidates
                left = result.candidates.positions(self.parts.catalog.schema.items)
                self.sets[intent, ToolCall(tool=step.tool, args=step.args).key] = left
