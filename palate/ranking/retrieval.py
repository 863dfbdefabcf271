"""From a long past the events that matter for a target: by shared values, by content, by time; by words in `terms`.

Every way is exact: it finds what a look at each event would, the best first, and of equals the later one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from palate.ranking.attributes import BITS, Attributes
from palate.ranking.history import History
from palate.ranking.log import Bools, Floats, Ints

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_PAIRS = 500_000
"""Pairs of a target and an event that are compared at a time, which bounds the memory."""


@dataclass(frozen=True)
class Retrieved:
    """A row a target, the best event first."""

    events: Ints
    """Places in the past; -1 where there are no more."""
    likeness: Floats
    """How much the target and the event's item have in common, by the way's own measure; 0 where there is none."""

    @property
    def found(self) -> Bools:
        """Where there is an event."""
        return self.events >= 0

    @classmethod
    def of(cls, owners: Ints, events: Ints, likeness: Floats, *, count: int, k: int) -> Retrieved:
        """Return the first `k` entries of each of `count` targets; owners are in order."""
        made = cls(np.full((count, k), -1, dtype=np.int64), np.zeros((count, k)))
        each = np.bincount(owners, minlength=count)
        at = np.arange(len(owners)) - np.repeat(np.cumsum(each) - each, each)
        kept = at < k
        made.events[owners[kept], at[kept]] = events[kept]
        made.likeness[owners[kept], at[kept]] = likeness[kept]
        return made


class Retrieval(Protocol):
    """A way to find what matters in a past."""

    def retrieve(self, past: History, targets: Ints, k: int) -> Retrieved:
        """Return at most `k` events of `past` for the item at each of `targets`."""
        ...


@dataclass(frozen=True)
class ByTime:
    """The latest events, whatever the target."""

    def retrieve(self, past: History, targets: Ints, k: int) -> Retrieved:
        """Return the same events for every target."""
        latest = np.arange(len(past) - 1, max(len(past) - k, 0) - 1, -1)
        owners = np.repeat(np.arange(len(targets)), len(latest))
        events = np.tile(latest, len(targets))
        return Retrieved.of(owners, events, np.zeros(len(events)), count=len(targets), k=k)


@dataclass(frozen=True)
class ByValues:
    """Events whose items share a value with the target, those with the rarest first (the hard search of SIM).

    Of each value the latest `k` events are enough: a later one with the same value is never worse. The likeness is
    what the rarest shared value tells.
    """

    attributes: Attributes
    field: str | None = None
    """The category or tags field that is looked at; all where it is None."""

    def retrieve(self, past: History, targets: Ints, k: int) -> Retrieved:
        """Return the events; of a target that shares nothing none."""
        values, count = self.attributes.values, max(len(past), 1)
        has = values.of(self.field)
        ages, shared = _entries(has, past.items[::-1])
        order = np.argsort(shared, kind="stable")
        ages, shared = ages[order], shared[order]
        starts = np.searchsorted(shared, np.arange(has.shape[1] + 1))
        owners, wanted = _entries(has, targets)
        lengths = np.minimum(np.diff(starts)[wanted], k)
        at = _spans(starts[wanted], lengths)
        # Sorted as single numbers, once to keep of a pair the rarest value that it shares, and once to order them.
        pairs = np.repeat(owners, lengths) * count + ages[at]
        pairs, ranks = np.divmod(np.sort(pairs * has.shape[1] + np.repeat(wanted, lengths)), has.shape[1])
        new = np.diff(pairs, prepend=-1) != 0
        owners, ages = np.divmod(pairs[new], count)
        best, ages = np.divmod(np.sort((owners * has.shape[1] + ranks[new]) * count + ages), count)
        owners, ranks = np.divmod(best, has.shape[1])
        return Retrieved.of(owners, len(past) - 1 - ages, values.tells[ranks], count=len(targets), k=k)


@dataclass(frozen=True)
class ByContent:
    """Events whose items are like the target in content: their SimHashes differ in the fewest bits (as in ETA).

    The likeness is the cosine that so many differing bits stand for (Charikar, 2002).
    """

    attributes: Attributes

    def retrieve(self, past: History, targets: Ints, k: int) -> Retrieved:
        """Return the events; of a target of which the catalogue tells nothing none."""
        codes, told, count = self.attributes.codes, self.attributes.told, len(past)
        least, step = min(k, count), max(1, _PAIRS // max(count, 1))
        made = Retrieved(np.full((len(targets), k), -1, dtype=np.int64), np.zeros((len(targets), k)))
        if not count:
            return made
        ages = np.arange(count - 1, -1, -1, dtype=np.uint32)
        ages[~told[past.items]] += np.uint32((BITS + 1) * count)
        for start in range(0, len(targets), step):
            block = slice(start, start + step)
            apart = np.bitwise_count(codes[targets[block], None] ^ codes[past.items])
            # Age and bits as one number: no two are equal, so that the least are the same however they are found.
            keys = np.partition(apart * np.uint32(count) + ages, least - 1, axis=1)[:, :least]
            bits, age = np.divmod(np.sort(keys, axis=1).astype(np.int64), count)
            known = (bits <= BITS) & told[targets[block], None]
            made.events[block, :least] = np.where(known, count - 1 - age, -1)
            made.likeness[block, :least] = np.where(known, np.cos(np.pi * bits / BITS), 0.0)
        return made


def _entries(matrix: csr_array, rows: Ints) -> tuple[Ints, Ints]:
    """Return for each entry of some rows of a matrix which of the rows it is in, and its column."""
    lengths = np.diff(matrix.indptr)[rows]
    columns = matrix.indices[_spans(matrix.indptr[rows].astype(np.int64), lengths)]
    return np.repeat(np.arange(len(rows)), lengths), columns.astype(np.int64)


def _spans(starts: Ints, lengths: Ints) -> Ints:
    """Return the numbers from each start on, as many as its length, one span after the other."""
    return np.repeat(starts - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
