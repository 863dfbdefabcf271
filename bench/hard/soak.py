"""soak: one agent for twenty thousand turns, with memory and open files flat."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice

import numpy as np

from bench.hard.films import film_facts
from bench.hard.process import open_files, resident
from bench.hard.trial import Ground, Trial, Value
from bench.requests import Facts, mix
from palate import Agent, Catalog

ASKED = (
    "20,000 turns of one agent with a state folder, of many people in many sessions: after a warm-up of a tenth, "
    "memory grows by less than 1 MB in 1,000 turns, and no file stays open."
)
TURNS = 20_000
PEOPLE = 300
ANONYMOUS = 5
"""One conversation in so many is nobody's."""
ENDED = 4
"""One conversation in so many is ended by the app."""
CONVERSATION = 8
"""Turns of one conversation."""
WARM_UP = 0.1
SAMPLES = 40
MOST_GROWTH = 1.0
"""Megabytes in 1,000 turns. A leak of one reply a turn would be ten times that."""
ALLOWED = 5.0
"""Megabytes in all that caches may still fill after the warm-up, which a short soak cannot tell from a leak."""
MOST_FILES = 3
"""Descriptors that may be open more than after the warm-up: connections of threads that have just begun."""
THOUSAND = 1_000
MORE = (
    "I love {genre}", "I don't like {genre}", "I've seen {title}", "I liked {title}", "not that one", "why the first?",
    "I'll take the second", "thanks", "is there anything else?", "no, a {genre}", "forget the {genre}", "{word}", "yes",
    "a {genre} or a {other}, but nothing before 1970", "by {person}, or something like {title}", "hello", "more",
)  # fmt: skip
"""What people say besides what they ask for."""


@dataclass(frozen=True)
class Sample:
    """What the process held after so many turns."""

    turns: int
    megabytes: float
    files: int
    seconds: float


@dataclass(frozen=True)
class Talk:
    """One conversation."""

    user: str | None
    session: str
    messages: tuple[str, ...]


def trial(ground: Ground) -> Trial:
    """Talk, and look at memory and files as it goes."""
    turns = ground.count(TURNS, least=3 * SAMPLES)
    with Catalog.films() as catalog, Agent(catalog, state=ground.folder / "state") as agent:
        samples = list(sampled(agent, talks(catalog, seed=ground.seed), turns, ground))
    return Trial("soak", ASKED, figures(samples), tuple(failures(samples)))


def sampled(agent: Agent, talking: Iterator[Talk], turns: int, ground: Ground) -> Iterator[Sample]:
    """Hold conversations for so many turns, yielding a sample after every fortieth part, and at the very beginning."""
    start, step = time.perf_counter(), max(1, turns // SAMPLES)
    said = ((talk, number, message) for talk in talking for number, message in enumerate(talk.messages, start=1))
    yield sample(0, start)
    for turn, (talk, number, message) in enumerate(islice(said, turns), start=1):
        reply = agent.ask(message, user=talk.user, session=talk.session)
        if number == CONVERSATION // 2 and reply.items:
            agent.feedback(reply.items[0].id, user=talk.user, session=talk.session, value=1.0)
        if number == len(talk.messages) and turn % ENDED == 0:
            agent.end(user=talk.user, session=talk.session)
        if turn % step == 0:
            ground.tell(turn, turns)
            yield sample(turn, start)


def sample(turns: int, start: float) -> Sample:
    """Return what this process holds now, garbage aside."""
    gc.collect()
    return Sample(turns, resident(), open_files(), time.perf_counter() - start)


def talks(catalog: Catalog, *, seed: int) -> Iterator[Talk]:
    """Yield conversations without end: requests of the bench, and what people say between them."""
    rng, known = random.Random(seed), film_facts(catalog)
    saying = messages(known, rng)
    for number in count():
        user = None if number % ANONYMOUS == 0 else f"person {rng.randrange(PEOPLE)}"
        yield Talk(user, f"session {number}", tuple(islice(saying, CONVERSATION)))


def messages(known: Facts, rng: random.Random) -> Iterator[str]:
    """Yield messages without end."""
    for seed in count():
        for request in mix(known, 5, seed=seed):
            yield from (*request.before, request.message)
            yield rng.choice(MORE).format(
                genre=rng.choice(known.genres).lower(),
                other=rng.choice(known.genres).lower(),
                title=rng.choice(known.titles),
                person=rng.choice(known.people),
                word=rng.choice(known.words),
            )


def figures(samples: Sequence[Sample]) -> dict[str, Value]:
    """Return what the samples tell."""
    warm, last = warmed(samples), samples[-1]
    first_turn, last_turn = milliseconds(warm[: len(warm) // 4]), milliseconds(warm[-(len(warm) // 4) :])
    return {
        "turns": last.turns,
        "turns a second": round(last.turns / last.seconds, 1),
        "ms a turn, first quarter after the warm-up": round(first_turn, 1),
        "ms a turn, last quarter": round(last_turn, 1),
        "memory after the warm-up, MB": round(warm[0].megabytes, 1),
        "memory at the end, MB": round(last.megabytes, 1),
        "growth in 1,000 turns, MB": round(growth(warm), 3),
        "files open after the warm-up": warm[0].files,
        "files open at the end": last.files,
    }


def failures(samples: Sequence[Sample]) -> Iterator[str]:
    """Yield what grew."""
    warm = warmed(samples)
    grown, whole = growth(warm), warm[-1].megabytes - warm[0].megabytes
    if grown > MOST_GROWTH and whole > ALLOWED:
        yield f"Memory grew by {grown:.2f} MB in 1,000 turns; at most {MOST_GROWTH} was expected."
    if (more := warm[-1].files - warm[0].files) > MOST_FILES:
        yield f"{more} more files were open at the end than after the warm-up; at most {MOST_FILES} were expected."


def growth(samples: Sequence[Sample]) -> float:
    """Return the slope of the line through memory by turns (least squares), in megabytes for 1,000 turns."""
    turns = [each.turns / THOUSAND for each in samples]
    return float(np.polyfit(turns, [each.megabytes for each in samples], 1)[0])


def milliseconds(samples: Sequence[Sample]) -> float:
    """Return what a turn took between the first and the last of these samples."""
    first, last = samples[0], samples[-1]
    return (last.seconds - first.seconds) / max(1, last.turns - first.turns) * THOUSAND


def warmed(samples: Sequence[Sample]) -> Sequence[Sample]:
    """Return the samples after the warm-up."""
    return [each for each in samples if each.turns >= WARM_UP * samples[-1].turns]
