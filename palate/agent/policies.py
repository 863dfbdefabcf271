"""Item policies: rules on what may be shown, enforced at run time and not only scored.

A policy bars positions before anything is ranked, and reflection checks the chosen items against each once more.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

from palate.catalog.conditions import Where
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


@dataclass(frozen=True)
class Require:
    """Keeps out whatever is not known to meet a condition: `Require(Condition(field="stock", op=">", value=0))`.

    An item whose value is missing is kept out too, whatever the operator: nobody can say that it meets the rule.
    """

    where: Where
    because: str = "a rule here keeps it out"

    @property
    def name(self) -> str:
        """`require_` and the fields that are tested, such as `require_stock`."""
        return "_".join(["require", *dict.fromkeys(part.field for part in self.where.parts)])

    def barred(self, catalog: Catalog, taste: Taste) -> Positions:  # noqa: ARG002
        """Return the positions of all items that fail the condition or lack a value that it tests."""
        known = [catalog.columns.mask(part) & ~catalog.columns.missing(part.field) for part in self.where.parts]
        return np.flatnonzero(~np.logical_or.reduce(known))


def positions_of(catalog: Catalog, ids: Collection[str]) -> Positions:
    """Return the sorted positions of those ids that the catalogue has."""
    if not ids:
        return np.empty(0, dtype=np.int64)
    try:
        return np.sort(catalog.positions(ids))
    except UnknownItem:
        return np.sort(catalog.positions([known for known in ids if catalog.has(known)]))
