"""From ids that may not exist to positions."""

from __future__ import annotations

from collections.abc import Iterable

from palate.catalog.catalog import Catalog
from palate.catalog.item import ItemId
from palate.catalog.layout import rowids_of
from palate.ranking.per_version import held

MOST_HELD = 50_000
"""Ids whose position stays in memory."""


def known_positions(catalog: Catalog, ids: Iterable[ItemId]) -> dict[ItemId, int]:
    """Return the position of each id that the catalogue has, in the given order, each once."""
    wanted = list(dict.fromkeys(ids))
    places: dict[ItemId, int] = held.get(catalog.columns, "places", dict)
    if missing := [item for item in wanted if item not in places]:
        if len(places) + len(missing) > MOST_HELD:
            places = {item: places[item] for item in wanted if item in places}
        places.update((item, rowid - 1) for item, rowid in rowids_of(catalog.connect(), missing).items())
    return {item: places[item] for item in wanted if item in places}
