r"""A linear item-item model in closed form: how much each item that a person took speaks for every other one.

$B = I - P \operatorname{diag}(P)^{-1}$ with $P = (X^\top X + \lambda I)^{-1}$ (EASE; Steck, 2019), $X$ holding 1 where
a person likes an item and `TAKEN` where they took it without liking it. Unlike neighbours, which weigh each pair by
itself, it takes off what other items explain already, so two sequels do not count twice. The inverse grows with the
cube of the items, so it knows the `MOST_ITEMS` that most people took. A catalogue with too few people to tell items
apart, or with a simulated log, whose model neighbours have read already, keeps to neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from palate.ranking.log import TAKEN, Floats, Ints, LogArrays

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Weights = npt.NDArray[np.float32]

MOST_ITEMS = 5_000
LEAST_PEOPLE = 200
RIDGE = 300.0
"""Chosen on development people of MovieLens-100K, where 100 to 600 made no difference beyond chance."""
_BLOCK = 500
"""Items of which products are added up at a time."""


@dataclass(frozen=True)
class LinearModel:
    """How much each item speaks for every other."""

    items: Ints
    """The positions of those that it knows, sorted."""
    weights: Weights
    """A row and a column for each; no item speaks for itself."""

    @classmethod
    def empty(cls) -> LinearModel:
        """Return one that knows nothing."""
        return cls(np.empty(0, dtype=np.int64), np.empty((0, 0), dtype=np.float32))

    def rows(self, items: Ints) -> LinearRows:
        """Return the rows of those of `items`, each of which is there once, that it knows."""
        known = items[np.isin(items, self.items)]
        rows = {item: row for row, item in enumerate(known.tolist())}
        return LinearRows(self.items, rows, self.weights[np.searchsorted(self.items, known)])


@dataclass(frozen=True)
class LinearRows:
    """How much some items speak for all that the model knows."""

    positions: Ints
    """Of the items that the model knows, sorted."""
    rows: dict[int, int]
    """By an item's position its row of `weights`; items that the model does not know have none."""
    weights: Weights
    """A row for each asked item, a column for each of `positions`."""

    def summed(self, items: Ints, by: Floats, size: int) -> Floats:
        """Return for each row of `by`, a weight for each of `items`, what they add to each of `size` items."""
        found = np.zeros((len(by), size))
        known = [at for at, item in enumerate(items.tolist()) if item in self.rows]
        if known:
            rows = [self.rows[item] for item in items[known].tolist()]
            each = np.zeros((len(self.weights), len(by)), dtype=np.float32)
            np.add.at(each, rows, by[:, known].T)
            found[:, self.positions] = each.T @ self.weights
        return found


def fitted(log: LogArrays, ridge: float = RIDGE) -> LinearModel:
    """Return the model of what people took."""
    from scipy.linalg import lapack

    taken = log.only(log.consumed | log.liked)
    items = _most_taken(taken)
    if not len(items):
        return LinearModel.empty()
    people = people_of(taken, items)
    gram = np.empty((len(items), len(items)), dtype=np.float32, order="F")
    holders = people.T.tocsr()
    for start in range(0, len(items), _BLOCK):  # the whole product, which is sparse, would take more than the inverse
        gram[:, start : start + _BLOCK] = (holders[start : start + _BLOCK] @ people).toarray().T
    gram[np.diag_indices_from(gram)] += ridge
    # The inverse in place of the matrix, its upper triangle alone: a third of the memory of a general solver.
    inverse, _ = lapack.spotri(lapack.spotrf(gram, overwrite_a=True)[0], overwrite_c=True)
    scale = -np.diag(inverse).copy()
    for start in range(0, len(items), _BLOCK):
        stop = start + _BLOCK
        inverse[stop:, start:stop] = inverse[start:stop, stop:].T
        corner = np.triu(inverse[start:stop, start:stop], 1)
        inverse[start:stop, start:stop] = corner + corner.T
    inverse /= scale
    return LinearModel(items, inverse)


def people_of(log: LogArrays, items: Ints) -> csr_array:
    """Return who took what: a row a person, a column for each of `items`, 1 where they like it and `TAKEN` where not.

    Args:
        log: what people took; repeated entries count as the most liked one.
        items: sorted positions; what else the log has is left out.
    """
    from scipy.sparse import csr_array

    known = log.only(np.isin(log.items, items))
    width = int(items[-1]) + 1
    keys, entries = np.unique(known.users * width + known.items, return_inverse=True)
    worth = np.zeros(len(keys), dtype=np.float32)
    np.maximum.at(worth, entries, np.where(known.liked, 1.0, TAKEN).astype(np.float32))
    users, columns = keys // width, np.searchsorted(items, keys % width)
    return csr_array((worth, (users, columns)), shape=(int(log.users.max(initial=0)) + 1, len(items)))


def _most_taken(log: LogArrays) -> Ints:
    """Return the `MOST_ITEMS` items that most people took, sorted; of equals those further left."""
    width = int(log.items.max(initial=0)) + 1
    counts = np.bincount(np.unique(log.users * width + log.items) % width)
    order = np.argsort(-counts, kind="stable")[:MOST_ITEMS]
    return np.sort(order[counts[order] > 0])
