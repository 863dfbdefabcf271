"""Finding a person's next liked film in conversation: InteRecAgent's protocol, made honest."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from palate.agent.config import AgentConfig
from palate.evals.baselines import (
    AGENT,
    NEIGHBOURS,
    NO_MEMORY,
    NO_REFLECTION,
    POPULARITY,
    RANDOM,
    UNDERSTANDING_POPULARITY,
)
from palate.evals.case import Case, chosen
from palate.evals.contestant import Contestant, Setup
from palate.evals.metric import Metric
from palate.evals.metrics import hit, turns_needed
from palate.evals.outcome import Conversation, Outcome
from palate.evals.suite import About
from palate.evals.suites.cached import Opened
from palate.evals.suites.sessions.data import SessionsData, told
from palate.evals.suites.sessions.people import Seeking
from palate.evals.suites.sessions.typed import typed_turn
from palate.evals.users.facts import Fact, Plots, breaches, facts_of
from palate.evals.users.phrasings import Split, phrasings
from palate.evals.users.seeker import Seeker, told_by_turn
from palate.evals.users.user import User

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.catalog.item import Item

K = 5
"""Items of a reply that count, the first ones."""
TURNS = 5


@dataclass
class Sessions:
    """People of MovieLens-100K who look for a film that they do not name.

    Each has the log of 80 % of what they rated, and a target: the first film after it that they liked. Nobody's log in
    the catalogue goes on to their target, so no model has seen it and no policy keeps it out.
    """

    split: Split = "test"
    """Whose people and phrasings; choices are made on development alone."""
    chatty: bool = False
    """Whether people open with two genres and the decade; else with one fact, as in every other turn."""
    source: Path | None = None
    """Where MovieLens-100K is; found or downloaded where None."""
    _open: Opened = field(default_factory=Opened, init=False, repr=False, compare=False)
    metrics: ClassVar[tuple[Metric, ...]] = (
        Metric(f"hit@{K}", "hit", f"share of people whose target is among the first {K} items of any reply"),
        Metric(
            f"turns@{K}",
            "turns",
            f"mean turn of the hit; {TURNS + 1} where there is none",
            better="lower",
            form="number",
            worst=TURNS + 1.0,
            curve=TURNS,
        ),
        Metric("first", "first", "share of people whose target is in the first reply"),
        Metric(
            "typed",
            "typed",
            f"hit@{K} of the agent's order where each fact arrives as a condition, without words",
            better="neither",
        ),
        Metric("typed turns", "typed_turns", f"turns@{K} of the same", better="neither", form="number"),
        Metric(
            "given away",
            "given_away",
            "share of conversations in which the person named the target or its year: 0, or the suite is broken",
            better="neither",
        ),
    )
    contestants: ClassVar[tuple[Contestant, ...]] = (
        AGENT,
        UNDERSTANDING_POPULARITY,
        NEIGHBOURS,
        POPULARITY,
        RANDOM,
        NO_MEMORY,
        NO_REFLECTION,
    )

    @property
    def name(self) -> str:
        """Such as `sessions` or `sessions-chatty-development`."""
        return "sessions" + "-chatty" * self.chatty + "-development" * (self.split == "development")

    @property
    def about(self) -> About:
        """What the figures may be read as."""
        return About(
            measures=(
                f"Whether a person's next liked film is among the first {K} items of a reply within {TURNS} turns, "
                "told by item id, when they "
                + ("open with two genres and the decade and then " if self.chatty else "")
                + f"tell one fact a turn, which no title or exact year is among.{self._chosen_on}"
            ),
            cannot=(
                "People here know what they want and cannot be persuaded; other films they would have liked as well "
                "count as misses; and other people's later ratings are in the log, only the person's own are cut."
            ),
            ceiling=(
                "The columns `typed`: the agent's order where each fact arrives as a condition, not in words. Which "
                "of the films that fit is next, no order can know."
            ),
        )

    @property
    def _chosen_on(self) -> str:
        return " No choice was made on these people and phrasings." if self.split == "test" else ""

    def cases(self, *, limit: int | None = None, seed: int = 0, filter: str | None = None) -> Sequence[Case]:  # noqa: A002
        """Return a case for each person of the split; builds the catalogue where it is not in the cache."""
        data = self._read()
        items = data.items()
        plots = Plots.of([str(item.get("synopsis")) for item in items.values() if item.get("synopsis")])
        people = [person for person in data.people if person.split == self.split]
        made = [self._case(person, items, plots) for person in people]
        return chosen([case for case in made if self._can(case)], limit=limit, seed=seed, filter=filter)

    def fingerprint(self) -> str:
        """Return the one of the films and the cut log."""
        return self._read().fingerprint

    def run(self, case: Case, contestant: Contestant, *, seed: int) -> Outcome:
        """Hold one conversation, until the target is shown or the turns are over."""
        chance = random.Random(seed)  # noqa: S311
        facts = [Fact(**fact) for fact in case.data["facts"]]
        # Further liked films come last: they tell the least of this target.
        first = [fact for fact in facts if not fact.spare]
        chance.shuffle(first)
        facts = [*first, *(fact for fact in facts if fact.spare)]
        person = Seeker(facts, phrasings(self.split), chance, chatty=self.chatty)
        catalog, target = self._opened(), str(case.data["target"])
        typed = self._typed(case, facts)
        with closing(contestant.open(catalog, Setup(config=AgentConfig(k=K), seed=seed))) as talker:
            talk = Conversation(talker, user=str(case.data["user"]))
            found = _found(talk, person, target)
        away = breaches([turn.message for turn in talk.turns], catalog.item(target))
        scores = {
            "hit": float(found is not None),
            "turns": turns_needed(found, most=TURNS),
            "first": float(found == 1),
            "typed": float(typed is not None),
            "typed_turns": turns_needed(typed, most=TURNS),
            "given_away": float(bool(away)),
        }
        note = "" if found is not None else f"never shown: {case.data['title']} ({target})"
        return Outcome(case.id, scores, talk.turns, note=note, failed=found is None)

    def _typed(self, case: Case, facts: Sequence[Fact]) -> int | None:
        """Return the turn of the hit where nothing is lost between what is told and what is understood."""
        told = told_by_turn(facts, chatty=self.chatty)[:TURNS]
        return typed_turn(
            told, catalog=self._opened(), user=str(case.data["user"]), target=str(case.data["target"]), k=K
        )

    def _case(self, person: Seeking, items: Mapping[str, Item], plots: Plots) -> Case:
        chance = random.Random(f"facts of {person.user}")  # noqa: S311
        target, liked = items[person.target], [items[each] for each in person.liked]
        facts = facts_of(target, liked, plots, chance)
        slots = sorted({fact.slot for fact in facts})
        return Case(
            id=f"{'chatty' if self.chatty else 'person'}-{person.user}",
            tags=(self.split, *slots, "known" if len(slots) > 3 else "little-known", told(len(person.liked))),
            source="MovieLens-100K",
            data={
                "user": person.user,
                "target": person.target,
                "title": target.title,
                "facts": [asdict(fact) for fact in facts],
            },
        )

    def _can(self, case: Case) -> bool:
        """Tell whether a person has what this kind of opening needs."""
        slots = [fact["slot"] for fact in case.data["facts"]]
        return not self.chatty or (slots.count("genre") > 1 and "decade" in slots)

    def _read(self) -> SessionsData:
        return self._open.get("data", partial(SessionsData.found, self.source))

    def _opened(self) -> Catalog:
        return self._open.get("catalog", self._read().catalog)


def _found(talk: Conversation, person: User, target: str) -> int | None:
    """Talk until the target is shown; return the turn, counted from 1, or None."""
    reply = None
    for turn in range(1, TURNS + 1):
        message = person.say(reply)
        if message is None:
            return None
        reply = talk.say(message)
        if hit([item.id for item in reply.items], {target}, k=K):
            talk.remark("that is it")
            return turn
    return None


development = partial(Sessions, "development")
chatty = partial(Sessions, chatty=True)
chatty_development = partial(Sessions, "development", chatty=True)
