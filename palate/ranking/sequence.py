r"""What people take right before or after an item: the neighbours of a moment, not of a whole life.

$w_{ij} = \frac{1}{\sqrt{(c_i + s)(c_j + s)}} \sum_{u} \sum_{|p - q| \le w} \frac{1}{|p - q|}$ over the places $p$ of
$i$ and $q$ of $j$ in what each person did in order, with $c_i$ people's events of $i$ and $s$ the shrinkage. Where
somebody watches a series, or goes through a list, it knows the next one long before who likes what does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from palate.ranking.links import heaviest
from palate.ranking.log import LogArrays

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Places = npt.NDArray[np.int32]

WINDOW = 10
SHRINKAGE = 5.0
NEIGHBOURS = 100
MOST_EVENTS = 1_000
"""Events of one person that count, the latest."""
_CHUNK = 250_000
"""Events gone through at a time, which bounds the memory."""


def beside(log: LogArrays, size: int, share: float = 1.0) -> Iterator[csr_array]:
    """Yield, some rows at a time, how much each of `size` items is taken beside others, the `NEIGHBOURS` closest.

    Args:
        log: the log, or what a sample of its users did.
        size: how many items there are.
        share: of the users that are in the sample.
    """
    from scipy.sparse import csr_array

    order = log.order
    people, items = log.users[order].astype(np.int32), log.items[order].astype(np.int32)
    latest = np.searchsorted(people, people, side="right") - np.arange(len(order)) <= MOST_EVENTS
    people, items = people[latest], items[latest]
    counts = (np.bincount(items, minlength=size) + SHRINKAGE * share).astype(np.float32)
    found = _followed(people, items, slice(0, _CHUNK), size)
    for start in range(_CHUNK, len(items), _CHUNK):
        found = csr_array(found + _followed(people, items, slice(start, start + _CHUNK), size))
    found.data /= np.sqrt(np.repeat(counts, np.diff(found.indptr)) * counts[found.indices])
    yield from heaviest(found, NEIGHBOURS)


def _followed(people: Places, items: Places, part: slice, size: int) -> csr_array:
    """Return how much each item is followed by others, over the events in `part` and the `WINDOW` after each."""
    from scipy.sparse import csr_array

    links = []
    for apart in range(1, WINDOW + 1):
        later = slice(part.start + apart, part.stop + apart)
        count = len(items[later])
        one, other = items[part][:count], items[later]
        kept = (people[part][:count] == people[later]) & (one != other)
        links.append((one[kept], other[kept], np.full(np.count_nonzero(kept), 1.0 / apart, dtype=np.float32)))
    rows, columns, weights = (np.concatenate(each) for each in zip(*links, strict=True))
    return csr_array((weights, (rows, columns)), shape=(size, size))
