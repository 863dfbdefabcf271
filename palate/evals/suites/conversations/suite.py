"""Long conversations in ten voices, half of which are held out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from palate.catalog.catalog import Catalog
from palate.errors import CallerError, DataError, PalateError, UnreadableFile
from palate.evals.baselines import AGENT, NO_MEMORY, POPULARITY, SEARCH
from palate.evals.case import Case, chosen, digest, read_cases
from palate.evals.contestant import Contestant, Setup
from palate.evals.metric import Metric
from palate.evals.metrics.rate import rate
from palate.evals.outcome import Conversation, Outcome
from palate.evals.suite import About, fingerprint_of
from palate.evals.suites.cached import Opened, say
from palate.evals.suites.catalogues import open_catalogue
from palate.evals.suites.conversations.judging import judge
from palate.evals.suites.conversations.remembering import Remembered, stored_claims
from palate.evals.suites.conversations.scoring import Scoring
from palate.evals.suites.conversations.talk import Talk

if TYPE_CHECKING:
    from palate.catalog.item import Item
    from palate.memory.people import People

CASES = Path(str(resources.files("palate"))) / "evals" / "suites" / "conversations" / "cases"
HELD_OUT = "held-out"
"""The tag of conversations of which a run keeps figures alone."""
_OVER = ("films", "kitchen", "cereals", "countries", "houses")


@dataclass
class Conversations:
    """Conversations over films, a kitchen shop and tables that nobody prepared."""

    folder: Path = CASES
    told: bool = False
    """Whether a run keeps what is said in held-out conversations too."""
    _open: Opened = field(default_factory=Opened, init=False, repr=False, compare=False)
    about: ClassVar[About] = About(
        measures=(
            "Whether turns of long conversations get what their writers noted: a list or none, items that meet all "
            "that was said, facts, the word that data are missing, and nothing stored but what was said."
        ),
        cannot=(
            "People do not see the replies, so their turns fit whatever is shown. Wording is not judged, and of soft "
            "wishes only whether most items are the opposite."
        ),
        ceiling="100 %, if what the writers noted is right; people who judge transcripts may think otherwise.",
    )
    metrics: ClassVar[tuple[Metric, ...]] = (
        rate("usable turns", score="usable", of="a conversation's judged turns of which nothing expected is breached"),
        rate("usable 1-2", score="early", of="those of turns 1 and 2"),
        rate("usable 3+", score="late", of="those of later turns"),
        rate("opposite turns", score="opposite", of="judged turns that bring about the reverse", better="lower"),
        rate("memories correct", score="remembered", of="what is to be remembered or forgotten for good that is"),
        rate("memories never stated", score="unsaid", of="stored memories that nothing said says", better="lower"),
        Metric("repeated lists", "repeated", "lists a conversation that repeat the last, unasked", "lower", "number"),
        rate("closings without a list", score="closings", of="mere thanks or goodbyes without list or question"),
        rate("missing data disclosed", score="disclosed", of="questions for what is not there that are told so"),
        Metric("turns judged", "judged", "judged turns a conversation", "neither", "number"),
    )
    contestants: ClassVar[tuple[Contestant, ...]] = (AGENT, NO_MEMORY, SEARCH, POPULARITY)

    @property
    def name(self) -> str:
        """`conversations`, or `conversations-told`."""
        return "conversations" + "-told" * self.told

    def cases(self, *, limit: int | None = None, seed: int = 0, filter: str | None = None) -> Sequence[Case]:  # noqa: A002
        """Return the conversations over catalogues that are here; say why others are left out."""
        missing = {name: why for name in _OVER if isinstance(why := self._catalog(name), str)}
        for name, why in missing.items():
            say(f"`{self.name}` leaves out conversations over {name}. {why}")
        cases = [case for case in self._written.values() if case.data["catalogue"] not in missing]
        # Of a held-out case a run's files say only whether it is still the same.
        same = {case.id: {"data": {"same": digest([case])}} for case in cases if not self._is_told(case)}
        kept = [case.model_copy(update=same.get(case.id)) for case in cases]
        return chosen(kept, limit=limit, seed=seed, filter=filter)

    def fingerprint(self) -> str:
        """Return the one of all catalogues that are here."""
        return fingerprint_of(*[each for each in map(self._catalog, _OVER) if isinstance(each, Catalog)])

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:
        """Hold the conversation, as a person of whom nothing is known, and judge every reply."""
        if self._is_told(case):
            return self._outcome(case.id, contestant, seed)
        try:
            return Outcome(case.id, self._outcome(case.id, contestant, seed).scores)
        except Exception as error:
            raise PalateError(f"{type(error).__name__}, of which held-out conversations tell no more.") from None

    def _outcome(self, case: str, contestant: Contestant, seed: int) -> Outcome:
        talk = Talk.model_validate(self._written[case].data)
        catalog = self._catalog(talk.catalogue)
        if isinstance(catalog, str):
            raise UnreadableFile(catalog)
        before: Sequence[Item] = ()
        scoring = Scoring()
        with closing(contestant.open(catalog, Setup(seed=seed))) as talker:
            # Baselines that only order items keep nothing of anybody.
            people: People | None = getattr(getattr(talker, "agent", None), "memory", None)
            remembered, conversation = Remembered(catalog), Conversation(talker, user=case)
            for turn in talk.turns:
                reply = conversation.say(turn.user)
                stored = None if people is None else frozenset(stored_claims(people.of(case), catalog))
                wrong = () if stored is None else remembered.turn(turn, before, stored)
                scoring.add(turn, judge(turn, reply, before, catalog), wrong)
                conversation.remark("; ".join(scoring.faults[-1]))
                before = catalog.items([item.id for item in reply.items]) or before
        note = "; ".join(f"turn {number} {fault}" for number, told in enumerate(scoring.faults, 1) for fault in told)
        return Outcome(case, scoring.scores(remembered), conversation.turns, note, failed=bool(note))

    @property
    def _written(self) -> Mapping[str, Case]:
        paths = sorted(self.folder.glob("*.jsonl"))
        return self._open.get("written", lambda: {case.id: case for path in paths for case in read_cases(path)})

    def _catalog(self, name: str) -> Catalog | str:
        return self._open.get(name, partial(_opened, name))

    def _is_told(self, case: Case) -> bool:
        return self.told or HELD_OUT not in case.tags


told = partial(Conversations, told=True)


def _opened(name: str) -> Catalog | str:
    """Open a catalogue, or tell why it is not here."""
    try:
        return open_catalogue(name)
    except (CallerError, DataError) as error:
        return str(error)
