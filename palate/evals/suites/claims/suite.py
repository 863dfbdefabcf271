"""Replies with one error each, and replies with none, for whoever checks them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from palate.errors import UnreadableFile
from palate.evals.case import Case, chosen
from palate.evals.contestant import Contestant
from palate.evals.metric import Metric
from palate.evals.metrics.rate import rate
from palate.evals.outcome import Conversation, Outcome
from palate.evals.suite import About, fingerprint_of
from palate.evals.suites.catalogues import open_catalogue
from palate.evals.suites.claims.checkers import CLAIMS, FOUND, NUMBERS, TITLES, WORDS
from palate.evals.suites.claims.drafts import Draft, drafts_of
from palate.evals.suites.claims.examined import ERRORS, Examined
from palate.evals.suites.claims.handwritten import exchanges, paraphrases
from palate.evals.suites.claims.phrasing import Split, phrasing_of
from palate.evals.suites.claims.planting import Occasion, plant
from palate.evals.suites.claims.statements import Speaker
from palate.evals.suites.claims.writing import Fluent, fluent
from palate.evals.suites.plans.suite import HELD_OUT, Plans

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

CATALOGUES = ("films", "kitchen", "shop")
PER_CATALOGUE = 50
"""Replies with an error, and as many without, of each catalogue."""
ERRORS_EACH = 4
"""Errors of which each is planted into a copy of a handwritten reply."""
_LEAST = 2
"""Items of a reply, so that there is something to compare and to confuse."""


@dataclass
class Claims:
    """Replies of the agent over three catalogues, as templates and as fluent writers put them, right and wrong."""

    split: Split = "test"
    count: int = PER_CATALOGUE
    _catalogs: dict[str, Catalog] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def name(self) -> str:
        """`claims`, or `claims-development`."""
        return "claims" if self.split == "test" else f"claims-{self.split}"

    @property
    def about(self) -> About:
        """What the figures may be read as."""
        return About(
            measures=(
                "Whether a checker finds what is wrong in a reply (a value, number, title, count, comparison, order, "
                "omission or foreign text that was planted, and that the catalogue says is false), and lets pass what "
                "is right, in the agent's own words and in those of fluent writers."
            ),
            cannot=(
                "The sentences were written by people who know what a checker looks at; a model finds others, and says "
                "things that are neither true nor false."
            ),
            ceiling="100 % caught and 0 % false alarms: every error is one by the catalogue's own values.",
        )

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """Replies that are judged rightly, errors that are caught, and right replies that are refused."""
        return (
            rate("right", of="replies that are judged rightly"),
            rate("caught", of="replies with an error in which one is found"),
            rate("false alarms", score="alarmed", of="replies without an error that are refused", better="lower"),
        )

    @property
    def contestants(self) -> tuple[Contestant, ...]:
        """Palate's checker, and three that look at less."""
        return (CLAIMS, WORDS, NUMBERS, TITLES)

    def cases(
        self,
        *,
        limit: int | None = None,
        seed: int = 0,
        filter: str | None = None,  # noqa: A002
    ) -> Sequence[Case]:
        """Have the agent reply, and write and plant; a catalogue that is not here is left out."""
        cases = [case for name in CATALOGUES for case in self._of(name)]
        return chosen(cases, limit=limit, seed=seed, filter=filter)

    def fingerprint(self) -> str:
        """Return the one of the catalogues that are here."""
        return fingerprint_of(*self._catalogs.values())

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:  # noqa: ARG002
        """Have a reply checked."""
        examined = Examined.model_validate(case.data)
        asked = examined.model_copy(update={"planted": None, "error": ""})
        with closing(contestant.open(self._catalog(examined.catalog))) as talker:
            conversation = Conversation(talker)
            reply = conversation.say(asked.model_dump_json())
        refused = any(finding.get("kind") == FOUND for finding in reply.trace.findings)
        wrong = examined.planted is not None
        scores = {"right": float(refused == wrong), "caught" if wrong else "alarmed": float(refused)}
        note = "" if refused == wrong else f"passed: {examined.error}" if wrong else f"refused: {reply.text}"
        return Outcome(case.id, scores, conversation.turns, note, failed=bool(note))

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is open: every process opens its own."""
        return {**self.__dict__, "_catalogs": {}}

    def _of(self, name: str) -> Iterator[Case]:
        try:
            catalog = self._catalog(name)
        except UnreadableFile:
            return
        chance = random.Random(f"{self.split} {name}")  # noqa: S311
        found = drafts_of(catalog, self._requests(name), least=_LEAST)
        for number in range(self.count):
            yield self._clean(name, number, found[number % len(found)], chance)
        yield from self._planted(name, found, chance)
        yield from self._handwritten(name, chance)

    def _handwritten(self, name: str, chance: random.Random) -> Iterator[Case]:
        """Yield what people wrote of replies over a catalogue, as it is and with each of some errors."""
        for number, each in enumerate(paraphrases(self.split)):
            if each.catalog != name:
                continue
            wrong = exchanges(each, self._catalog(name), phrasing_of(self.split), chance)
            errors = [exchange.applied(each) for exchange in chance.sample(wrong, min(len(wrong), ERRORS_EACH))]
            for variant, examined in enumerate([each.examined(), *errors]):
                yield self._case(name, number, examined, writer=f"handwritten-{variant}")

    def _clean(self, name: str, number: int, draft: Draft, chance: random.Random) -> Case:
        written = self._written(name, draft, chance)
        text = draft.text if number % 4 == 0 else written.text
        return self._case(name, number, Examined(catalog=name, text=text, evidence=draft.evidence))

    def _planted(self, name: str, found: Sequence[Draft], chance: random.Random) -> Iterator[Case]:
        number = tried = 0
        while number < self.count and tried < 50 * self.count:
            kind, draft = ERRORS[tried % len(ERRORS)], chance.choice(found)
            tried += 1
            written = self._written(name, draft, chance)
            catalog, phrasing = self._catalog(name), phrasing_of(self.split)
            speaker = Speaker(catalog, written.items, phrasing.fields[name], chance)
            planted = plant(kind, Occasion(written, draft, catalog, phrasing, speaker, chance))
            if planted is not None and planted.text != written.text:
                examined = Examined(
                    catalog=name, text=planted.text, evidence=draft.evidence, planted=kind, error=planted.error
                )
                yield self._case(name, number, examined)
                number += 1

    def _written(self, name: str, draft: Draft, chance: random.Random) -> Fluent:
        return fluent(draft, self._catalog(name), phrasing_of(self.split), name, chance)

    def _case(self, name: str, number: int, examined: Examined, writer: str = "") -> Case:
        kind = (examined.planted or "clean").replace(" ", "-")
        return Case(
            id="-".join(filter(None, [self.split, name, f"{number:03}", kind, writer])),
            tags=(name, kind, "handwritten" if writer else "composed"),
            source="generated",
            data=examined.model_dump(mode="json"),
        )

    def _requests(self, name: str) -> list[str]:
        """Return what the agent is asked: open requests of `plans`, one half a split; the shop has its own."""
        if name == "shop":
            return list(phrasing_of(self.split).requests)
        open_ = [
            case.data["said"][0]["message"]
            for case in Plans().cases(filter=name)
            if HELD_OUT not in case.tags and len(case.data["said"]) == 1
        ]
        return open_[0::2] if self.split == "development" else open_[1::2]

    def _catalog(self, name: str) -> Catalog:
        if name not in self._catalogs:
            self._catalogs[name] = open_catalogue(name)
        return self._catalogs[name]


def development() -> Claims:
    """Return the replies in the sentences that the checker was made on."""
    return Claims("development")
