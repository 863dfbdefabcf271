"""How much of an item is what was asked for: of two comedies, one is nothing else and one also a war film."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from palate.catalog.columns import Columns, FloatArray
from palate.catalog.conditions import Condition
from palate.catalog.schema import Schema
from palate.catalog.words import fold

_NAMING = frozenset({"=", "in", "contains", "contains_any"})


def focus_of(columns: Columns, schema: Schema, asked: Sequence[Condition]) -> FloatArray | None:
    r"""Return for every item the share of its tags that was asked for, the mean over the fields that were spoken of.

    $f = \frac{1}{|F|} \sum_{F} \frac{|T_F \cap A_F|}{|T_F|}$, with $T_F$ the item's tags in a field and $A_F$ the asked
    ones: who names one of an item's tags, any of which they could have named, more likely means an item that has few.

    Args:
        columns: the items.
        schema: of the same version.
        asked: conditions of the request; those that name no tag are passed over.

    Returns:
        None where no tag was named.
    """
    named: dict[str, list[Condition]] = {}
    for each in asked:
        if each.op in _NAMING and schema.has(each.field) and schema.field(each.field).kind == "tags":
            named.setdefault(each.field, []).append(each)
    if not named:
        return None
    shares = np.zeros(columns.size)
    for field, conditions in named.items():
        values = {fold(value) for each in conditions for value in _values(each)}
        met = np.zeros(columns.size)
        for value in values:
            met[columns.postings(field, value)] += 1.0
        shares += met / np.maximum(columns.tags_each(field), 1)
    return shares / len(named)


def _values(condition: Condition) -> tuple[str, ...]:
    value = condition.value
    return tuple(str(each) for each in value) if isinstance(value, list) else (str(value),)
