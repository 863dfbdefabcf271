"""What a ranker is fitted to: at each like after a moment, the candidates of before, and which of them was taken.

They are chosen twice, out of everything and out of what shares a value with what was taken, as a request leaves it: an
order that is fitted to the first alone is no good order of the second.
The log is cut at one moment. What is known of items comes from before it, what is known of a person from before each
of their later likes: no feature can see what came after.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from palate.ranking.features import Feature, Matrix, matrix
from palate.ranking.generators import candidates
from palate.ranking.history import LEAST, LONGEST, History
from palate.ranking.knowledge import Knowledge
from palate.ranking.learned.sample import MOST_LIKES
from palate.ranking.log import Bools, Floats, Ints, LogArrays
from palate.ranking.moment import Moment
from palate.ranking.popularity import HALF_LIFE

BEFORE = 0.8
"""How much of the log lies before the moment."""
CONSIDERED = 86_400
"""Seconds before a like in which views of its item belong to the decision and are no history: otherwise the target is
nearly always the item viewed last, which is so right before an order and at no other time."""
MOST_OF_ONE = 40
"""Likes of one person that are learnt from."""


@dataclass(frozen=True)
class Examples:
    """Candidates of several likes, one after the other, of each out of two pools."""

    rows: Matrix
    taken: Ints
    """For each row 1 where the candidate was taken, else 0."""
    groups: Ints
    """How many rows each has."""
    likes: Ints
    """Which of the likes each is of: one whose item was no candidate has none."""
    requested: Bools
    """Whether candidates were chosen out of what a request leaves."""

    def __len__(self) -> int:
        return len(self.groups)

    def part(self, start: int, stop: int) -> Examples:
        """Return those from `start` up to, and without, `stop`."""
        ends = np.concatenate(([0], np.cumsum(self.groups)))
        rows, kept = slice(ends[start], ends[stop]), slice(start, stop)
        return Examples(self.rows[rows], self.taken[rows], self.groups[kept], self.likes[kept], self.requested[kept])

    def thinned(self, most: int, draw: np.random.Generator) -> Examples:
        """Return of each what was taken and others drawn beside it, `most` together."""
        owners = np.repeat(np.arange(len(self)), self.groups)
        order = np.lexsort((np.where(self.taken == 1, -1.0, draw.random(len(owners))), owners))
        places = np.arange(len(owners)) - np.repeat(np.cumsum(self.groups) - self.groups, self.groups)
        kept = np.sort(order[places < most])
        return Examples(self.rows[kept], self.taken[kept], np.minimum(self.groups, most), self.likes, self.requested)


@dataclass(frozen=True)
class Like:
    """A like, with where it stands in the events of its person."""

    start: int
    asked: int
    """What its person did from `start` up to here is the history that it is predicted from."""
    at: int
    end: int
    """The events of its person are those from `start` up to `end`."""


def moment_of(log: LogArrays) -> float:
    """Return the time before which `BEFORE` of the events lie."""
    return float(np.sort(log.times)[int(BEFORE * (len(log) - 1))]) if len(log) else 0.0


def places_after(log: LogArrays, moment: float) -> Ints:
    """Return the places of all likes from `moment` on: the first `chosen` event of a user and item, if it is a like.

    Args:
        log: as `LogArrays.in_order` returns it.
        moment: when they begin.
    """
    likes = log.firsts
    likes = likes[log.liked[likes]]
    asked = _asked(log, likes)
    starts = np.searchsorted(log.users, log.users[likes])
    return likes[(log.times[asked] >= moment) & (asked >= starts + LEAST)]


def _asked(log: LogArrays, likes: Ints) -> Ints:
    """Return for each like the place of the first event with its item within `CONSIDERED` before it."""
    _, pairs = np.unique(log.users * (int(log.items.max(initial=0)) + 1) + log.items, return_inverse=True)
    keys = (pairs << 40) + (log.times - log.times.min(initial=np.inf)).astype(np.int64)
    order = np.argsort(keys, kind="stable")
    return np.asarray(order[np.searchsorted(keys[order], keys[likes] - CONSIDERED)])


def likes_after(log: LogArrays, moment: float, draw: np.random.Generator, *, most: int = MOST_LIKES) -> list[Like]:
    """Return likes from `moment` on (`places_after`), the oldest first; where there are more than `most`, a sample."""
    likes = places_after(log, moment)
    own = np.split(likes, np.flatnonzero(np.diff(log.users[likes])) + 1)
    own = [each if len(each) <= MOST_OF_ONE else np.sort(draw.choice(each, MOST_OF_ONE, replace=False)) for each in own]
    likes = np.concatenate(own)
    if len(likes) > most:
        likes = likes[np.sort(draw.choice(len(likes), most, replace=False))]
    asked = _asked(log, likes)
    order = np.lexsort((asked, log.times[asked]))
    likes, asked = likes[order], asked[order]
    starts, ends = (np.searchsorted(log.users, log.users[likes], side) for side in ("left", "right"))
    columns = (column.tolist() for column in (starts, asked, likes, ends))
    return [Like(*each) for each in zip(*columns, strict=True)]


class Lately:
    """What everybody did lately, at moments of a log that are asked for in order."""

    def __init__(self, log: LogArrays, size: int) -> None:
        order = np.argsort(log.times, kind="stable")
        consumed = order[log.consumed[order]]
        self._times, self._items, self._size = log.times[consumed], log.items[consumed], size
        self._counts, self._time, self._done = np.zeros(size), -np.inf, 0

    def at(self, time: float) -> Floats:
        """Return the share of each item in what was done before `time`, which is no earlier than the one before it."""
        stop = int(np.searchsorted(self._times, time))
        added = slice(self._done, stop)
        self._counts *= np.exp2((self._time - time) / HALF_LIFE)
        fresh = np.exp2((self._times[added] - time) / HALF_LIFE)
        self._counts += np.bincount(self._items[added], fresh, minlength=self._size)
        self._time, self._done = time, stop
        return np.asarray(self._counts / (self._counts.sum() or 1.0))


def examples(
    log: LogArrays,
    likes: Sequence[Like],
    known: Knowledge,
    features: tuple[Feature, ...],
    draw: np.random.Generator,
    advance: Callable[[int], None] | None = None,
) -> Examples:
    """Compute the candidates of each like whose item is one of them, and their features.

    Args:
        log: as `LogArrays.in_order` returns it.
        likes: what was taken.
        known: from before all of them.
        features: what is computed.
        draw: chooses what is requested.
        advance: told how many are done.
    """
    lately, worths, chosen = Lately(log, known.size), log.worths, log.chosen
    rows = [np.empty((0, len(features)), dtype=np.float32)]
    taken = [np.empty(0, dtype=np.int64)]
    groups, reached, requested = [], [], []
    for done, like in enumerate(likes):
        past = slice(max(like.start, like.asked - LONGEST), like.asked)
        history = History(log.items[past], worths[past], log.times[past])
        moment = Moment(known, history, lately.at(float(log.times[like.asked])))
        target = int(log.items[like.at])
        left = np.ones(known.size, dtype=np.bool_)
        # As in a turn, what the user only looked at is left.
        before, after = slice(like.start, like.asked), slice(like.asked, like.end)
        left[log.items[before][log.taken[before]]] = False
        later = np.setdiff1d(log.items[after][chosen[after]], target)
        for asked, pool in enumerate((left, left & known.attributes.sharing(target, draw))):
            moment.choose(candidates(moment, np.flatnonzero(pool)))
            # Were it added, an item that no generator puts forward would be known by that to be the one that is taken.
            if target not in moment.candidates:
                continue
            # What is taken later is no counter-example; it goes after the features, which must not know of it.
            kept = ~np.isin(moment.candidates, later)
            rows.append(matrix(moment, features)[kept])
            taken.append((moment.candidates[kept] == target).astype(np.int64))
            groups.append(len(taken[-1]))
            reached.append(done)
            requested.append(bool(asked))
        if advance is not None:
            advance(done + 1)
    return Examples(
        np.concatenate(rows),
        np.concatenate(taken),
        np.array(groups, dtype=np.int64),
        np.array(reached, dtype=np.int64),
        np.array(requested, dtype=np.bool_),
    )
