"""Why an item stands where it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from palate.catalog.item import ItemId
from palate.ranking.generators import Family
from palate.ranking.taste import Wish


@dataclass(frozen=True)
class Contributions:
    """What makes up the score of an item."""

    score: float
    liked: Mapping[ItemId, float] = field(default_factory=dict)
    """Liked items that the same people like, with what each adds to the score, the largest first."""
    others: float = 0.0
    """What liked items that are not named above, and items merely seen, add together; negative where the linear model
    takes off what others explain already."""
    disliked: Mapping[ItemId, float] = field(default_factory=dict)
    """Disliked items that the same people like, with what each takes off."""
    content: float = 0.0
    """What its likeness to liked items adds, where nobody has touched it yet."""
    wishes: tuple[Wish, ...] = ()
    """The soft conditions that it satisfies."""
    asked: float = 0.0
    """What it adds that the item is little else than what was asked for."""
    popularity: float = 0.0
    """What popularity adds."""
    decided: Family | None = None
    """What the trained ranker put it in its place for."""
    beside: tuple[ItemId, ...] = ()
    """What the person took lately that others take beside it, the closest first, where that decided."""
