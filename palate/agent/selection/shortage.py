"""Why nothing can be shown: which conditions are to blame, and which items come closest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np
import numpy.typing as npt

from palate.agent.gate.bars import TURNED_DOWN
from palate.agent.replies.request import in_words
from palate.agent.reply import NearMiss
from palate.agent.workspace import Workspace
from palate.catalog.conditions import Condition, Scalar, Where
from palate.language.preference import Preference
from palate.memory.request import Held
from palate.ranking.popularity import popularity_of

MOST_NEAR = 3
_MOST_PAIRS = 12
"""With more conditions than this, only single ones are blamed."""

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Shortage:
    """What stands in the way."""

    blamed: tuple[str, ...] = ()
    """The fewest conditions without which there would be something, in words."""
    fields: tuple[str, ...] = ()
    """The fields that they test."""
    keys: tuple[str, ...] = ()
    """The keys of the preferences that they are."""
    freed: int = 0
    """How many there would be without them."""
    near: tuple[NearMiss, ...] = ()
    rule: str | None = None
    """The rule that keeps out everything that satisfies the conditions; these are to blame only beside it."""
    turned_down: bool = False
    """Whether some of what satisfies them was shown and not taken."""


def explain_shortage(
    turn: Workspace, intent: int, held: Held, *, wanted: int = 1, firm: Collection[str] = ()
) -> Shortage:
    """Find what is to blame for an empty result, or one of fewer than `wanted`, and what nearly fits.

    A condition is to blame if without it there would be as many as wanted; where no single one is, a pair, and so on.
    Of several sets of the same size one without `firm` preferences is named, which the person stood by when asked. Then
    the one said last: what was said last is what there was something without. Then of an empty result the one that
    frees the most, and of a short one the one that changes the least.
    """
    catalog = turn.parts.catalog
    entries = list({entry.key: entry for entry in held.hard}.values())
    masks = [turn.mask(intent, entry) for entry in entries]
    allowed = np.ones(catalog.schema.items, dtype=np.bool_)
    for positions in turn.barred[intent].values():
        allowed[positions] = False
    fits = np.logical_and.reduce([np.ones_like(allowed), *masks])
    left = int((fits & allowed).sum())
    barring = {name: int(fits[positions].sum()) for name, positions in turn.barred[intent].items()}
    rule = max(barring, key=barring.__getitem__) if left < wanted <= int(fits.sum()) else None
    if not entries or left >= wanted or (rule is not None and left):
        return Shortage(rule=rule)
    doubts = [(entry.key not in firm, entry.provenance.turn) for entry in entries]
    blamed, freed = _blamed(masks, allowed, doubts, wanted)
    if rule is not None and not freed:
        # The rules keep out all there is: to let go of a wish would show nothing.
        return Shortage(rule=rule)
    return Shortage(
        blamed=tuple(in_words(entries[place], catalog.schema) for place in blamed),
        fields=tuple(dict.fromkeys(name for place in blamed for name in entries[place].fields)),
        keys=tuple(entries[place].key for place in blamed),
        freed=freed,
        rule=rule,
        turned_down=any(barring.get(name) for name in TURNED_DOWN),
        near=() if left or rule is not None else _near(turn, entries, masks, allowed),
    )


def _blamed(
    masks: Sequence[Bools], allowed: Bools, doubts: Sequence[tuple[bool, int]], wanted: int
) -> tuple[tuple[int, ...], int]:
    """Return the places of the fewest conditions without which there are enough, and how many there are then.

    `doubts` are for each whether the person has not stood by it, and when it was said.
    Where there is nothing however many are left out, all are to blame; where there is too little, none is.
    """
    places = range(len(masks))
    sizes = range(1, len(masks) + 1) if len(masks) <= _MOST_PAIRS else (1, len(masks))
    for size in sizes:
        freed: dict[tuple[int, ...], int] = {}
        for left_out in combinations(places, size):
            rest = [masks[place] for place in places if place not in left_out]
            count = int(np.logical_and.reduce([allowed, *rest]).sum())
            if count >= wanted:
                freed[left_out] = count
        if freed:
            sign = 1 if wanted == 1 else -1
            best = max(
                freed,
                key=lambda left_out: (
                    all(doubts[place][0] for place in left_out),
                    max(doubts[place][1] for place in left_out),
                    sign * freed[left_out],
                ),
            )
            return best, freed[best]
    return (tuple(places), int(allowed.sum())) if wanted == 1 else ((), 0)


def _near(
    turn: Workspace, wishes: Sequence[Preference], masks: Sequence[Bools], allowed: Bools
) -> tuple[NearMiss, ...]:
    """Return the items that satisfy the most conditions, those that miss the others by the least first."""
    catalog, schema = turn.parts.catalog, turn.parts.catalog.schema
    satisfied = np.sum([mask.astype(np.int16) for mask in masks], axis=0)
    satisfied[~allowed] = -1
    if satisfied.max(initial=-1) <= 0:
        return ()
    best = np.flatnonzero(satisfied == satisfied.max())
    misses = np.zeros(len(best))
    for wish, mask in zip(wishes, masks, strict=True):
        misses += np.where(mask[best], 0.0, _miss(wish.where, best, turn))
    order = best[np.lexsort((-popularity_of(turn.parts.catalog).score[best], misses))][:MOST_NEAR]
    return tuple(
        NearMiss(
            id=item.id,
            title=item.title,
            breaks=tuple(in_words(wish, schema) for wish, mask in zip(wishes, masks, strict=True) if not mask[place]),
        )
        for place, item in zip(order.tolist(), catalog.items(catalog.ids(order)), strict=True)
    )


def _miss(where: Where | None, positions: npt.NDArray[np.int64], turn: Workspace) -> Floats:
    """Return by how much items miss a condition, as a part of the field's range; 1 where there is no telling."""
    catalog = turn.parts.catalog
    if not isinstance(where, Condition) or catalog.schema.field(where.field).kind not in ("number", "date"):
        return np.ones(len(positions))
    values = catalog.columns.numbers(where.field)
    given = where.value if isinstance(where.value, list) else [where.value]
    bounds = [found for value in given if (found := _place(value)) is not None]
    if not bounds:
        return np.ones(len(positions))
    spread = float(np.nanmax(values) - np.nanmin(values)) if np.isfinite(values).any() else 0.0
    gaps = np.min([np.abs(values[positions] - bound) for bound in bounds], axis=0)
    shares: Floats = np.nan_to_num(np.minimum(1.0, gaps / (spread or 1.0)), nan=1.0)
    return shares


def _place(value: Scalar) -> float | None:
    """Return where a bound lies on its field's line: a number as it is, a date as its ordinal day."""
    if not isinstance(value, str):
        return float(value)
    try:
        return float(date.fromisoformat(f"{value}-01-01"[:10]).toordinal())
    except ValueError:
        return None
