"""The learned ranker in a turn: it puts the candidates of a taste in order, on the scale of the untrained ranker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from palate.catalog.catalog import Catalog
from palate.catalog.columns import FloatArray, Positions
from palate.catalog.item import ItemId
from palate.errors import PalateError
from palate.ranking.attributes import Attributes
from palate.ranking.features import Family, Feature, Matrix, features_of, matrix
from palate.ranking.generators import candidates
from palate.ranking.history import History
from palate.ranking.knowledge import Knowledge
from palate.ranking.learned.model import Model, used
from palate.ranking.moment import Moment
from palate.ranking.per_version import held
from palate.ranking.preference import Contributions, PreferenceRanker, Reading
from palate.ranking.taste import Taste

LEAST_HISTORY = 2
"""Events of a person without which popularity orders: there is nothing to look back on."""


@dataclass(frozen=True)
class Unusable:
    """A trained ranker that cannot be used."""

    why: str


@dataclass(frozen=True)
class Learned:
    """A model with the features that it reads."""

    model: Model
    features: tuple[Feature, ...]


class LearnedRanker:
    """Ranks by the catalogue's trained ranker where it has one, and by `PreferenceRanker` else."""

    def __init__(self, catalog: Catalog) -> None:
        """Read nothing yet."""
        self._catalog = catalog
        self._base = PreferenceRanker(catalog)

    @property
    def unusable(self) -> str | None:
        """Why the trained ranker that the catalogue has cannot be used; None where it can, or there is none."""
        found = self._learned
        return found.why if isinstance(found, Unusable) else None

    def score(self, taste: Taste, positions: Positions | None = None) -> FloatArray:
        """Return the score of each of `positions`, of every item where it is None; higher is better."""
        return self.read(taste).score(positions)

    def read(self, taste: Taste) -> Reading | Reordered:
        """Gather what bears on a taste once, to score and to explain."""
        base, learned = self._base.read(taste), self._learned
        if not isinstance(learned, Learned):
            return base
        columns = self._catalog.columns
        history = History.of(self._catalog, taste.history)
        if len(history) < LEAST_HISTORY:
            return base
        known = Knowledge.stored(self._catalog, columns)
        return Reordered(base, learned, Moment(known, history, known.popularity.recent), self._catalog.ids)

    @property
    def _learned(self) -> Learned | Unusable | None:
        return held.get(self._catalog.columns, "ranker", self._load)

    def _load(self) -> Learned | Unusable | None:
        catalog = self._catalog
        try:
            model = used(catalog.connect())
            if model is None:
                return None
            attributes = Attributes.of(catalog.columns, catalog.schema)
            every = {each.name: each for each in features_of(catalog.schema, attributes)}
            if unknown := [name for name in model.features if name not in every]:
                return Unusable(
                    f"Version {model.version} of the ranker reads `{unknown[0]}`, which is no feature of this "
                    "catalogue any more; fit another with `palate train`."
                )
            model.check()
            return Learned(model, tuple(every[name] for name in model.features))
        except PalateError as error:
            return Unusable(str(error))


@dataclass(frozen=True)
class Reordered:
    """A reading whose candidates stand in the order of a trained ranker.

    The candidates get the largest of the scores that the untrained ranker gives for a taste, in their own order: a wish
    or a request then counts beside the taste as much as it ever did.
    """

    base: Reading
    learned: Learned
    moment: Moment
    ids: Callable[[Positions], Sequence[ItemId]]
    """From positions to ids."""

    def score(self, positions: Positions | None = None) -> FloatArray:
        """Return the score of each of `positions`, of every item where it is None."""
        pool = np.arange(self.moment.known.size) if positions is None else np.asarray(positions, dtype=np.int64)
        taste = self.base.known(pool)
        chosen = candidates(self.moment, pool)
        if not len(chosen):
            return taste + self.base.said(pool)
        order = chosen[np.argsort(-self._scores(chosen), kind="stable")]
        count = len(order)
        best = -np.sort(np.partition(-taste, count - 1)[:count])
        behind = np.flatnonzero(taste >= best[-1])
        behind = behind[np.argsort(-taste[behind], kind="stable")]
        taste[behind] = best[-1] - 1e-9 * np.arange(1, len(behind) + 1)
        taste[np.searchsorted(pool, order)] = best
        return taste + self.base.said(pool)

    def contributions(self, positions: Sequence[int] | Positions) -> list[Contributions]:
        """Return what makes up the score of the item at each of `positions`."""
        places = np.asarray(positions, dtype=np.int64)
        deciding = [max(added, key=lambda family: added[family]) for added in self.families(places)]
        return [
            replace(made, beside=self._beside(place) if family == "sequence" else ())
            for made, place, family in zip(self.base.contributions(places), places.tolist(), deciding, strict=True)
        ]

    def _beside(self, place: int) -> tuple[ItemId, ...]:
        """Return what was taken lately and not disliked that the item at `place` is taken beside, the closest first."""
        latest, beside = self.moment.history.last(10), self.moment.beside
        links = np.flatnonzero((beside.items == place) & (latest.worths[beside.owners] > 0))
        order = links[np.argsort(-beside.weights[links], kind="stable")]
        return tuple(dict.fromkeys(self.ids(latest.items[beside.owners[order]])))

    def families(self, positions: Positions) -> list[Mapping[Family, float]]:
        """Return for each of `positions` what each family of features adds to its score."""
        added = self.learned.model.contributions(self._rows(positions))
        names = [feature.family for feature in self.learned.features]
        kinds = sorted(set(names))
        sums = {kind: added[:, [at for at, name in enumerate(names) if name == kind]].sum(axis=1) for kind in kinds}
        return [{kind: float(sums[kind][at]) for kind in kinds} for at in range(len(positions))]

    def _scores(self, chosen: Positions) -> FloatArray:
        return self.learned.model.scores(self._rows(chosen))

    def _rows(self, chosen: Positions) -> Matrix:
        self.moment.candidates = chosen
        return matrix(self.moment, self.learned.features)
