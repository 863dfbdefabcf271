"""How several requests of one message share a total, such as one budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from palate.agent.gate.calls import shared_by
from palate.agent.policies.policy import Costs, Sharing
from palate.agent.replies.wording import labelled, shown_value
from palate.agent.replies.words import say
from palate.agent.reply import NearMiss
from palate.catalog.columns import BoolArray
from palate.memory.request import Held
from palate.tools.candidates import Positions, within

if TYPE_CHECKING:
    from palate.agent.workspace import Workspace

_MOST_NEAR = 3
_EPSILON = 1e-6
"""Costs are added up in binary."""


@dataclass
class Share:
    """One total, and what the requests of a message take of it."""

    policy: Sharing
    costs: Costs
    left: float
    least: Sequence[float]
    """For each request the least that an item for it can cost."""
    first: dict[int, float] = field(default_factory=dict)
    """What the item costs that is shown first for a request; 0 where none is."""

    @property
    def possible(self) -> bool:
        """Whether one item for each request fits into what is left."""
        return sum(self.least) <= self.left + _EPSILON

    def settle(self, request: int, first: Sequence[int]) -> None:
        """Take note of the item, if any, that is shown first for a request."""
        if self.possible:
            self.first[request] = float(self.costs[first[0]]) if first else 0.0

    def left_for(self, request: int) -> float:
        """Return what a request may take beside the first items of the others, or the least that those can cost."""
        others = (self.first.get(each, least) for each, least in enumerate(self.least) if each != request)
        return self.left - sum(others)

    def fits(self, request: int, positions: Positions) -> BoolArray:
        """Tell of each item whether it can be shown for a request; none can where the requests do not fit together."""
        return np.asarray(self.costs[positions] <= self.left_for(request) + _EPSILON, dtype=np.bool_)


def share_of(turn: Workspace, policy: Sharing, requests: Sequence[tuple[int, Held]]) -> Share:
    """Return the total of a policy, and what the requests that show something take of it at least.

    Raises:
        PolicyFailed: the policy cannot tell.
    """
    costs, left = shared_by(policy, turn.parts.catalog, turn.tastes[0])
    pools = [in_play(turn, intent, held) for intent, held in requests]
    least = [float(np.fmin.reduce(costs[pool])) if len(pool) else 0.0 for pool in pools]
    return Share(policy, costs, left, least)


def nearest(turn: Workspace, share: Share, request: int, pool: Positions) -> tuple[NearMiss, ...]:
    """Return what costs the least of a pool, with what it costs and what is left for the request."""
    catalog = turn.parts.catalog
    known = pool[~np.isnan(share.costs[pool])]
    order = known[np.argsort(share.costs[known], kind="stable")[:_MOST_NEAR]]
    field, label = catalog.schema.field(share.policy.field), labelled(share.policy.field)
    left = share.left_for(request)
    told = say("share.unknown") if np.isnan(left) else shown_value(max(0.0, left), field)
    return tuple(
        NearMiss(
            id=item.id,
            title=item.title,
            breaks=(say("share.costs", field=label, cost=shown_value(cost, field), left=told),),
        )
        for item, cost in zip(catalog.items(catalog.ids(order)), share.costs[order].tolist(), strict=True)
    )


def in_play(turn: Workspace, intent: int, held: Held, *, but: str = "") -> Positions:
    """Return what is asked for and may be shown, the rule called `but` aside, of the candidates of an intent's plan."""
    catalog = turn.parts.catalog
    pool = turn.remaining(intent).positions(catalog.schema.items)
    pool = turn.fitting(intent, held.hard, pool)
    for rule, barred in turn.barred[intent].items():
        pool = pool if rule == but else pool[~within(pool, barred)]
    return pool
