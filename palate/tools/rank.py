"""The tool `rank`: puts the candidates in order, and leaves out what may not be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from palate.catalog.catalog import Catalog
from palate.catalog.item import ItemId
from palate.errors import BadArgument
from palate.language.understanding import Order
from palate.ranking.contributions import Contributions
from palate.ranking.diversity import DRAWN, FIRST, Mode, drawn, rearranged
from palate.ranking.places import known_positions
from palate.tools.candidates import MOST_RANKED, Positions, within
from palate.tools.context import ToolContext
from palate.tools.ordering import Floats, best, best_by
from palate.tools.rank_signals import By, Ranking, make_ranking
from palate.tools.result import MOST_EXPLAINED, ToolResult
from palate.tools.tool import built_in

MOST_NEIGHBOURS = 5


@built_in("rank", narrows=True)
def rank(
    context: ToolContext,
    by: Annotated[By, Field(description="what puts them in order")] = "preference",
    order: Annotated[Sequence[Order], Field(description="fields to sort by first; missing values last")] = (),
    limit: Annotated[int, Field(ge=1, le=MOST_RANKED)] = MOST_RANKED,
    keep_order: Annotated[bool, Field(description="only leave out what may not be shown")] = False,
    mode: Annotated[
        Mode | None, Field(description="diversity: what is unlike the items before it comes sooner")
    ] = None,
    novelty: Annotated[float | None, Field(ge=0, le=1, description="how much items that few people took gain")] = None,
) -> ToolResult:
    """Put the candidates in order and leave out what the person has rejected or may not be shown.

    By `popularity`, by `similarity` to the items of an earlier `similar`, or by `preference`: what this person and
    people like them enjoy. `order` sorts by fields, such as the longest first. Usually the last step of a
    recommendation. `mode` and `novelty` put the best anew where neither fields nor popularity order them.
    """
    before, catalog = context.candidates, context.catalog
    size = before.size(catalog.schema.items)
    pool, removed = _allowed(context)
    ranking = make_ranking(context, pool, by)
    asked = bool(order) or by == "popularity"
    anew = Arrangement() if asked else Arrangement.of(context, mode, novelty)
    if keep_order and before.ids:
        chosen = before.order[within(before.order, pool)][:limit]
    else:
        best_first = pool[_places(context, pool, ranking.total, order, max(limit, FIRST))]
        if by == "preference" and not order and context.session and _knows_nothing(context):
            best_first = np.concatenate(
                (drawn(best_first[:DRAWN], f"{context.user} {context.session}"), best_first[DRAWN:])
            )
        chosen = anew.apply(context, best_first)[:limit]
    ids = catalog.ids(chosen)
    places = np.searchsorted(pool, chosen)
    scores = {} if keep_order else {name: values[places] for name, values in ranking.scores.items()}
    left = before.ordered(chosen, ids, context.step or "rank", scores=scores, pool=pool)
    evidence = {"removed": removed, "contributions": _contributions(ranking, chosen[:MOST_EXPLAINED], ids)}
    said = f"ordered by {', '.join([*(each.field for each in order), by])}{anew.said}"
    said = "kept in order" if keep_order else said
    summary = f"{len(pool):,} of {size:,} {said}" + (f"; {size - len(pool):,} may not be shown" if removed else "")
    summary += f". {ranking.note}" if ranking.note else ""
    return ToolResult("ok" if len(pool) else "empty", summary, left, size, evidence=evidence, log=ranking.log)


def _knows_nothing(context: ToolContext) -> bool:
    """Tell whether nothing is known of the user, all there is may be shown for want of a wish, and no app orders it."""
    if context.ranker is not None:
        return False
    taste, before = context.taste, context.candidates
    everything = not before.ids and before.size(context.catalog.schema.items) == context.catalog.schema.items
    return everything and not (taste.likes or taste.dislikes or taste.wishes or taste.asked or taste.history)


@dataclass(frozen=True)
class Arrangement:
    """How the best items are put anew: what `rank` is for beside accuracy, unless a person asked for an order."""

    mode: Mode = "accuracy"
    novelty: float = 0.0

    @classmethod
    def of(cls, context: ToolContext, mode: Mode | None, novelty: float | None) -> Arrangement:
        """Return what a step says, and what the agent is made for where it does not."""
        return cls(mode or context.mode, context.novelty if novelty is None else novelty)

    @property
    def said(self) -> str:
        """What it does, as the end of a clause; empty where it does nothing."""
        parts = ["for diversity"] * (self.mode == "diversity") + [f"for novelty {self.novelty:g}"] * (self.novelty > 0)
        return f", the first {FIRST} again {' and '.join(parts)}" if parts else ""

    def apply(self, context: ToolContext, chosen: Positions) -> Positions:
        """Return items in order with the first of them put anew; what is kept for want of a value stays behind."""
        if not self.said:
            return chosen
        first = chosen[:FIRST]
        sure = first[~within(first, context.candidates.unsure)]
        anew = rearranged(context.catalog, sure, mode=self.mode, novelty=self.novelty)
        return np.concatenate((anew, chosen[len(sure) :]))


def _contributions(ranking: Ranking, positions: Positions, ids: Sequence[ItemId]) -> dict[ItemId, dict[str, Any]]:
    """Return by id what reasons tell of each item's place; `ids` begin with those of `positions`."""
    made = [None] * len(positions) if ranking.reading is None else ranking.reading.contributions(positions)
    return {item: {} if each is None else _told(each) for item, each in zip(ids, made, strict=False)}


