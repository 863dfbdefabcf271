"""Replies in other words, right ones and ones with something false smuggled in, for whoever lets them pass."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from palate.evals.case import Case, chosen
from palate.evals.contestant import Contestant
from palate.evals.metric import Metric
from palate.evals.metrics.rate import rate
from palate.evals.outcome import Conversation, Outcome
from palate.evals.suite import About, fingerprint_of
from palate.evals.suites.cached import Opened
from palate.evals.suites.catalogues import open_catalogue
from palate.evals.suites.plans.suite import HELD_OUT, Plans
from palate.evals.suites.slots.gates import FOUND, SLOTS, TITLES, Given
from palate.evals.suites.slots.smuggling import ERRORS, Occasion, composed

if TYPE_CHECKING:
    from palate.agent.replies.rewriter import Written
    from palate.catalog.catalog import Catalog

_OVER = ("films", "kitchen")
LANGUAGES = ("en", "zh")
PER_ERROR = 20
"""Texts with each error, in each catalogue and language, and as many right ones as there are kinds of errors."""


@dataclass
class Slots:
    """Texts over real replies of the agent, drawn anew and the same every time."""

    per_error: int = PER_ERROR
    most_requests: int | None = None
    """Requests that the agent is asked in each catalogue; all of them where it is None."""
    name: str = "slots"
    _open: Opened = field(default_factory=Opened, init=False, repr=False, compare=False)
    about: ClassVar[About] = About(
        measures=(
            "Whether something false can be smuggled into a reply that is put into other words (numbers, values, "
            "titles, another item's facts, negations, comparisons, quantities, markup, slots that there are not, "
            "items left out, twice or out of order, sentences untold), and whether right replies pass."
        ),
        cannot="Whether a reply in other words reads better than the template.",
        ceiling="100 % refused and 0 % false alarms: what is smuggled is false by the way it is made.",
    )
    metrics: ClassVar[tuple[Metric, ...]] = (
        rate("right", of="texts that are judged rightly"),
        rate("caught", of="texts with something false that are refused"),
        rate("false alarms", score="alarmed", of="right texts that are refused", better="lower"),
    )
    contestants: ClassVar[tuple[Contestant, ...]] = (SLOTS, TITLES)

    def cases(self, *, limit: int | None = None, seed: int = 0, filter: str | None = None) -> Sequence[Case]:  # noqa: A002
        """Have the agent reply, and write and smuggle."""
        cases = [case for name in _OVER for case in self._of(name)]
        return chosen(cases, limit=limit, seed=seed, filter=filter)

    def fingerprint(self) -> str:
        """Return the one of both catalogues."""
        return fingerprint_of(*map(self._catalog, _OVER))

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:  # noqa: ARG002
        """Have a text judged."""
        given = Given.model_validate(case.data)
        with closing(contestant.open(self._catalog(given.catalog))) as talker:
            conversation = Conversation(talker)
            reply = conversation.say(given.model_copy(update={"error": None}).model_dump_json())
        refused = any(finding.get("kind") == FOUND for finding in reply.trace.findings)
        wrong = given.error is not None
        scores = {"right": float(refused == wrong), "caught" if wrong else "alarmed": float(refused)}
        note = "" if refused == wrong else f"passed: {given.text}" if wrong else f"refused: {reply.text}"
        return Outcome(case.id, scores, conversation.turns, note, failed=bool(note))

    def _of(self, name: str) -> Iterator[Case]:
        catalog, chance = self._catalog(name), random.Random(name)  # noqa: S311
        drafts = written_by_templates(catalog, _requests(name)[: self.most_requests])
        for language in LANGUAGES:
            for number in range(self.per_error * len(ERRORS)):
                drawn = _drawn(chance.choice(drafts), language, catalog, chance)
                yield _case(name, language, number, drawn)
            for error, smuggled in ERRORS.items():
                for number in range(self.per_error):
                    drawn = _drawn(chance.choice(drafts), language, catalog, chance)
                    if (text := smuggled(drawn)) != drawn.text:
                        yield _case(name, language, number, drawn, text=text, error=error)

    def _catalog(self, name: str) -> Catalog:
        return self._open.get(name, partial(open_catalogue, name))


@dataclass
class _Recorder:
    """A rewriter that changes nothing and keeps what it was given."""

    name: str = field(default="recorder", init=False)
    written: list[Written] = field(default_factory=list)

    def rewrite(self, written: Written) -> None:
        self.written.append(written)


def written_by_templates(catalog: Catalog, requests: Sequence[str]) -> list[Written]:
    """Ask the agent each request anew, and keep the replies that show two items or more."""
    from palate.agent.agent import Agent

    recorder = _Recorder()
    with tempfile.TemporaryDirectory() as folder, Agent(catalog, rewriter=recorder, state=folder) as agent:
        for request in requests:
            agent.ask(request)
    return [each for each in recorder.written if len(each.cells.items) > 1]


def _requests(name: str) -> list[str]:
    """Return the open requests of `plans`."""
    cases = [case for case in Plans().cases(filter=name) if HELD_OUT not in case.tags and len(case.data["said"]) == 1]
    return [case.data["said"][0]["message"] for case in cases]


def _drawn(draft: Written, language: str, catalog: Catalog, chance: random.Random) -> Occasion:
    written = replace(draft, language=language)
    return Occasion(written, composed(written, chance), catalog, chance)


def _case(
    name: str, language: str, number: int, drawn: Occasion, *, text: str | None = None, error: str | None = None
) -> Case:
    kind = (error or "right").replace(" ", "-")
    given = Given(catalog=name, cells=drawn.written.cells, language=language, text=text or drawn.text, error=error)
    return Case(
        id=f"{name}-{language}-{kind}-{number:03}",
        tags=(name, language, kind),
        source="generated",
        data=given.model_dump(mode="json"),
    )
