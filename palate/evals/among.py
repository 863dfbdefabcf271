"""An item policy that leaves a given pool: how a suite has any contestant order sampled candidates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from palate.agent.policies import positions_of
from palate.catalog.item import ItemId
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


@dataclass(frozen=True)
class Among:
    """Bars every item but those of `pool`: with `k` as large as it, a reply orders the pool."""

    pool: Collection[ItemId]
    name: str = "among"
    because: str = "it is not among those to choose from"

    def barred(self, catalog: Catalog, taste: Taste) -> Positions:  # noqa: ARG002
        """Return the positions of all other items."""
        everything = np.arange(catalog.columns.size, dtype=np.int64)
        return np.setdiff1d(everything, positions_of(catalog, self.pool), assume_unique=True)
