r"""Latent factors of items, and what answers tell of a person's.

$x = \mu + W z + \varepsilon$ with $z \sim N(0, I)$ and $\varepsilon \sim N(0, D)$ (Tipping and Bishop, 1999; $D$ is
diagonal: each item has a noise of its own), where $x_i$ is what an item is to a person: 1 liked,
`TAKEN` had and not liked, 0 not had. $W$ are the leading singular vectors of the log less its mean, times their
deviations. Answers about items $O$ leave $z \sim N(S W_O^\top D_O^{-1} (x_O - \mu_O), S)$ with
$S = (I + W_O^\top D_O^{-1} W_O)^{-1}$.

What people have at all tells more of what they like next than how well they like it: with dislikes below 0 likes of
development people of `cold-start` came lower after questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from palate.catalog.catalog import Catalog
from palate.ranking.linear import people_of
from palate.ranking.log import TAKEN, Floats, Ints, LogArrays, read_log
from palate.ranking.per_version import held
from palate.ranking.places import known_positions
from palate.ranking.taste import Taste

WIDTH = 32
"""Factors, of which a small log has fewer. Development people of `cold-start` fared alike with 16 to 64."""


@dataclass(frozen=True)
class Posterior:
    """What is known of one person's factors."""

    factors: Factors
    mean: Floats
    covariance: Floats

    @property
    def scores(self) -> Floats:
        """What each item is expected to be to the person."""
        return self.factors.means + self.factors.loadings @ self.mean

    def drawn(self, chance: np.random.Generator) -> Floats:
        """Return what each item would be to somebody who is drawn from what is known: Thompson sampling."""
        vector = self.mean + np.linalg.cholesky(self.covariance) @ chance.standard_normal(len(self.mean))
        return np.asarray(self.factors.means + self.factors.loadings @ vector)


@dataclass(frozen=True)
class Factors:
    """The model, by position."""

    means: Floats
    loadings: Floats
    """A row for each item, a column for each factor; none where too few people tell of too few items."""
    noises: Floats
    """The variance of each item that its factors leave."""

    @classmethod
    def of(cls, catalog: Catalog) -> Factors:
        """Return the factors of the current version of a catalogue, fitted once a version."""
        columns = catalog.columns
        return held.get(
            columns, "factors", lambda: cls.fitted(read_log(catalog.connect(), catalog.schema.log), columns.size)
        )

    @classmethod
    def fitted(cls, log: LogArrays, size: int) -> Factors:
        """Fit to a log; repeated entries count as the most liked one."""
        from scipy.sparse.linalg import aslinearoperator, svds

        taken = log.only((log.consumed | log.liked) & (log.items < size))
        matrix = people_of(taken, np.arange(size)).astype(np.float64)
        people = matrix.shape[0] if len(taken) else 0
        means = matrix.sum(axis=0) / max(people, 1)
        variances = (matrix**2).sum(axis=0) / max(people, 1) - means**2
        width = min(WIDTH, people - 1, size - 1)
        if width < 1:
            return cls(means, np.zeros((size, 0)), np.ones(size))
        ones, row = np.ones((people, 1)), means[np.newaxis]
        centred = aslinearoperator(matrix) - aslinearoperator(ones) @ aslinearoperator(row)
        start = np.random.default_rng(0).standard_normal(min(matrix.shape))
        _, deviations, vectors = svds(centred, k=width, v0=start)
        loadings = vectors.T * deviations / np.sqrt(people)
        return cls(means, loadings, np.maximum(variances - (loadings**2).sum(axis=1), 1 / people))

    def given(self, items: Ints, worths: Floats) -> Posterior:
        """Return what is known of a person for whom `items` are `worths`."""
        rows = self.loadings[items]
        weighed = rows / self.noises[items, None]
        covariance = np.asarray(np.linalg.inv(np.eye(rows.shape[1]) + weighed.T @ rows), dtype=np.float64)
        return Posterior(self, covariance @ weighed.T @ (worths - self.means[items]), covariance)


def posterior_of(catalog: Catalog, taste: Taste) -> Posterior:
    """Return what is known of the factors of somebody with a taste."""
    told: Mapping[str, float] = (
        dict.fromkeys(taste.dislikes, 0.0) | dict.fromkeys(sorted(taste.seen), TAKEN) | dict.fromkeys(taste.likes, 1.0)
    )
    places = known_positions(catalog, told)
    return Factors.of(catalog).given(
        np.array(list(places.values()), dtype=np.int64), np.array([told[item] for item in places])
    )
