"""The policy that keeps out what a person knows already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from palate.agent.policies.positions import positions_of
from palate.agent.replies.words import phrases
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


class NotSeen:
    """Keeps out what the person has consumed.

    That is: what the catalogue's log has them consume (ratings, plays, purchases; not views), what they said that they
    have seen, loved or hated, and what they took by `agent.commit`.
    """

    name = "not_seen"
    because = phrases("because")["not_seen"]

    def barred(self, catalog: Catalog, taste: Taste) -> Positions:
        """Return the positions of `taste.seen`."""
        return positions_of(catalog, taste.seen)