def _told(made: Contributions) -> dict[str, Any]:
    liked, beside = list(made.liked)[:MOST_NEIGHBOURS], list(made.beside[:MOST_NEIGHBOURS])
    return {"decided": made.decided, "liked": liked, "beside": beside}


def _allowed(context: ToolContext) -> tuple[Positions, dict[str, int]]:
    """Return the candidates that may be shown, and for each rule how many it kept out."""
    pool = context.candidates.positions(context.catalog.schema.items)
    rejected = known_positions(context.catalog, context.taste.rejected)
    rules = {"rejected": np.sort(np.array(list(rejected.values()), dtype=np.int64)), **context.barred}
    out = np.zeros(len(pool), dtype=np.bool_)
    removed = {}
    for name, positions in rules.items():
        hit = within(pool, positions)
        if count := int(hit.sum()):
            removed[name] = count
            out |= hit
    return pool[~out] if removed else pool, removed


def _places(context: ToolContext, pool: Positions, total: Floats, order: Sequence[Order], limit: int) -> Positions:
    """Return the places in the pool of the best, those kept for want of a value last."""
    unsure = np.zeros(len(pool), dtype=np.bool_)
    unsure[np.searchsorted(pool, context.candidates.unsure[within(context.candidates.unsure, pool)])] = True
    if not order and not unsure.any():
        return best(total, limit)
    keys = [_key(context.catalog, each)[pool] for each in order]
    sure = best_by([*keys, total], np.flatnonzero(~unsure), limit)
    return np.concatenate((sure, best_by([*keys, total], np.flatnonzero(unsure), limit - len(sure))))


def _key(catalog: Catalog, order: Order) -> Floats:
    """Return for every item what it is sorted by, the highest first; a missing value is the lowest of all."""
    field = catalog.schema.field(order.field)
    if field.kind == "category":
        values = catalog.columns.values(field.name)
        ranks = np.empty(len(values) + 1)
        ranks[sorted(range(len(values)), key=values.__getitem__)] = np.arange(len(values))
        ranks[-1] = np.nan
        numbers = ranks[catalog.columns.codes(field.name)]
    elif field.kind in ("number", "date", "flag"):
        numbers = catalog.columns.numbers(field.name)
    else:
        raise BadArgument(
            f"`{field.name}` is a {field.kind}; candidates are sorted by a number, date, flag or category field."
        )
    return np.nan_to_num(numbers if order.descending else -numbers, nan=-np.inf)
