"""The same conversation without words: each fact arrives as a condition, and the agent's own order does the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from palate.agent.policies import positions_of
from palate.catalog.conditions import Condition
from palate.evals.users.facts import Fact
from palate.memory.item_history import ItemHistory
from palate.memory.profile import Profile
from palate.memory.taste import build_taste
from palate.ranking.learned.ranker import LearnedRanker

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


def typed_turn(told: Sequence[Sequence[Fact]], *, catalog: Catalog, user: str, target: str, k: int) -> int | None:
    """Return the turn in which the target is among the `k` best that fit and were not shown; None where it never is.

    `told` has the facts of each turn.
    """
    taste = build_taste(Profile(), ItemHistory(), catalog.log_of(user), log=catalog.schema.log, now=0.0)
    ranker, left = LearnedRanker(catalog), np.ones(catalog.columns.size, dtype=np.bool_)
    left[positions_of(catalog, taste.seen)] = False
    wanted = catalog.position(target)
    for turn, facts in enumerate(told, start=1):
        asked = (*taste.asked, *filter(None, map(condition_of, facts)))
        taste = replace(taste, asked=asked)
        for condition in asked:
            left &= catalog.columns.mask(condition)
        shown = np.flatnonzero(left)
        shown = shown[np.argsort(-ranker.score(taste, shown), kind="stable")[:k]]
        if wanted in shown:
            return turn
        left[shown] = False
    return None


def condition_of(fact: Fact) -> Condition | None:
    """Return what a fact says of the target; None for a liked item, which says something of taste."""
    match fact.slot:
        case "genre":
            return Condition(field="genres", op="contains", value=fact.value)
        case "decade":
            first = int(fact.value[:4])
            return Condition(field="year", op="between", value=[first, first + 9])
        case "plot":
            return Condition(field="synopsis", op="contains", value=fact.value)
        case "cast" | "director":
            return Condition(field=fact.slot, op="contains", value=fact.value)
        case "liked":
            return None
