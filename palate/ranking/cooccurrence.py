r"""Which items the same people like, beyond what chance gives: a centred, shrunk cosine.

$w_{ij} = \frac{c_{ij} - n_i n_j / N}{\sqrt{n_i n_j}} \cdot \frac{c_{ij}}{c_{ij} + s}$, with $c_{ij}$ of $N$ people
liking both items, $n_i$ liking $i$, and $s$ the shrinkage, which holds back pairs that few people share (Bell and
Koren, 2007). Taking off what two well-liked items share by chance keeps the popular from being everybody's neighbour:
on the training part of MovieLens-100K held-out likes came higher that way, and neighbours had more genres in common.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from palate.ranking.log import Bools, Floats, Ints

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SHRINKAGE = 10.0
NEIGHBOURS = 50
LEAST = 0.005
"""Weight below which a pair is chance, such as two well-known items that one person shares."""
MANY_PEOPLE = 200
"""With so many people in the log, a pair needs two who like both."""
MOST_LIKES = 1_000
"""Likes of one person that count, the latest: who likes everything tells nothing of what belongs together."""
CHUNK = 4_000_000
"""Pairs counted at a time, which bounds the memory (about 100 MB)."""


@dataclass(frozen=True)
class Pairs:
    """Weighted pairs of items, sorted by item, then heaviest first, then by neighbour."""

    items: Ints
    neighbours: Ints
    weights: Floats

    def only(self, keep: Bools) -> Pairs:
        """Return the pairs where `keep` is true."""
        return Pairs(self.items[keep], self.neighbours[keep], self.weights[keep])

    def heavy(self) -> Pairs:
        """Return the pairs that weigh `LEAST` or more."""
        return self.only(self.weights >= LEAST)

    def best(self) -> Pairs:
        """Return the `NEIGHBOURS` heaviest of each item."""
        return self.only(_ranks(self.items) < NEIGHBOURS)

    def turned(self) -> Pairs:
        """Return the same pairs seen from the other side."""
        return _sorted(self.neighbours, self.items, self.weights)


@dataclass(frozen=True)
class Likes:
    """Who likes what, each pair once."""

    people: csr_array
    """One row a person, one column an item."""
    items: csr_array
    """The same transposed."""
    counts: Ints
    """How many people like each item, whether or not `MOST_LIKES` cuts some of them."""
    everybody: int
    """How many people there are in the log."""
    share: float = 1.0
    """Of the users of the whole log that are in this one."""


def likes_of(users: Ints, items: Ints, counts: Ints, everybody: int, share: float = 1.0) -> Likes:
    """Gather likes into matrices; pairs may repeat, and later ones are the more recent.

    Args:
        users: number of each entry's person.
        items: position of each entry's item.
        counts: how many people like each item of the catalogue, in the whole log.
        everybody: how many people there are in the whole log.
        share: of the users, where these are the likes of a sample of them, which then is the whole log above.
    """
    from scipy.sparse import csr_array

    keep = _latest(users, items)
    users, items = users[keep], items[keep]
    shape = (int(users.max()) + 1 if len(users) else 0, len(counts))
    people = csr_array((np.ones(len(users), dtype=np.float32), (users, items)), shape=shape)
    return Likes(people, people.T.tocsr(), counts, max(everybody, 1), share)


def similar_pairs(likes: Likes, rows: Ints, *, advance: Callable[[int], None] | None = None) -> Iterator[Pairs]:
    """Yield every pair of the items `rows`, some rows at a time."""
    if not len(rows) or not likes.people.shape[0]:
        return
    sizes = np.diff(likes.people.indptr)
    work = np.concatenate(([0.0], np.cumsum(likes.items[rows] @ sizes.astype(np.float64))))
    start = 0
    while start < len(rows):
        stop = max(start + 1, int(np.searchsorted(work, work[start] + CHUNK, side="right")) - 1)
        yield _weighed(likes, rows[start:stop])
        start = stop
        if advance is not None:
            advance(start)


def neighbours_among(likes: Likes, *, advance: Callable[[int], None] | None = None) -> csr_array:
    """Return the neighbours of every item as the rows of a matrix."""
    from scipy.sparse import csr_array

    liked = np.flatnonzero(likes.counts)
    found = [pairs.heavy().best() for pairs in similar_pairs(likes, liked, advance=advance)]
    rows, columns, weights = (
        np.concatenate([np.empty(0, dtype=kind), *(getattr(each, name) for each in found)])
        for name, kind in (("items", np.int64), ("neighbours", np.int64), ("weights", np.float64))
    )
    return csr_array((weights, (rows, columns)), shape=(len(likes.counts), len(likes.counts)))


def _weighed(likes: Likes, rows: Ints) -> Pairs:
    together = (likes.items[rows] @ likes.people).tocoo()
    one, other = rows[together.row], np.asarray(together.col, dtype=np.int64)
    # In a log of many people what a single one of them links is chance, and most of all pairs are such.
    apart = (one != other) & (together.data >= (2 if likes.everybody >= MANY_PEOPLE else 1))
    one, other, shared = one[apart], other[apart], together.data[apart].astype(np.float64)
    both = likes.counts[one] * likes.counts[other].astype(np.float64)
    beyond_chance = np.maximum(shared - both / likes.everybody, 0.0)
    return _sorted(one, other, np.round(beyond_chance / np.sqrt(both) * shared / (shared + SHRINKAGE * likes.share), 6))


def _sorted(items: Ints, neighbours: Ints, weights: Floats) -> Pairs:
    order = np.lexsort((neighbours, -weights, items))
    return Pairs(items[order], neighbours[order], weights[order])


def _ranks(groups: Ints) -> Ints:
    """Number the entries of each run of equal values from 0."""
    if not len(groups):
        return groups
    starts = np.flatnonzero(np.concatenate(([True], groups[1:] != groups[:-1])))
    lengths = np.diff(np.concatenate((starts, [len(groups)])))
    return np.arange(len(groups), dtype=np.int64) - np.repeat(starts, lengths)


def _latest(users: Ints, items: Ints) -> Ints:
    """Return the indexes of the entries that count: the last of each pair, the last `MOST_LIKES` of each person."""
    pairs = users * (int(items.max()) + 1 if len(items) else 1) + items
    _, from_end = np.unique(pairs[::-1], return_index=True)
    last = len(pairs) - 1 - from_end
    newest_first = last[np.lexsort((-last, users[last]))]
    return np.sort(newest_first[_ranks(users[newest_first]) < MOST_LIKES])
