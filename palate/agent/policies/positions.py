"""Positions of items: by their ids, and of those that are not known to meet a condition."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from palate.catalog.conditions import Where
from palate.errors import UnknownItem
from palate.ranking.per_version import held
from palate.tools.candidates import Positions

if TYPE_CHECKING:
    from palate.catalog.catalog import Catalog


def nothing() -> Positions:
    """Return no positions."""
    return np.empty(0, dtype=np.int64)


def positions_of(catalog: Catalog, ids: Collection[str]) -> Positions:
    """Return the sorted positions of those ids that the catalogue has."""
    if not ids:
        return nothing()
    try:
        return np.sort(catalog.positions(ids))
    except UnknownItem:
        return np.sort(catalog.positions([known for known in ids if catalog.has(known)]))


def not_known_to_meet(catalog: Catalog, where: Where) -> Positions:
    """Return the positions of the items that fail a condition or lack a value that it tests, whatever the operator."""
    columns = catalog.columns

    def make() -> Positions:
        known = [columns.mask(part) & ~columns.missing(part.field) for part in where.parts]
        return np.flatnonzero(~np.logical_or.reduce(known))

    return held.get(columns, f"not known to meet {where!r}", make)
