"""Requests with a gold plan each, scored by what comes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from palate.agent.config import AgentConfig
from palate.errors import UnreadableFile
from palate.evals.baselines import BASELINES, NO_RECALL, NO_REFLECTION
from palate.evals.case import Case, chosen, read_cases
from palate.evals.contestant import Contestant, Setup
from palate.evals.metric import Metric
from palate.evals.metrics.rate import rate
from palate.evals.outcome import Conversation, Outcome
from palate.evals.suite import About, fingerprint_of
from palate.evals.suites.cached import Opened
from palate.evals.suites.catalogues import open_catalogue
from palate.evals.suites.plans.gold import PlanCase
from palate.evals.suites.plans.judging import faults
from palate.evals.suites.plans.naming import unknown_names

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

K = 5
"""Items a reply."""
UNKNOWN = rate(
    "names what is not there",
    score="unknown",
    of="requests of which a plan ran that names a tool, field, value or item that does not exist",
    better="lower",
)
UNLIKE = "unlike"
"""The tag of requests that were worded without a look at the words that the language room knows or is tested on."""
HELD_OUT = "held-out"
"""The tag of unlike requests whose failures nobody reads while the language room is mended. Once they are read the tag
goes, and new ones take their place."""
CASES = Path(str(resources.files("palate"))) / "evals" / "suites" / "plans" / "cases"


@dataclass
class Plans:
    """Requests over films, MovieLens-100K and a kitchen shop; those over a catalogue that is missing are skipped."""

    folder: Path = CASES
    """Of files of JSON lines, one a catalogue."""
    name: str = "plans"
    about: ClassVar[About] = About(
        measures=(
            "Whether the items or the answer that a request yields are those that its gold plan yields, computed "
            "from the catalogue: every item meets the gold conditions, there are as many as there can be, the "
            "first is the right one where one was asked for, the text tells the right value."
        ),
        cannot=(
            "It does not tell how well what is shown suits a person, nor how well it is worded; and who wrote the "
            "requests decided what they mean."
        ),
        ceiling="100 %: the gold of every request can be met, which a test of the suite checks.",
    )
    metrics: ClassVar[tuple[Metric, ...]] = (
        rate("right", of="requests whose outcome is that of the gold plan"),
        rate("right unlike", score="unlike", of="requests tagged `unlike` whose outcome is right"),
        rate("right held-out", score="held_out", of="requests tagged `held-out` whose outcome is right"),
        UNKNOWN,
        rate("skipped", of="requests whose catalogue is not here", better="neither"),
    )
    contestants: ClassVar[tuple[Contestant, ...]] = (*BASELINES, NO_REFLECTION, NO_RECALL)
    scored: ClassVar[Mapping[str, str]] = {UNLIKE: "unlike", HELD_OUT: "held_out"}
    """By tag, the score of whether requests with it are right."""
    _open: Opened = field(default_factory=Opened, init=False, repr=False, compare=False)

    def cases(self, *, limit: int | None = None, seed: int = 0, filter: str | None = None) -> Sequence[Case]:  # noqa: A002
        """Return the requests, by catalogue."""
        cases = [case for path in sorted(self.folder.glob("*.jsonl")) for case in read_cases(path)]
        return chosen(cases, limit=limit, seed=seed, filter=filter)

    def fingerprint(self) -> str:
        """Return the one of all catalogues that are here."""
        opened = [self._catalog(path.stem) for path in sorted(self.folder.glob("*.jsonl"))]
        return fingerprint_of(*[catalog for catalog in opened if not isinstance(catalog, str)])

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:
        """Say the messages, and judge the reply to the last."""
        plan = PlanCase.model_validate(case.data)
        catalog = self._catalog(plan.catalog)
        if isinstance(catalog, str):
            return Outcome(case.id, {"skipped": 1.0}, note=f"skipped: {catalog}")
        with closing(contestant.open(catalog, Setup(config=AgentConfig(k=K), seed=seed))) as talker:
            conversation = Conversation(talker, user=plan.user)
            replies = []
            for said in plan.said:
                conversation.session = said.session
                replies.append(conversation.say(said.message))
        wrong = faults(plan.gold, replies, catalog, k=K)
        if wrong:
            conversation.remark("; ".join(wrong))
        unknown = unknown_names(replies, catalog)
        if unknown:
            conversation.remark(f"plans name {', '.join(unknown)}")
        scores = {"right": float(not wrong), UNKNOWN.score: float(bool(unknown)), "skipped": 0.0}
        scores |= {score: scores["right"] for tag, score in self.scored.items() if tag in case.tags}
        return Outcome(case.id, scores, conversation.turns, "; ".join(wrong), failed=bool(wrong))

    def _catalog(self, name: str) -> Catalog | str:
        return self._open.get(name, partial(_opened, name))


def _opened(name: str) -> Catalog | str:
    """Open a catalogue, or tell why it is not here."""
    try:
        return open_catalogue(name)
    except UnreadableFile as error:
        return str(error)
