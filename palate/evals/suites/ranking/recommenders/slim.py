r"""SLIM: how much each item that a person took speaks for every other one, most of them not at all.

For every item $j$ the weights $w \ge 0$ with $w_j = 0$ that minimise the elastic net
$\frac{1}{2} \lVert x_j - X w \rVert^2 + \lambda \lVert w \rVert_1 + \frac{\beta}{2} \lVert w \rVert^2$ (Ning and
Karypis, 2011), found by coordinate descent in the library `fastslim`.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from palate.evals.suites.ranking.recommenders.tuning import tuned
from palate.ranking.history import History
from palate.ranking.linear import people_of
from palate.ranking.log import Floats, LogArrays

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SETTINGS = tuple(product((2.0, 5.0), (30.0, 100.0)))
"""Penalty ($\\lambda$) and ridge ($\\beta$) that are tried."""
MOST_PASSES, CLOSE = 100, 1e-3
"""An item's weights are done once no pass over them moves one by more, or after so many."""


@dataclass(frozen=True)
class Slim:
    """The weights: a row an item that was taken, a column an item that it speaks for."""

    weights: csr_array

    def scores(self, person: History) -> Floats:
        """Add up the rows of what was taken."""
        return np.asarray(self.weights[person.items].T @ person.worths)


def fit_slim(log: LogArrays, size: int, seed: int) -> Slim:
    """Fit it to likes, and less to what was merely taken."""
    import fastslim
    from scipy.sparse import csr_array

    def fit(part: LogArrays, chosen: tuple[float, float]) -> Slim:
        penalty, ridge = chosen
        people = people_of(part, np.arange(size))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", fastslim.ConvergenceWarning)
            weights = fastslim.fit(people, penalty, ridge, MOST_PASSES, CLOSE, n_threads=1)
        return Slim(csr_array(weights))

    return fit(log, tuned(fit, SETTINGS, log, seed=seed))
