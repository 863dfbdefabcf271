"""Two items to choose between: whoever cannot name what they want can often say which of two comes closer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palate.agent.elicitation.questioner import Floats, Ground
from palate.ranking.content import Content, models_of

_AMONG = 20
"""Of the likeliest items, those that the likeliest may be set against."""


@dataclass(frozen=True)
class Pair:
    """Two items, and how much of each item's chance goes with either."""

    items: tuple[str, str]
    titles: tuple[str, str]
    shares: tuple[Floats, Floats]


def pair(ground: Ground) -> Pair | None:
    """Return the likeliest item and the one of the next likeliest that shares the least with it; None without two.

    Each item in play goes with the one of them that it shares more with.
    """
    if len(ground.order) < 2:
        return None
    catalog = ground.catalog
    first, *others = catalog.ids(ground.order[:_AMONG])
    alike = _likeness(first, ground)
    second = others[int(np.argmin(alike[1 : len(others) + 1]))]
    nearer = alike >= _likeness(second, ground)
    nearer[0], nearer[1 + others.index(second)] = True, False
    items = catalog.items((first, second))
    return Pair((first, second), (items[0].title, items[1].title), (ground.chances * nearer, ground.chances * ~nearer))


def _likeness(item: str, ground: Ground) -> Floats:
    """Return how much each item in play shares with one."""
    content = Content.of(ground.catalog)
    return content.scores(models_of(ground.catalog, {item: 1.0}))[ground.order]
