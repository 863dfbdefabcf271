"""Vague words as thresholds: how short "a short film" is in this catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from palate.catalog.catalog import Catalog
from palate.catalog.conditions import Condition, Where

_SHARE = 1 / 3
"""Of how many items much is, or little."""
_FEW = 3
"""Fewer items than this say little about what is short among them; then all of the catalogue does."""


def threshold(field: str, direction: int, catalog: Catalog, among: Sequence[Where] = ()) -> Condition | None:
    """Return the condition that the lowest (direction -1) or highest (+1) third of the items satisfies.

    Args:
        field: a number or date field.
        direction: -1 where less of it is wanted, 1 where more is.
        catalog: whose items.
        among: which of them count: "a light tent" is light for a tent.

    Returns:
        None where no item has a value.
    """
    values = catalog.columns.numbers(field)
    within = values[catalog.columns.select(among)] if among else values
    known = within[~np.isnan(within)]
    if known.size < _FEW:
        known = values[~np.isnan(values)]
    if known.size == 0:
        return None
    quantile = _SHARE if direction < 0 else 1 - _SHARE
    # The edge is a value that some item has, so that the condition reads as a person would say it.
    edge = float(np.quantile(known, quantile, method="nearest"))
    value: float | str = int(edge) if edge == int(edge) else edge
    if catalog.schema.field(field).kind == "date":
        value = date.fromordinal(int(edge)).isoformat()
    return Condition(field=field, op="<=" if direction < 0 else ">=", value=value)
