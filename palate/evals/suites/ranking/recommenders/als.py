"""Implicit ALS: a vector for each item, and one for each person that is solved for from what they took."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from palate.evals.suites.ranking.recommenders.tuning import tuned
from palate.ranking.history import History
from palate.ranking.linear import people_of
from palate.ranking.log import Floats, LogArrays

ROUNDS = 15
SETTINGS = tuple(product((32, 64, 128), (1.0, 10.0), (1.0, 4.0)))
"""Factors, regularisation, and the confidence in a like ($\\alpha$) that are tried."""


@dataclass(frozen=True)
class Als:
    """Weighted matrix factorisation (Hu, Koren and Volinsky, 2008), by the library `implicit`."""

    model: Any

    def scores(self, person: History) -> Floats:
        """Solve for the person's vector, so that strangers are served as well as those of the log."""
        from scipy.sparse import csr_matrix

        rows = np.zeros(len(person), dtype=np.int64)
        taken = csr_matrix((person.worths, (rows, person.items)), shape=(1, len(self.model.item_factors)))
        vector = self.model.recalculate_user(0, taken)
        return np.asarray(self.model.item_factors @ vector, dtype=np.float64)


def fit_als(log: LogArrays, size: int, seed: int) -> Als:
    """Fit it to likes, and less to what was merely taken."""
    from implicit.cpu.als import AlternatingLeastSquares
    from scipy.sparse import csr_matrix
    from threadpoolctl import threadpool_limits

    def fit(part: LogArrays, chosen: tuple[int, float, float]) -> Als:
        factors, regularization, alpha = chosen
        with threadpool_limits(1, "blas"):
            model = AlternatingLeastSquares(
                factors, regularization, alpha, iterations=ROUNDS, num_threads=1, random_state=seed
            )
            model.fit(csr_matrix(people_of(part, np.arange(size))), show_progress=False)
        return Als(model)

    return fit(log, tuned(fit, SETTINGS, log, seed=seed))
