"""Turning what is known of a person into the `Taste` that rankers read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from palate.catalog.item import Interaction
from palate.catalog.schema import Log
from palate.language.preference import Preference
from palate.memory.profile import Opinion, Profile
from palate.memory.short_term import SessionMemory
from palate.ranking.taste import Taste, Wish

MOST_LOGGED = 200
"""Of a person's interactions in the catalogue's log, this many of the latest count as likes and dislikes."""
_HALF_LIFE = 180 * 86_400.0
_FLOOR = 0.5
_COMMITTED = 0.75
_PLAYED = 0.5


def build_taste(
    profile: Profile,
    session: SessionMemory,
    interactions: Sequence[Interaction],
    *,
    log: Log,
    held: Iterable[Preference] = (),
    now: float,
) -> Taste:
    """Add up log, long-term memory, session and the preferences of this turn, later and nearer ones winning.

    A liking fades to half its weight as it grows old, never further: `_HALF_LIFE` days take half of what can fade. What
    the log knows is counted from its own last interaction on, so that an old data set is not stale as a whole.
    """
    opinions = _logged(interactions, log)
    opinions |= dict.fromkeys((*profile.committed, *session.committed), _COMMITTED)
    opinions |= {item: _faded(opinion, now) for item, opinion in profile.opinions.items()}
    opinions |= session.opinions
    held = tuple(held)
    opinions |= {entry.item: _signed(entry, min(1.0, entry.weight)) for entry in held if entry.item is not None}
    turned_down = profile.rejected | frozenset(session.rejected)
    said = frozenset(entry.item for entry in (*profile.preferences, *held) if entry.item is not None)
    return Taste(
        likes={item: value for item, value in opinions.items() if value > 0},
        dislikes={item: -value for item, value in opinions.items() if value < 0} | dict.fromkeys(turned_down, 1.0),
        wishes=tuple(
            Wish(entry.where, _signed(entry, entry.weight))
            for entry in held
            if entry.where is not None and (entry.strength == "soft" or entry.polarity == "avoid")
        ),
        seen=_consumed(interactions, log)
        | profile.seen
        | profile.committed
        | said
        | {*session.seen, *session.committed},
        rejected=turned_down
        | {item for item, value in opinions.items() if value < 0 and item not in _ids(interactions)},
    )


def _logged(interactions: Sequence[Interaction], log: Log) -> dict[str, float]:
    latest = sorted(interactions, key=lambda entry: entry.time or 0.0)[-MOST_LOGGED:]
    newest = max((entry.time or 0.0 for entry in latest), default=0.0)
    return {
        entry.item: _faded(Opinion(value, entry.time or newest), newest)
        for entry in latest
        if (value := _worth(entry, log)) != 0
    }


def _worth(entry: Interaction, log: Log) -> float:
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
    return frozenset(entry.item for entry in interactions if entry.behaviour in log.consuming)


def _ids(interactions: Iterable[Interaction]) -> frozenset[str]:
    return frozenset(entry.item for entry in interactions)
