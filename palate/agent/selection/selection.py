"""Choosing what to show from the candidates: only what was checked, item by item, once more.

A short list is filled up: where few items have the words of a wish, others that fit what must hold come after them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from palate.agent.elicitation.belief import likeliest
from palate.agent.workspace import Workspace
from palate.catalog.conditions import check
from palate.catalog.item import Item
from palate.language.understanding import Intent
from palate.memory.request import Held
from palate.memory.short_term import SessionMemory
from palate.ranking.popularity import popularity_of
from palate.tools.candidates import MOST_KEPT, Candidates, Positions, within

_FIRST, _BATCH = 10, 50
"""Candidates that are looked at at a time: of the first few most can be shown."""


@dataclass
class Selection:
    """What can be shown, and what was left out of it."""

    items: list[Item] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    violating: dict[str, list[str]] = field(default_factory=dict)
    """Id of an item that breaks a hard condition to the keys of those that it breaks."""
    barred: dict[str, list[str]] = field(default_factory=dict)
    """Rule to the ids of items that it keeps out."""
    added: int = 0
    """How many of the items, the last ones, do not have the words that were looked for."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of what can be shown, best first."""
        return tuple(item.id for item in self.items)


def select(
    turn: Workspace,
    intent: int,
    held: Held,
    *,
    wanted: int,
    checked: bool = True,
    candidates: Candidates | None = None,
) -> Selection:
    """Take the best candidates, leaving out what a rule bars and, where `checked`, what breaks a hard condition."""
    candidates, found = turn.candidates if candidates is None else candidates, Selection()
    for item in showable(turn, intent, held, candidates, found, checked=checked):
        found.items.append(item)
        found.scores.append(score_of(candidates, item.id))
        if len(found.items) == wanted:
            break
    return found


def showable(
    turn: Workspace, intent: int, held: Held, candidates: Candidates, found: Selection, *, checked: bool
) -> Iterator[Item]:
    """Yield the candidates that can be shown, best first, noting in `found` what is left out on the way."""
    schema = turn.parts.catalog.schema
    hard = held.hard if checked else ()
    called = [entry for entry in hard if entry.call is not None]
    for batch, positions in _batches(candidates, turn):
        allowed = _allowed(batch, positions, turn.barred[intent], found)
        for item in turn.parts.catalog.items(allowed):
            broken = [entry.key for entry in hard if entry.where is not None and not check(entry.where, item, schema)]
            place = turn.parts.catalog.position(item.id) if called else 0
            broken += [entry.key for entry in called if not turn.mask(intent, entry)[place]]
            if broken:
                found.violating[item.id] = broken
            else:
                yield item


def believed(turn: Workspace, session: SessionMemory, held: Held) -> Candidates:
    """Return the candidates by how likely they are taken: what was turned down tells.

    Where the first one shown is taken, right or wrong, one counts for more that is as most of what is left are: it
    misses the least of what nobody spoke of. Behind what resembles an item, or has the words looked for, that is not
    asked.
    """
    candidates = turn.candidates
    named = held.like or any(entry.text is not None for entry in held.preferences)
    if not candidates.ids or not (session.items.turned_down or (session.elicited.takes_first and not named)):
        return candidates
    order = likeliest(turn.parts.catalog, candidates.order, session.items.turned_down)
    places = {position: at for at, position in enumerate(candidates.order.tolist())}
    return candidates.led_by(places[position] for position in order.tolist())


def best_so_far(turn: Workspace, intent: int, held: Held) -> Candidates:
    """Return what can be shown when a plan had to be broken off: what satisfies every hard condition.

    In the order found; where nothing was put in order yet, the most popular come first. What a failed last step took
    away counts again, since the conditions are applied anew.
    """
    last = turn.latest
    pool = turn.fitting(intent, held.hard, last.pool)
    left = last.narrowed(pool, "")
    if left.ids:
        return left
    return _most_popular(left, pool, turn)


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
    """Return a part of the candidates with the most popular of it in order."""
    catalog = turn.parts.catalog
    scores = popularity_of(catalog).score[pool]
    best = np.argsort(-scores, kind="stable")[:MOST_KEPT]
    order = pool[best]
    return before.ordered(order, catalog.ids(order), "", scores={"popularity": scores[best]}, pool=pool)


def _batches(candidates: Candidates, turn: Workspace) -> Iterator[tuple[list[str], Positions]]:
    """Yield ids in order with their positions; where nothing put the candidates in order, those of the first ones."""
    catalog = turn.parts.catalog
    positions = candidates.order if candidates.ids else candidates.positions(catalog.schema.items)
    for start, end in pairwise((0, *range(_FIRST, len(positions), _BATCH), len(positions))):
        some = positions[start:end]
        yield list(candidates.ids[start:end]) if candidates.ids else catalog.ids(some), some


def _allowed(batch: list[str], positions: Positions, barred: Mapping[str, Positions], found: Selection) -> list[str]:
    out = np.zeros(len(batch), dtype=np.bool_)
    for rule, kept_out in barred.items():
        hit = within(positions, kept_out)
        if hit.any():
            found.barred.setdefault(rule, []).extend(np.array(batch)[hit].tolist())
            out |= hit
    return [known for known, is_out in zip(batch, out, strict=True) if not is_out]


def score_of(candidates: Candidates, known: str) -> float:
    """Return by what a candidate is in its place, 0 for what nothing put in order."""
    if known not in candidates.ids:
        return 0.0
    place = candidates.ids.index(known)
    for name in ("score", "preference", "similarity", "search", "popularity"):
        if name in candidates.scores:
            return round(float(candidates.scores[name][place]), 4)
    return round(1.0 / (place + 1), 4)
