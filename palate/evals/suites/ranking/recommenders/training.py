"""Training to a catalogue's log: once, kept in this user's cache for every process, with the seconds that it took."""

from __future__ import annotations

import hashlib
import pickle
import time
from collections.abc import Callable
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from palate.evals.suites.cached import cached, say
from palate.ranking.learned.train import SEED
from palate.ranking.log import LogArrays, read_log
from palate.ranking.per_version import held

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

CODE = ("catalog", "ranking", "evals/suites/ranking/recommenders")
"""What models to compare with are made by."""


@dataclass(frozen=True)
class Trained:
    """A model and what it took."""

    model: Any
    seconds: float


@dataclass(frozen=True)
class Training:
    """A way to make a model of a log."""

    name: str
    fit: Callable[[LogArrays, int, int], Any]
    """As `Fit` says; what it returns can be pickled."""

    def seconds(self, catalog: Catalog) -> float:
        """Return how long it took, settings chosen and all."""
        return self.of(catalog).seconds

    def of(self, catalog: Catalog) -> Trained:
        """Return what was trained to this version of a catalogue."""
        return held.get(catalog.columns, f"trained {self.name}", lambda: self._read(catalog))

    def _read(self, catalog: Catalog) -> Trained:
        log = read_log(catalog.connect(), catalog.schema.log).in_order()
        log = log.only(log.consumed | log.liked)
        told = hashlib.sha256(b"".join(column.tobytes() for column in astuple(log))).digest()

        def build(path: Path) -> None:
            say(f"training `{self.name}`")
            started = time.perf_counter()
            model = self.fit(log, catalog.schema.items, SEED)
            beside = path.with_suffix(".new")
            beside.write_bytes(pickle.dumps(Trained(model, time.perf_counter() - started)))
            beside.replace(path)

        data = told + f"{catalog.schema.items} {SEED}".encode()
        path = cached(f"ranking-{self.name}", data, build, suffix=".pickle", made_by=CODE)
        trained: Trained = pickle.loads(path.read_bytes())  # noqa: S301
        return trained
