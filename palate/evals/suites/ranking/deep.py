"""The deep models among those that are compared, each fitted when it is first asked and kept in this user's cache."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from palate.catalog.columns import FloatArray
from palate.evals.baselines.ordering import Asked
from palate.evals.suites.cached import cached, say
from palate.evals.suites.ranking.contestant import RankingContestant
from palate.evals.suites.ranking.recommenders.deep.library import check_torch
from palate.evals.suites.ranking.recommenders.training import CODE
from palate.ranking.per_version import held

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.evals.suites.ranking.recommenders.deep.ranker import DeepRanker

ABOUT: Mapping[str, str] = {
    "deepfm": "DeepFM: a factorisation machine beside a deep network",
    "dcn": "DCN: crosses of fields beside a deep network",
    "autoint": "AutoInt: self-attention between fields",
    "fibinet": "FiBiNET: weighed bilinear products of fields",
    "din": "DIN: attention of the item over the latest events",
    "sim": "SIM with ETA's hashes: attention over what is retrieved from a long history",
    "can": "CAN: co-action of the item with the latest events",
    "sasrec": "SASRec: self-attention over the latest events",
}


@dataclass(frozen=True)
class ByDeep:
    """Scores by one of the models; another process reads what the first one fitted."""

    model: str

    def __call__(self, catalog: Catalog, asked: Asked) -> FloatArray:
        """Return the score of every item."""
        return np.array(self._ranker(catalog).score(asked.taste, catalog.columns.ids()))

    def seconds(self, catalog: Catalog) -> float:
        """Return how long it took to fit."""
        return self._ranker(catalog).seconds

    def _ranker(self, catalog: Catalog) -> DeepRanker:
        return held.get(catalog.columns, self.model, lambda: self._fitted(catalog))

    def _fitted(self, catalog: Catalog) -> DeepRanker:
        check_torch()
        from palate.evals.suites.ranking.recommenders.deep.ranker import DeepRanker

        def tell(stage: str, done: int, total: int | None) -> None:
            say(f"{stage}: round {done} of at most {total}")

        def build(path: Path) -> None:
            DeepRanker.fitted(catalog, self.model, progress=tell).save(path)

        path = cached(f"deep-{self.model}", _data(catalog), build, suffix=".pt", made_by=CODE)
        return DeepRanker.load(catalog, self.model, path)


def _data(catalog: Catalog) -> bytes:
    """Hash what models are fitted to."""
    told, connection = hashlib.sha256(repr(catalog.schema).encode()), catalog.connect()
    for table in ("items", "interactions"):
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY rowid"):
            told.update(repr(row).encode())
    return told.digest()


def _contestant(name: str, about: str) -> RankingContestant:
    scorer = ByDeep(name)
    return RankingContestant(name, about, scorer, scorer.seconds)


DEEP = tuple(_contestant(name, about) for name, about in ABOUT.items())
