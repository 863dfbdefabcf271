"""The policy that shows one item a reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from palate.agent.policies.positions import nothing
from palate.agent.replies.words import phrases
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


class OneAtATime:
    """Shows one item a reply, however many a person asks for and however many requests a message holds."""

    name = "one_at_a_time"
    because = phrases("because")["one_at_a_time"]
    items_a_reply = 1

    def barred(self, catalog: Catalog, taste: Taste) -> Positions:  # noqa: ARG002
        """Return nothing: any item may be the one."""
        return nothing()
