"""A fitted model as a ranker: scores for what a person did, whoever they are."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from palate.catalog.catalog import Catalog
from palate.catalog.indexes import Progress
from palate.catalog.item import ItemId
from palate.evals.suites.ranking.recommenders.deep.encoder import Encoder
from palate.evals.suites.ranking.recommenders.deep.inputs import Inputs, fame, told, windows
from palate.evals.suites.ranking.recommenders.deep.nets import NETS, Net, SASRec
from palate.evals.suites.ranking.recommenders.deep.train import Settings, fit
from palate.ranking.attributes import Attributes
from palate.ranking.history import History
from palate.ranking.log import read_log
from palate.ranking.popularity import popularity_of
from palate.ranking.taste import Taste

SEED = 7
SETTINGS = Settings()


class DeepRanker:
    """Ranks by a deep model; of a taste it reads the history alone, and nothing of who the person is."""

    def __init__(
        self, catalog: Catalog, net: Net | SASRec, *, settings: Settings = SETTINGS, seconds: float = 0.0
    ) -> None:
        self._catalog, self._net, self._settings = catalog, net, settings
        self.seconds = seconds
        """How long it took to fit."""

    @classmethod
    def fitted(
        cls,
        catalog: Catalog,
        name: str,
        *,
        settings: Settings = SETTINGS,
        seed: int = SEED,
        progress: Progress | None = None,
    ) -> DeepRanker:
        """Fit the model of that name to a catalogue's log; nothing is written.

        Raises:
            CallerError: the log has too few likes with a time.
        """
        started = time.perf_counter()
        inputs = Inputs(read_log(catalog.connect(), catalog.schema.log).in_order(), catalog.columns.size)
        net = fit(name, inputs, lambda: _encoder(catalog, settings), settings, seed, progress)
        return cls(catalog, net, settings=settings, seconds=time.perf_counter() - started)

    def save(self, path: Path) -> None:
        """Write the weights to a file."""
        torch.save({"weights": self._net.state_dict(), "seconds": self.seconds}, path)

    @classmethod
    def load(cls, catalog: Catalog, name: str, path: Path, *, settings: Settings = SETTINGS) -> DeepRanker:
        """Read what `save` wrote for the model of that name, over the same catalogue and with the same settings."""
        net = NETS[name](_encoder(catalog, settings))
        stored = torch.load(path, weights_only=True)
        net.load_state_dict(stored["weights"])
        return cls(catalog, net.eval(), settings=settings, seconds=stored["seconds"])

    def score(self, taste: Taste, candidates: Sequence[ItemId]) -> Sequence[float]:
        """Return the logit of each of `candidates`.

        Raises:
            UnknownItem: the catalogue does not have one.
        """
        history, at = History.of(self._catalog, taste.history), self._catalog.positions(candidates)
        ends = np.array([len(history)])
        window = windows(told(history.items, history.worths), np.zeros_like(ends), ends, self._settings.window)
        known = fame(popularity_of(self._catalog).recent)[at]
        with torch.no_grad():
            inputs = torch.tensor(window), torch.tensor(at[None]), torch.tensor(known[None]).float()
            scores: list[float] = self._net(*inputs)[0].tolist()
        return scores


def _encoder(catalog: Catalog, settings: Settings) -> Encoder:
    return Encoder(Attributes.of(catalog.columns, catalog.schema), catalog.columns.size, settings.width)
