"""Tools that fail, lie or stall, and people who are terse, contradict themselves or have no patience."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from palate.agent.config import AgentConfig, Budget
from palate.evals.baselines import AGENT, NO_REFLECTION, POPULARITY, UNDERSTANDING_POPULARITY
from palate.evals.case import Case, chosen, read_cases
from palate.evals.contestant import Contestant, Setup
from palate.evals.metric import Metric
from palate.evals.metrics.rate import rate
from palate.evals.outcome import Conversation, Outcome
from palate.evals.suite import About, fingerprint_of
from palate.evals.suites.cached import Opened
from palate.evals.suites.catalogues import open_catalogue
from palate.evals.suites.robustness.judging import Judge
from palate.evals.suites.robustness.person import Person
from palate.evals.suites.robustness.stand_ins import stand_ins
from palate.evals.suites.robustness.trial import Trial

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

CASES = Path(str(resources.files("palate"))) / "evals" / "suites" / "robustness" / "cases"
_OVER = ("films", "kitchen")


@dataclass
class Robustness:
    """Conversations over films and a kitchen shop in which tools or people make it hard."""

    folder: Path = CASES
    """Of files of JSON lines."""
    _open: Opened = field(default_factory=Opened, init=False, repr=False, compare=False)
    name: str = "robustness"
    about: ClassVar[About] = About(
        measures=(
            "Whether replies keep to what a person stands by when tools raise, lie, stall or return what is not "
            "asked for, and when people are terse, contradict themselves, change their minds, answer nothing or "
            "ramble: no condition broken, nothing shown that was turned down, nothing asked again that was "
            "refused, no turn over its time, no failure left untold."
        ),
        cannot=(
            "Who shows nothing breaks nothing: read `held` beside `served`. A tool that tells of something only "
            "it knows, and lies, cannot be caught; and which of two contradicting wishes holds was decided by who "
            "wrote the case: the one said last."
        ),
        ceiling="100 % for both: no more has to be shown than there is, and nothing where a needed tool is broken.",
    )
    metrics: ClassVar[tuple[Metric, ...]] = (
        rate("held", of="conversations in which nothing that must hold is broken"),
        rate("held tools", score="tools", of="those with tools that go wrong in which nothing is broken"),
        rate("held people", score="people", of="those with people who make it hard in which nothing is broken"),
        rate("served", of="conversations in which something right is shown wherever it can be"),
        Metric("questions", "questions", "questions a conversation", better="neither", form="number"),
    )
    contestants: ClassVar[tuple[Contestant, ...]] = (AGENT, UNDERSTANDING_POPULARITY, POPULARITY, NO_REFLECTION)

    def cases(self, *, limit: int | None = None, seed: int = 0, filter: str | None = None) -> Sequence[Case]:  # noqa: A002
        """Return the conversations that are written down."""
        cases = [case for path in sorted(self.folder.glob("*.jsonl")) for case in read_cases(path)]
        return chosen(cases, limit=limit, seed=seed, filter=filter)

    def fingerprint(self) -> str:
        """Return the one of both catalogues."""
        return fingerprint_of(*map(self._catalog, _OVER))

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:
        """Hold the conversation, and look at every reply."""
        trial = Trial.model_validate(case.data)
        catalog, chance = self._catalog(trial.catalog), random.Random(seed)  # noqa: S311
        config = AgentConfig(budget=Budget(seconds=trial.seconds))
        setup = Setup(config=config, tools=stand_ins(trial.faults), seed=seed)
        with closing(contestant.open(catalog, setup)) as talker:
            person = Person(Conversation(talker), Judge(catalog, trial.seconds), trial.refusals, chance)
            for said in trial.said:
                person.say(said)
        turns = person.conversation.turns
        held = float(not person.wrong)
        scores = {"held": held, "tools" if trial.faults else "people": held}
        scores["questions"] = float(sum(turn.reply["act"] == "ask" for turn in turns))
        if any(said.shows for said in trial.said):
            scores["served"] = float(not person.unserved)
        note = "; ".join([*person.wrong, *person.unserved])
        return Outcome(case.id, scores, turns, note, failed=bool(note))

    def _catalog(self, name: str) -> Catalog:
        return self._open.get(name, partial(open_catalogue, name))
