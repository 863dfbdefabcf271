"""From ids that may not exist to positions."""

from __future__ import annotations

from collections.abc import Iterable

from palate.catalog.catalog import Catalog
from palate.catalog.item import ItemId

_IN = 500


def known_positions(catalog: Catalog, ids: Iterable[ItemId]) -> dict[ItemId, int]:
    """Return the position of each id that the catalogue has, in the given order, each once."""
    wanted = list(dict.fromkeys(ids))
    found: dict[ItemId, int] = {}
    for start in range(0, len(wanted), _IN):
        part = wanted[start : start + _IN]
        rows = catalog.connect().execute(f"SELECT id, rowid FROM items WHERE id IN ({','.join('?' * len(part))})", part)
        found.update((item, rowid - 1) for item, rowid in rows)
    return {item: found[item] for item in wanted if item in found}
