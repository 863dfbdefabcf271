"""Item policies: rules on what may be shown, enforced at run time and not only scored.

A policy bars positions before anything is ranked, and reflection checks the chosen items against each once more.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

from palate.errors import UnknownItem
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


@runtime_checkable
class ItemPolicy(Protocol):
    """Keeps items out of replies."""

    @property
    def name(self) -> str:
        """Its name in traces and in `ToolContext.barred`."""
        ...

    @property
    def because(self) -> str:
        """Why an item is kept out, as a clause after "because": `you have seen it`."""
        ...

    def barred(self, catalog: Catalog, taste: Taste) -> Positions:
        """Return the sorted positions of the items that may not be shown to this person now."""
        ...


class NotSeen:
    """Keeps out what the person has consumed.

    That is: what the catalogue's log has them consume (ratings, plays, purchases; not views), what they said that they
    have seen, loved or hated, and what they took by `agent.commit`.
    """

    name = "not_seen"
    because = "you have seen it already"

    def barred(self, catalog: Catalog, taste: Taste) -> Positions:
        """Return the positions of `taste.seen`."""
        return positions_of(catalog, taste.seen)


def positions_of(catalog: Catalog, ids: Collection[str]) -> Positions:
    """Return the sorted positions of those ids that the catalogue has."""
    if not ids:
        return np.empty(0, dtype=np.int64)
    try:
        return np.sort(catalog.positions(ids))
    except UnknownItem:
        return np.sort(catalog.positions([known for known in ids if catalog.has(known)]))
