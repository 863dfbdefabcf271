"""Which demonstrations a model is shown for a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from palate.catalog.words import normal
from palate.planners.named import DemosBy, DemosMode, DemosOrder

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog
    from palate.planners.demos.demonstration import Demonstration

MOST_TOKENS = 450
"""What demonstrations may add to a prompt."""


@dataclass(frozen=True)
class Demonstrations:
    """How demonstrations are chosen."""

    mode: DemosMode = "dynamic"
    """None; the same ones for every request; those that resemble the request."""
    by: DemosBy = "words"
    order: DemosOrder = "closest-last"
    k: int = 3
    folder: Path | None = None
    """Of demonstrations beside the seeds: added, generated, harvested ones."""
    exclude: frozenset[str] = field(default_factory=frozenset)
    """Ids and requests that are never shown."""
    unseen: bool = False
    """Whether one with the words of the request itself is left out: a case under evaluation does not see itself."""

    def of(self, request: str, catalog: Catalog) -> Sequence[Demonstration]:
        """Return the demonstrations for a request, in their order."""
        if self.mode == "none" or self.k == 0:
            return ()
        from palate.planners.demos.pool import Pool

        pool = Pool.of(catalog, folder=self.folder, by=self.by)
        exclude = self.exclude | {request, normal(request)} if self.unseen else self.exclude
        return pool.select(
            request, mode=self.mode, order=self.order, k=self.k, most_tokens=MOST_TOKENS, exclude=exclude
        )
