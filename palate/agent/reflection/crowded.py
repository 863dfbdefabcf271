"""Does one kind of item crowd out all others?"""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.situation import Situation
from palate.agent.state import StepRecord
from palate.catalog.conditions import Condition, describe
from palate.catalog.item import FieldValue
from palate.catalog.schema import Field
from palate.tools.result import ToolResult

_FEWEST = 3
"""Of two items, that they share something says little."""
_USUAL = 1 / 3
"""What at least this share of all that fits has is no crowd: it may well be in every item of a list by chance."""


def crowding(_step: StepRecord, _result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding for each value that all shown items share, nobody asked for, and most of the rest lack.

    The policy `Quota` is what spreads a list.
    """
    if seen.selection is None or len(seen.selection.items) < _FEWEST or seen.held.like:
        return
    schema = seen.turn.parts.catalog.schema
    asked = {name for entry in (*seen.held.request, *seen.held.remembered) for name in entry.fields}
    for field in schema.of_kind("category", "tags"):
        for value in _shared(field, seen) if field.name not in asked else ():
            where = Condition(field=field.name, op="=" if field.kind == "category" else "contains", value=value)
            if _crowds(where, seen):
                message = f"All {len(seen.selection.items)} are {describe(where, schema)}, which nobody asked for."
                yield Finding(
                    kind="crowded", severity="info", message=message, data={"field": field.name, "value": value}
                )


def _shared(field: Field, seen: Situation) -> list[str]:
    """Return the values that all items have."""
    items = seen.selection.items if seen.selection is not None else []
    values = [_values(item.get(field.name)) for item in items]
    return sorted(set.intersection(*map(set, values)))


def _values(value: FieldValue) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [] if value is None else [str(value)]


def _crowds(where: Condition, seen: Situation) -> bool:
    """Tell whether a value is rare in what is in play; where nothing is, there is nothing that it crowds out."""
    columns = seen.turn.parts.catalog.columns
    has = columns.mask(where)[seen.turn.candidates.positions(columns.size)]
    return bool(has.size) and float(has.mean()) < _USUAL
