"""Whose next like is looked for, and which part of the log models may see: two ways to cut it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, groupby
from typing import Literal

from palate.catalog.item import Interaction
from palate.catalog.schema import Log
from palate.ranking.learned.examples import CONSIDERED
from palate.ranking.log import arrays_of

Protocol = Literal["leave-last", "in-time"]
BEFORE = 0.8
"""How much of the log lies before the moment of `in-time`."""
LEAST_LIKED = 5
"""Liked items that a person needs to be looked at, the target among them."""


@dataclass(frozen=True)
class Person:
    """Somebody with an item that they liked next."""

    user: str
    target: str
    before: tuple[Interaction, ...]
    """What they did before it, oldest first."""
    liked: int
    """How many of these they liked."""


def ordered(log: Sequence[Interaction]) -> list[Interaction]:
    """Return what has a time, person by person, oldest first."""
    timed = [each for each in log if each.time is not None]
    return sorted(timed, key=lambda each: (each.user, each.time or 0.0))


def split(log: Sequence[Interaction], card: Log, protocol: Protocol) -> tuple[list[Interaction], list[Person]]:
    """Return what models may see, and the people.

    `leave-last` takes each person's last like for the target, and from everybody's log what they did from it on.
    `in-time` cuts the log of all at one moment: models see what came before it; targets are the last likes after it,
    before each of which a person's own doings are known whenever they were.

    Args:
        log: as `ordered` returns it.
        card: tells what counts as liked.
        protocol: which of the two.
    """
    times = sorted(each.time or 0.0 for each in log)
    moment = times[int(BEFORE * (len(times) - 1))] if times else 0.0
    kept: list[Interaction] = []
    people: list[Person] = []
    arrays = arrays_of(log, card)
    told = zip(log, arrays.liked.tolist(), arrays.chosen.tolist(), strict=True)
    for user, lines in groupby(told, key=lambda each: each[0].user):
        did, liked, chosen = zip(*lines, strict=True)
        likes = [at for at, each in enumerate(liked) if each]
        last = likes[-1] if len(likes) >= LEAST_LIKED else None
        person = None
        if last is not None and did[last].item not in {each.item for each in compress(did[:last], chosen)}:
            person = Person(user, did[last].item, did[: _asked(did, last)], len(likes) - 1)
        if protocol == "in-time":
            kept += [each for each in did if (each.time or 0.0) < moment]
            people += [person] if person is not None and (did[last or 0].time or 0.0) >= moment else []
        else:
            kept += did if person is None else person.before
            people += [] if person is None else [person]
    return kept, people


def _asked(did: Sequence[Interaction], last: int) -> int:
    """Return where the history ends that the like at `last` is predicted from, as in training (`CONSIDERED`)."""
    like = did[last]
    since = (like.time or 0.0) - CONSIDERED
    return next(at for at, each in enumerate(did) if each.item == like.item and (each.time or 0.0) >= since)


def tag_of(liked: int) -> str:
    """Return the tag for how many likes of a person are known."""
    return "under-5" if liked < 5 else "5-to-20" if liked <= 20 else "over-20"
