"""A person as a ranker sees them: plain ids and weights, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from palate.catalog.conditions import Condition, Where
from palate.catalog.item import ItemId
from palate.ranking.history import Event


@dataclass(frozen=True)
class Wish:
    """A soft condition: items that satisfy it gain `weight`, which is negative for what is to be avoided."""

    where: Where
    weight: float


@dataclass(frozen=True)
class Taste:
    """What is known of one person at one moment."""

    likes: Mapping[ItemId, float] = field(default_factory=dict)
    """Weight of each liked item, 1.0 for one plain "I loved it" or top rating; recent ones may weigh more."""
    dislikes: Mapping[ItemId, float] = field(default_factory=dict)
    """Weight, positive, of each disliked or turned down item."""
    wishes: tuple[Wish, ...] = ()
    asked: tuple[Condition, ...] = ()
    """What the request at hand asks for; every candidate meets it, and some are little else."""
    history: tuple[Event, ...] = ()
    """What the person did, oldest first: the log, then what they told."""
    seen: frozenset[ItemId] = frozenset()
    """Items that the person has consumed."""
    fading: Mapping[ItemId, float] = field(default_factory=dict)
    """What is left, from 0 to 1, of what it tells to have seen an item; one that is not here tells all."""
    taken: tuple[ItemId, ...] = ()
    """Items taken in this session, in order."""
    rejected: frozenset[ItemId] = frozenset()
    """Items turned down for good or in this session: never shown again."""
