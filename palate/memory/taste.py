"""Turning what is known of a person into the `Taste` that rankers read."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from pydantic import TypeAdapter

from palate.catalog.conditions import Where
from palate.catalog.item import Interaction
from palate.catalog.schema import Log
from palate.language.preference import Preference
from palate.memory.item_history import ItemHistory
from palate.memory.profile import Opinion, Profile
from palate.ranking.history import Event
from palate.ranking.log import TAKEN, arrays_of
from palate.ranking.taste import Taste, Wish

_WHERE: TypeAdapter[Where] = TypeAdapter(Where)
MOST_LOGGED = 200
"""Of a person's interactions in the catalogue's log, this many of the latest count as likes and dislikes."""
_HALF_LIFE = 180 * 86_400.0
_FLOOR = 0.5
_HALF_LATER = 20
"""So many later interactions take half of what can fade of one in the log: what a person did last tells most of what
comes next, be it a day or a year ago. Chosen with the floor on development people of `sessions`, where 10 to 20 were
alike."""
_FLOOR_LATER = 0.15
_COMMITTED = 0.75
_PLAYED = 0.5


def build_taste(
    profile: Profile,
    session: ItemHistory,
    interactions: Sequence[Interaction],
    *,
    log: Log,
    held: Iterable[Preference] = (),
    now: float,
) -> Taste:
    """Add up log, long-term memory, session and the preferences of this turn, later and nearer ones winning.

    A liking fades to half its weight as it grows old, never further: `_HALF_LIFE` days take half of what can fade. What
    the log knows fades with what came after it, and not with the days: an old data set is not stale as a whole.
    """
    opinions = _logged(interactions, log)
    opinions |= dict.fromkeys((*profile.committed, *session.committed), _COMMITTED)
    opinions |= {item: _faded(opinion, now) for item, opinion in profile.opinions.items()}
    opinions |= session.opinions
    held = tuple(held)
    opinions |= {entry.item: _signed(entry, min(1.0, entry.weight)) for entry in held if entry.item is not None}
    turned_down = profile.rejected | frozenset(session.rejected)
    logged = frozenset(entry.item for entry in interactions)
    said = frozenset(entry.item for entry in (*profile.preferences, *held) if entry.item is not None)
    return Taste(
        likes={item: value for item, value in opinions.items() if value > 0},
        dislikes={item: -value for item, value in opinions.items() if value < 0} | dict.fromkeys(turned_down, 1.0),
        wishes=tuple(
            Wish(entry.where, _signed(entry, entry.weight))
            for entry in held
            if entry.where is not None and (entry.strength == "soft" or entry.polarity == "avoid")
        ),
        asked=tuple(
            part
            for entry in held
            if entry.where is not None and entry.strength == "hard" and entry.polarity == "want"
            for where in (entry.where, *_replaced(entry))
            for part in where.parts
        ),
        history=_history(interactions, profile, session, held, log=log),
        seen=_consumed(interactions, log)
        | profile.seen
        | profile.committed
        | said
        | {*session.seen, *session.committed},
        fading={item: left for item, left in _fading(interactions).items() if item not in opinions},
        taken=session.committed,
        rejected=turned_down | {item for item, value in opinions.items() if value < 0 and item not in logged},
    )


def _history(
    interactions: Sequence[Interaction],
    profile: Profile,
    session: ItemHistory,
    held: Sequence[Preference],
    *,
    log: Log,
) -> tuple[Event, ...]:
    """Return the log, what is remembered, what the session brought, and what is said now, in this order."""
    opinions = [
        *((item, opinion.value, opinion.time) for item, opinion in profile.opinions.items()),
        *((item, 0.0, None) for item in (*profile.committed, *session.committed)),
        *((item, value, None) for item, value in session.opinions.items()),
        *((entry.item, _signed(entry, 1.0), None) for entry in held if entry.item is not None),
    ]
    did = sorted(interactions, key=_time)
    worths = arrays_of(did, log).worths.tolist()
    logged = [Event(entry.item, worth, entry.time) for entry, worth in zip(did, worths, strict=True)]
    return (*logged, *(Event(item, math.copysign(1.0, value) if value else TAKEN, at) for item, value, at in opinions))


def _replaced(entry: Preference) -> Iterator[Where]:
    """Yield the conditions that one took the place of: "drama", after "a comedy", may have meant both."""
    for key in entry.replaces:
        if key.startswith("{"):
            yield _WHERE.validate_json(key)


def _logged(interactions: Sequence[Interaction], log: Log) -> dict[str, float]:
    latest = sorted(interactions, key=_time)[-MOST_LOGGED:]
    times = [_time(entry) for entry in latest]
    return {
        entry.item: value * _kept(len(times) - bisect_right(times, _time(entry)))
        for entry in latest
        if (value := _worth(entry, log)) != 0
    }


def _fading(interactions: Sequence[Interaction]) -> dict[str, float]:
    """Return what is left of each item that something came after."""
    times = sorted(map(_time, interactions))
    left = {entry.item: _kept(len(times) - bisect_right(times, _time(entry))) for entry in interactions}
    return {item: share for item, share in left.items() if share < 1}


def _time(entry: Interaction) -> float:
    return entry.time or 0.0


def _kept(later: int) -> float:
    """Return how much of an opinion is left after `later` further interactions."""
    return _FLOOR_LATER + (1 - _FLOOR_LATER) * math.pow(0.5, later / _HALF_LATER)


def _worth(entry: Interaction, log: Log) -> float:
    if entry.behaviour in log.against:
        return -1.0
    if entry.value is None or log.liked_from is None:
        return _PLAYED if entry.behaviour in log.consuming else 0.0
    if entry.value >= log.liked_from:
        return 1.0
    return -1.0 if log.disliked_to is not None and entry.value < log.disliked_to else 0.0


def _faded(opinion: Opinion, now: float) -> float:
    age = max(0.0, now - opinion.time)
    return opinion.value * (_FLOOR + (1 - _FLOOR) * math.pow(0.5, age / _HALF_LIFE))


def _signed(preference: Preference, weight: float) -> float:
    return weight if preference.polarity == "want" else -weight


def _consumed(interactions: Iterable[Interaction], log: Log) -> frozenset[str]:
    return frozenset(entry.item for entry in interactions if entry.behaviour in log.taking)
