"""What may not be shown for one intent: item policies, and what the conversation itself rules out.

Items already shown in the session are left out of "another", "more" and "none of these" only. A refined request
("something shorter") may show one again where it still fits, since the person narrowed the list rather than turned it
down; what they turned down or have seen never comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from palate.agent.policies.positions import positions_of
from palate.language.understanding import Intent
from palate.memory.request import Held
from palate.memory.short_term import SessionMemory
from palate.ranking.taste import Taste
from palate.tools.candidates import Positions

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog

OWN_RULES = ("rejected", "shown", "like")
"""What the conversation itself keeps out."""
TURNED_DOWN = frozenset({"rejected", "shown"})
"""Those that keep out what the person was shown and did not take."""
_AS_HERE = ("=", "contains_any")
"""How what is wanted shares a value with an item that was named: "by the director of Fargo"."""


def bars(
    intent: Intent,
    held: Held,
    session: SessionMemory,
    taste: Taste,
    *,
    policies: Mapping[str, Positions],
    catalog: Catalog,
) -> Mapping[str, Positions]:
    """Return for each rule in force the positions that it keeps out, those of item `policies` among them."""
    found = dict(policies)
    turned_down = {mention.item for mention in intent.reject}
    found["rejected"] = positions_of(catalog, taste.rejected | turned_down)
    named = {bound.item for bound in intent.bounds if bound.op in _AS_HERE}
    found["like"] = positions_of(catalog, named | {mention.item for mention in held.like})
    if intent.more or (session.shown and turned_down >= {item.id for item in session.shown}):
        found["shown"] = positions_of(catalog, session.items.shown)
    return {name: positions for name, positions in found.items() if len(positions)}
