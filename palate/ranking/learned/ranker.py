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
from palate.ranking.contributions import Contributions
from palate.ranking.features import Feature, Matrix, features_of, matrix
from palate.ranking.generators import Family, candidates
from palate.ranking.history import LEAST, History
from palate.ranking.knowledge import Knowledge
from palate.ranking.learned.model import Model, used
from palate.ranking.moment import Moment
from palate.ranking.per_version import held
from palate.ranking.preference import PreferenceRanker, Reading
from palate.ranking.reordering import reordered
from palate.ranking.taste import Taste


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
        return found if isinstance(found, str) else None

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
        if len(history) < LEAST:
            return base
        known = Knowledge.stored(self._catalog, columns)
        return Reordered(base, learned, Moment(known, history, known.popularity.recent), self._catalog.ids)

    @property
    def _learned(self) -> Learned | str | None:
        """The trained ranker, or why it cannot be used; None where there is none."""
        return held.get(self._catalog.columns, "ranker", self._load)

    def _load(self) -> Learned | str | None:
        catalog = self._catalog
        try:
            model = used(catalog.connect())
            if model is None:
                return None
            attributes = Attributes.of(catalog.columns, catalog.schema)
            every = {each.name: each for each in features_of(catalog.schema, attributes)}
            if unknown := [name for name in model.features if name not in every]:
                return (
                    f"Version {model.version} of the ranker reads `{unknown[0]}`, which is no feature of this "
                    "catalogue any more; fit another with `palate train`."
                )
            model.booster  # noqa: B018  # read here, where trees that cannot be read are told of
            return Learned(model, tuple(every[name] for name in model.features))
        except PalateError as error:
            return str(error)


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
        self.moment.choose(chosen)
        if len(chosen):
            order = chosen[np.argsort(-self.learned.model.scores(self._rows()), kind="stable")]
            taste = reordered(taste, np.searchsorted(pool, order))
        return taste + self.base.said(pool)

    def contributions(self, positions: Sequence[int] | Positions) -> list[Contributions]:
        """Return what makes up the score of the item at each of `positions`, after `score` has put them in order."""
        places = np.asarray(positions, dtype=np.int64)
        families = self.families(places)
        return [
            replace(made, decided=decided, beside=self._beside(place) if decided == "sequence" else ())
            for made, place in zip(self.base.contributions(places), places.tolist(), strict=True)
            for decided in [_deciding(families.get(place, {}))]
        ]

    def _beside(self, place: int) -> tuple[ItemId, ...]:
        """Return what was taken lately and not disliked that the item at `place` is taken beside, the closest first."""
        latest, beside = self.moment.history.last(10), self.moment.beside
        links = np.flatnonzero((beside.items == place) & (latest.worths[beside.owners] > 0))
        order = links[np.argsort(-beside.weights[links], kind="stable")]
        return tuple(dict.fromkeys(self.ids(latest.items[beside.owners[order]])))

    def families(self, positions: Positions) -> dict[int, dict[Family, float]]:
        """Return what each family of features adds to the score of those of `positions` that were candidates."""
        of_candidates = np.flatnonzero(np.isin(self.moment.candidates, positions))
        if not len(of_candidates):
            return {}
        # Features tell of places among all the candidates, so they are those that `score` had.
        added = self.learned.model.contributions(self._rows()[of_candidates])
        names = [feature.family for feature in self.learned.features]
        sums = {kind: added[:, [name == kind for name in names]].sum(axis=1) for kind in sorted(set(names))}
        places = self.moment.candidates[of_candidates].tolist()
        return {place: {kind: float(each[at]) for kind, each in sums.items()} for at, place in enumerate(places)}

    def _rows(self) -> Matrix:
        return self.moment.once("rows", lambda: matrix(self.moment, self.learned.features), of_candidates=True)


def _deciding(added: Mapping[Family, float]) -> Family | None:
    """Return which family adds the most, who asks aside, which is the same for every item; None where none adds."""
    of_items = {family: value for family, value in added.items() if family != "person" and value > 0}
    return max(of_items, key=lambda each: of_items[each], default=None)
