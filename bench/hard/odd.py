"""odd: three thousand messages that nobody means, none of which raises an exception or takes a second."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from bench.hard.films import film_facts
from bench.hard.messages import Odd, Words, odd_messages, shapes
from bench.hard.process import seconds
from bench.hard.trial import Ground, Trial, Value, told
from palate import Agent, Catalog

ASKED = (
    "3,000 odd messages of every shape, from people who are named, from nobody, and on their own: no exception, and no "
    "turn over a second."
)
MESSAGES = 3_000
SESSION = 10
"""Messages of one session."""
PEOPLE = 30
MOST_SECONDS = 1.0
_SHOWN = 80
MILLI = 1_000


@dataclass(frozen=True)
class Answered:
    """What came of one message."""

    number: int
    odd: Odd
    seconds: float
    error: str = ""


def trial(ground: Ground) -> Trial:
    """Say all of it, and look at what came back and when."""
    count = ground.count(MESSAGES, least=2 * len(shapes()))
    with Catalog.films() as catalog, Agent(catalog, state=ground.folder / "state") as agent:
        agent.ask("a comedy")  # what a process loads once is no part of a turn
        said = islice(odd_messages(words_of(catalog), seed=ground.seed), count)
        answered: list[Answered] = []
        for each in answers(agent, said, seed=ground.seed):
            answered.append(each)
            ground.tell(len(answered), count)
    return Trial("odd", ASKED, figures(answered), told(list(failures(answered, most=MOST_SECONDS * ground.slack))))


def words_of(catalog: Catalog) -> Words:
    """Return what odd messages about a catalogue are made of."""
    fields = [field for field in catalog.schema.fields if field.kind in ("category", "tags")]
    values = [value for field in fields for value in islice(catalog.vocabulary(field.name), 20)]
    return Words(film_facts(catalog), (*catalog.schema.names, catalog.schema.noun, *values))


def answers(agent: Agent, said: Iterator[Odd], *, seed: int) -> Iterator[Answered]:
    """Say messages in sessions of named people, in nobody's sessions, and each on its own."""
    rng, user, session = random.Random(seed), None, None
    for number, odd in enumerate(said):
        if number % SESSION == 0:
            user = rng.choice((None, f"person {rng.randrange(PEOPLE)}"))
            session = rng.choice((None, f"session {number}"))
        start = seconds()
        error = ""
        try:
            agent.ask(odd.text, user=user, session=session)
        except Exception as raised:  # whatever it is, it is what the trial looks for
            error = f"{type(raised).__name__}: {raised}"
        yield Answered(number, odd, seconds() - start, error)


def figures(answered: Sequence[Answered]) -> dict[str, Value]:
    """Return how many there were and how long they took."""
    taken = [each.seconds for each in answered]
    slowest = max(answered, key=lambda each: each.seconds)
    return {
        "messages": len(answered),
        "shapes": len(shapes()),
        "characters of the longest": max(len(each.odd.text) for each in answered),
        "exceptions": sum(bool(each.error) for each in answered),
        "ms a turn, p50": round(float(np.percentile(taken, 50)) * MILLI, 1),
        "ms a turn, p99": round(float(np.percentile(taken, 99)) * MILLI, 1),
        "ms of the slowest turn": round(slowest.seconds * MILLI, 1),
        "shape of the slowest": slowest.odd.shape,
    }


def failures(answered: Sequence[Answered], *, most: float = MOST_SECONDS) -> Iterator[str]:
    """Yield the messages that raised an exception or took too long."""
    for each in answered:
        text = each.odd.text
        shown = ascii(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
        what = f"Message {each.number} ({each.odd.shape}, {len(text):,} characters: {shown})"
        if each.error:
            yield f"{what} raised {each.error.splitlines()[0][:200]}."
        if each.seconds > most:
            yield f"{what} took {each.seconds:.2f} s; at most {most} was expected."
