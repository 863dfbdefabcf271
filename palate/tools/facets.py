"""The tool `facets`: the shape of the candidates, for questions and honest limits."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from pydantic import Field

from palate.catalog import schema as card
from palate.catalog.catalog import Catalog
from palate.tools.candidates import Positions, within
from palate.tools.context import ToolContext
from palate.tools.result import ToolResult, rounded
from palate.tools.tool import built_in

MOST_VALUES = 40


@built_in("facets", narrows=False)
def facets(
    context: ToolContext,
    fields: Annotated[list[str] | None, Field(description="fields to describe; all of them if left out")] = None,
) -> ToolResult:
    """Describe the candidates field by field: how many have each value, the range and median, which is first and last.

    Answers "what genres are there?" and "how long are these?", and shows which question would narrow them best. Changes
    nothing.
    """
    catalog, candidates = context.catalog, context.candidates
    shaped = catalog.schema.of_kind("category", "tags", "number", "date", "flag")
    chosen = shaped if fields is None else [catalog.schema.field(name) for name in fields]
    rows = tuple(_described(context, field) for field in chosen)
    total = candidates.size(catalog.schema.items)
    return ToolResult(
        "ok" if total else "empty", f"{len(rows)} fields of {total:,} candidates", rows=rows, before=total
    )


def _described(context: ToolContext, field: card.Field) -> dict[str, Any]:
    catalog, candidates = context.catalog, context.candidates
    pool = candidates.positions(catalog.schema.items)
    missing = catalog.columns.missing(field.name)
    told = {"field": field.name, "kind": field.kind, "missing": int(missing[pool].sum())}
    if field.kind in ("category", "tags"):
        return told | _values(catalog.columns.value_counts(field.name, candidates.pool))
    if field.kind == "flag":
        numbers = catalog.columns.numbers(field.name)[pool]
        return told | _values({"true": int((numbers == 1).sum()), "false": int((numbers == 0).sum())})
    if field.kind in ("number", "date"):
        return told | _range(catalog, field, pool[~within(pool, context.withheld)])
    return told


def _values(counts: dict[str, int]) -> dict[str, Any]:
    first = list(counts.items())[:MOST_VALUES]
    return {"values": dict(first), "distinct": len(counts)}


def _range(catalog: Catalog, field: card.Field, pool: Positions) -> dict[str, Any]:
    numbers = catalog.columns.numbers(field.name)[pool]
    known = np.flatnonzero(~np.isnan(numbers))
    if not len(known):
        return {"min": None, "median": None, "max": None}
    low, high = (int(known[at]) for at in (np.argmin(numbers[known]), np.argmax(numbers[known])))
    middle = int(known[np.argpartition(numbers[known], (len(known) - 1) // 2)[(len(known) - 1) // 2]])
    first, last = catalog.items(catalog.ids(pool[[low, high]]))
    if field.kind == "date":
        median: Any = catalog.items(catalog.ids(pool[[middle]]))[0].get(field.name)
    else:
        median = rounded(np.median(numbers[known]))
    return {
        "min": first.get(field.name),
        "min_item": {"id": first.id, "title": first.title},
        "median": median,
        "max": last.get(field.name),
        "max_item": {"id": last.id, "title": last.title},
    }
