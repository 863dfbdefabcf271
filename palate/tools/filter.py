"""The tool `filter`: keeps the candidates that satisfy every condition."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field

from palate.catalog.columns import BoolArray, Columns
from palate.catalog.conditions import Where
from palate.catalog.predicates import NEGATIONS
from palate.tools.candidates import Candidates, Positions
from palate.tools.context import ToolContext
from palate.tools.result import ToolResult
from palate.tools.tool import built_in


@built_in("filter", narrows=True)
def filter_items(
    context: ToolContext, where: Annotated[list[Where], Field(description="conditions; all must hold")]
) -> ToolResult:
    """Keep the candidates that satisfy every condition: values, ranges, negations.

    An item without a value fails a condition, but stays under a negation, where it is ranked last. Not for free text
    (`search`) and not for "like this one" (`similar`).
    """
    before, columns = context.candidates, context.catalog.columns
    size = before.size(columns.size)
    kept, unsure = np.ones(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
    for each in where:
        kept &= _inside(columns.mask(each), before)
        missing = _only_missing(each, columns)
        if missing is not None:
            unsure |= _inside(missing, before)
    positions, doubtful = _positions(kept, before), _positions(kept & unsure, before)
    left = before.narrowed(positions, context.step or "filter", unsure=doubtful)
    summary = f"kept {len(positions):,} of {size:,}"
    return ToolResult("ok" if len(positions) else "empty", summary, left, size)


def _inside(mask: BoolArray, candidates: Candidates) -> BoolArray:
    """Return the part of a mask over all items that is about the candidates."""
    return mask if candidates.pool is None else mask[candidates.pool]


def _positions(kept: BoolArray, candidates: Candidates) -> Positions:
    found = np.flatnonzero(kept)
    return found if candidates.pool is None else candidates.pool[found]


def _only_missing(where: Where, columns: Columns) -> BoolArray | None:
    """Return which items satisfy a condition for want of a value alone; None where it negates nothing."""
    negated = [part for part in where.parts if part.op in NEGATIONS]
    if not negated:
        return None
    missing = np.logical_or.reduce([columns.missing(part.field) for part in negated])
    for part in where.parts:
        sure = columns.mask(part)
        missing &= ~(sure & ~columns.missing(part.field) if part.op in NEGATIONS else sure)
    return np.asarray(missing, dtype=np.bool_)
