"""Which demonstrations a model is shown for a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from palate.planners.demos.demonstration import Demonstration
    from palate.planners.models.numbered import Shown

DemosMode = Literal["none", "fixed", "dynamic"]
DemosOrder = Literal["closest-last", "closest-first", "fixed-first"]
"""In what order dynamic demonstrations stand.

closest-last: the one that resembles the request the most is next to it.
closest-first: it is the furthest away.
fixed-first: all but one are those of the mode `fixed`, which a cache of prefixes saves; the closest stands last.
"""


@dataclass(frozen=True)
class Demonstrations:
    """How demonstrations are chosen; `Pool.select` says what each means."""

    mode: DemosMode = "dynamic"
    order: DemosOrder = "closest-last"
    k: int = 3
    folder: Path | None = None
    """Of demonstrations beside those that come with Palate: added and harvested ones."""
    unseen: bool = False

    def of(self, asked: Shown) -> Sequence[Demonstration]:
        """Return the demonstrations for a masked message, in their order."""
        from palate.planners.demos.pool import Pool

        if self.mode == "none":
            return ()
        return Pool.of(self.folder).select(asked, mode=self.mode, order=self.order, k=self.k, unseen=self.unseen)
