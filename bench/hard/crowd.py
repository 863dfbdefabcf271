"""crowd: two hundred people at once, of whom none loses a word and none hears another's."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from bench.hard.trial import Ground, Trial, Value, told
from palate import Agent, Catalog

ASKED = (
    "200 people at once, five turns each, every message with a word that only its writer has: no error, everybody is "
    "told what they would be told alone, every turn is in its session, every taste in memory, and nobody's word in "
    "anything of another's."
)
PEOPLE = 200
FEWEST = 12
SAID = (
    "I love {first}, {canary}",
    "I don't like {second}, {canary}",
    "a film about {canary} from the eighties",
    "I've seen {title}, {canary}",
    "something with {canary}, or like {title}",
)
"""What everybody says, in this order."""
SCRIPTS = (
    ("westerns", "comedies", "Alien"),
    ("comedies", "horror", "Jaws"),
    ("horror", "musicals", "Casablanca"),
    ("musicals", "crime", "Fargo"),
    ("crime", "war films", "Psycho"),
    ("war films", "westerns", "Rashomon"),
)
"""What they love, what they do not, and what they have seen."""
SESSION = "crowd"
_CONSONANTS = "bcdfghjklmnpqrstvwxz"
_CANARY = re.compile(rf"zq[{_CONSONANTS}]{{8}}")
_WHEN: Any = {"time": True, "preference": {"provenance": {"time"}}}


@dataclass(frozen=True)
class Person:
    """Somebody of the crowd."""

    name: str
    canary: str
    """A word that nobody else ever says."""
    script: int

    @property
    def messages(self) -> tuple[str, ...]:
        """What they say."""
        first, second, title = SCRIPTS[self.script]
        return tuple(said.format(canary=self.canary, first=first, second=second, title=title) for said in SAID)


@dataclass(frozen=True)
class Heard:
    """What somebody was told, up to an error if there was one."""

    texts: tuple[str, ...] = ()
    incomplete: int = 0
    """How many of them ran out of time."""
    slowest: float = 0.0
    error: str = ""


@dataclass(frozen=True)
class Kept:
    """What is kept of somebody."""

    messages: tuple[str, ...]
    replies: tuple[str, ...]
    """As JSON, with all that the turn understood and did."""
    events: tuple[str, ...]
    """Of their memory, as JSON without the time."""


def trial(ground: Ground) -> Trial:
    """Let everybody speak at once; then look at what each was told and what is kept of each."""
    people = crowd(ground.count(PEOPLE, least=FEWEST), seed=ground.seed)
    with Catalog.films() as catalog:
        alone = by_themselves(catalog, people, ground.folder / "alone")
        start = time.perf_counter()
        heard = at_once(catalog, people, ground)
        seconds = time.perf_counter() - start
        # Another agent looks, so that what counts is what is in the files.
        with Agent(catalog, state=ground.folder / "crowd") as agent:
            wrong = [
                failure
                for person, each in zip(people, heard, strict=True)
                for failure in failures(person, each, kept_of(agent, person), *alone[person.name])
            ]
    return Trial("crowd", ASKED, figures(heard, seconds), told(wrong))


def crowd(count: int, *, seed: int) -> list[Person]:
    """Return people, each with a word of their own."""
    words = islice(canaries(random.Random(seed)), count)
    return [Person(f"person {number}", word, number % len(SCRIPTS)) for number, word in enumerate(words)]


def canaries(rng: random.Random) -> Iterator[str]:
    """Yield words without end, each once, that no catalogue has and that resemble none."""
    seen: set[str] = set()
    while True:
        word = "zq" + "".join(rng.choices(_CONSONANTS, k=8))
        if word not in seen:
            seen.add(word)
            yield word


def by_themselves(catalog: Catalog, people: Sequence[Person], folder: Path) -> dict[str, tuple[Heard, Kept]]:
    """Return what each of some people is told, and what is kept of them, where nobody else speaks."""
    with Agent(catalog, state=folder) as agent:
        return {person.name: (speak(agent, person), kept_of(agent, person)) for person in people}


def at_once(catalog: Catalog, people: Sequence[Person], ground: Ground) -> list[Heard]:
    """Let everybody speak at the same time, each in a thread, and return what they heard."""
    gate = threading.Barrier(len(people))

    def begin(person: Person) -> Heard:
        gate.wait()
        return speak(agent, person)

    heard: list[Heard] = []
    with Agent(catalog, state=ground.folder / "crowd") as agent, ThreadPoolExecutor(len(people)) as pool:
        for each in pool.map(begin, people):
            heard.append(each)
            ground.tell(len(heard), len(people))
    return heard


def speak(agent: Agent, person: Person) -> Heard:
    """Say what a person says, and return what they are told."""
    heard = Heard()
    for message in person.messages:
        start = time.perf_counter()
        try:
            reply = agent.ask(message, user=person.name, session=SESSION)
        except Exception as error:  # whatever it is, it is what the trial looks for
            return replace(heard, error=f"{type(error).__name__}: {error}")
        heard = Heard(
            (*heard.texts, reply.text),
            heard.incomplete + reply.incomplete,
            max(heard.slowest, time.perf_counter() - start),
        )
    return heard


def kept_of(agent: Agent, person: Person) -> Kept:
    """Return what an agent keeps of a person."""
    turns = agent.session(person.name, SESSION).turns()
    events = agent.memory.of(person.name).events()
    return Kept(
        tuple(turn.message for turn in turns),
        tuple(turn.reply.model_dump_json() for turn in turns),
        tuple(event.model_dump_json(exclude=_WHEN) for event in events),
    )


def failures(person: Person, heard: Heard, kept: Kept, told_alone: Heard, kept_alone: Kept) -> Iterator[str]:
    """Yield what was not as it should be with one person, who spoke alone as well."""
    if heard.error:
        yield f"{person.name} met {heard.error}."
        return
    if not heard.incomplete and heard.texts != told_alone.texts:
        yield f"{person.name} was told something else than alone, from turn {_differing(heard, told_alone)} on."
    if kept.messages != person.messages:
        yield f"{person.name} said {len(person.messages)} things, and the session has {list(kept.messages)}."
    if kept.events != kept_alone.events:
        yield f"{person.name} is remembered by {list(kept.events)}; {list(kept_alone.events)} was expected."
    words = _CANARY.findall(" ".join((*heard.texts, *kept.messages, *kept.replies, *kept.events)))
    if others := sorted({*words} - {person.canary}):
        yield f"{person.name} has the words of others: {', '.join(others)}."


def figures(heard: Sequence[Heard], seconds: float) -> dict[str, Value]:
    """Return how many there were and how long they took."""
    turns = sum(len(each.texts) for each in heard)
    return {
        "people at once": len(heard),
        "turns": turns,
        "turns a second": round(turns / seconds, 1),
        "slowest turn, s": round(max(each.slowest for each in heard), 2),
        "turns that ran out of time": sum(each.incomplete for each in heard),
    }


def _differing(heard: Heard, alone: Heard) -> int:
    same = zip(heard.texts, alone.texts, strict=False)
    return next((turn for turn, (one, other) in enumerate(same, start=1) if one != other), len(heard.texts))
