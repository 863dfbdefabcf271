"""Filling up a short list: where few items have the words of a wish, others that fit what must hold come after them."""

from __future__ import annotations

import numpy as np

from palate.agent.selection.selection import Selection, select
from palate.agent.workspace import Workspace
from palate.language.understanding import Intent
from palate.memory.request import Held
from palate.ranking.popularity import popularity_of
from palate.tools.candidates import MOST_KEPT, Candidates, Positions


def fill(turn: Workspace, number: int, intent: Intent, held: Held, found: Selection, *, wanted: int) -> Selection:
    """Add the most popular of what the search left out, where words looked for were only a wish.

    Nothing is added where nothing else was asked for, where an order or a likeness was, or after "only".
    """
    if len(found.items) >= wanted or intent.only or intent.order or held.like or not held.hard:
        return found
    before = _before_the_search(turn, number)
    if before is None:
        return found
    size = turn.parts.catalog.schema.items
    shown = turn.parts.catalog.positions(found.ids)
    others = _most_popular(before, np.setdiff1d(before.positions(size), shown), turn)
    more = select(turn, number, held, wanted=wanted - len(found.items), candidates=others)
    found.items += more.items
    found.scores += [0.0] * len(more.items)
    found.added = len(more.items)
    return found


def _before_the_search(turn: Workspace, number: int) -> Candidates | None:
    """Return what a filter had left when the search for the words began; None where there was none."""
    ran = turn.ran.get(number, [])
    at = next((index for index, each in enumerate(ran) if each.step.tool == "search"), 0)
    filters = [each.result.candidates for each in ran[:at] if each.step.tool == "filter"]
    return filters[-1] if filters else None


def _most_popular(before: Candidates, pool: Positions, turn: Workspace) -> Candidates:
    scores = popularity_of(turn.parts.catalog).score[pool]
    order = pool[np.argsort(-scores, kind="stable")[:MOST_KEPT]]
    return before.ordered(order, turn.parts.catalog.ids(order), "", scores={}, pool=pool)
