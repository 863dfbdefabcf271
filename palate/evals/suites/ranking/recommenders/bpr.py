r"""BPR: vectors under which people prefer what they took to what they do not know.

The items' vectors are fitted by the library `implicit`. A person's vector $u$ maximises the same objective with these
held fixed, $\sum_i w_i (\mathrm{mean}_j \ln \sigma(u (q_i - q_j)) - \frac{\lambda}{2} \lVert u \rVert^2)$ over the
items $i$ that they took and `OTHERS` drawn items $j$: strangers are served too, and events can count more or less.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from palate.evals.suites.ranking.recommenders.tuning import tuned
from palate.ranking.history import History
from palate.ranking.linear import people_of
from palate.ranking.log import Floats, LogArrays

ROUNDS = 200
RATE = 0.02
RIDGE = 0.003
"""Regularisation of the items' vectors."""
OTHERS = 50
SETTINGS = tuple(product((32, 64, 128), (0.03, 0.1)))
"""Factors, and regularisation of a person's vector ($\\lambda$), that are tried."""


@dataclass(frozen=True)
class Bpr:
    """Bayesian personalised ranking (Rendle et al., 2009)."""

    factors: npt.NDArray[np.float32]
    """A row an item, its last column what the item gains whoever asks."""
    regularization: float
    others: npt.NDArray[np.int64]

    def scores(self, person: History) -> Floats:
        """Fit the person's vector."""
        from scipy.optimize import minimize
        from scipy.special import expit

        own, items = self.factors[:, :-1].astype(np.float64), self.factors[:, -1].astype(np.float64)
        taken, others = person.items, np.setdiff1d(self.others, person.items)
        by = person.worths[:, None] / max(len(others), 1)

        def loss(vector: Floats) -> tuple[float, Floats]:
            scores = own @ vector + items
            ahead = scores[taken][:, None] - scores[others]
            pull = by * expit(-ahead)
            gradient = pull.sum(axis=0) @ own[others] - pull.sum(axis=1) @ own[taken]
            size = self.regularization * person.worths.sum() * vector
            return float((by * np.logaddexp(0.0, -ahead)).sum() + size @ vector / 2), gradient + size

        found = minimize(loss, np.zeros(own.shape[1]), jac=True, method="L-BFGS-B").x
        return np.asarray(own @ found + items)


def fit_bpr(log: LogArrays, size: int, seed: int) -> Bpr:
    """Fit it to what was taken, all of it alike."""
    from implicit.cpu.bpr import BayesianPersonalizedRanking
    from scipy.sparse import csr_matrix

    others = np.random.default_rng(seed).permutation(size)[:OTHERS]

    def fit(part: LogArrays, chosen: tuple[int, float]) -> Bpr:
        factors, regularization = chosen
        model = BayesianPersonalizedRanking(factors, RATE, RIDGE, iterations=ROUNDS, num_threads=1, random_state=seed)
        model.fit(csr_matrix(people_of(part, np.arange(size))), show_progress=False)
        return Bpr(model.item_factors, regularization, others)

    return fit(log, tuned(fit, SETTINGS, log, seed=seed))
