"""From ids that may not exist to positions."""

from __future__ import annotations

from collections.abc import Iterable

from palate.catalog.catalog import Catalog
from palate.catalog.item import ItemId
from palate.ranking.per_version import held

MOST_HELD = 50_000
"""Ids whose position stays in memory."""
_IN = 500


def known_positions(catalog: Catalog, ids: Iterable[ItemId]) -> dict[ItemId, int]:
    """Return the position of each id that the catalogue has, in the given order, each once."""
    wanted = list(dict.fromkeys(ids))
    places: dict[ItemId, int] = held.get(catalog.columns, "places", dict)
    if missing := [item for item in wanted if item not in places]:
        if len(places) + len(missing) > MOST_HELD:
            places = {item: places[item] for item in wanted if item in places}
        for start in range(0, len(missing), _IN):
            part = missing[start : start + _IN]
            marks = ",".join("?" * len(part))
            rows = catalog.connect().execute(f"SELECT id, rowid FROM items WHERE id IN ({marks})", part)
            places.update((item, rowid - 1) for item, rowid in rows)
    return {item: places[item] for item in wanted if item in places}
