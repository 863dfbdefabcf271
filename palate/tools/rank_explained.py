"""Why `rank` put an item where it is: what reasons are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from palate.catalog.conditions import describe
from palate.catalog.item import ItemId
from palate.catalog.schema import Schema
from palate.ranking.contributions import Contributions
from palate.ranking.popularity import Popularity
from palate.tools.candidates import Positions, within
from palate.tools.context import ToolContext
from palate.tools.evidence import rounded
from palate.tools.rank_signals import Ranking

MOST_NEIGHBOURS = 5


def explain(
    context: ToolContext, ranking: Ranking, positions: Positions, ids: Sequence[ItemId]
) -> dict[ItemId, dict[str, Any]]:
    """Return by id what contributes to each item's place; `ids` begin with those of `positions`."""
    schema = context.catalog.schema
    doubtful = within(positions, context.candidates.unsure)
    made = [None] * len(positions) if ranking.reading is None else ranking.reading.contributions(positions)
    found: dict[ItemId, dict[str, Any]] = {}
    for item, position, unsure, parts in zip(ids, positions.tolist(), doubtful.tolist(), made, strict=False):
        found[item] = {"popularity": _popularity(ranking.popularity, position, schema)}
        if parts is not None:
            found[item] |= _taste(parts, schema)
        if unsure:
            found[item]["unsure"] = True
    return found


def _popularity(popularity: Popularity, position: int, schema: Schema) -> dict[str, Any]:
    people, liked = int(popularity.people[position]), int(popularity.liked[position])
    told: dict[str, Any] = {"people": people, "liked": liked, "place": popularity.place(position)}
    if people and schema.log.liked_from is not None:
        told |= {"share_liked": rounded(liked / people), "mean": rounded(popularity.mean[position])}
    return told


def _taste(made: Contributions, schema: Schema) -> dict[str, Any]:
    told: dict[str, Any] = {
        "liked": {item: rounded(share) for item, share in list(made.liked.items())[:MOST_NEIGHBOURS]},
        "disliked": {item: rounded(share) for item, share in list(made.disliked.items())[:MOST_NEIGHBOURS]},
        "wishes": [
            {"where": wish.where.model_dump(mode="json"), "text": describe(wish.where, schema), "weight": wish.weight}
            for wish in made.wishes
        ],
        "decided": made.decided,
        "beside": list(made.beside[:MOST_NEIGHBOURS]),
        "content": rounded(made.content),
        "asked": rounded(made.asked),
        "adds": rounded(made.popularity),
    }
    return {name: value for name, value in told.items() if value}
