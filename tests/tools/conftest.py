"""A turn over a catalogue, as tools see it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from palate import Catalog
from palate.tools.candidates import Candidates
from palate.tools.context import ToolContext
from palate.tools.result import Status, ToolResult
from palate.tools.tool import Tool


def turn(catalog: Catalog, *ids: str, **given: Any) -> ToolContext:
    """Return a turn over `ids`, or over everything where none are given."""
    everything = Candidates.everything(catalog.schema.items)
    context = ToolContext(catalog, candidates=everything, **given)
    if not ids:
        return context
    return replace(context, candidates=everything.narrowed(np.sort(catalog.positions(ids)), "given"))


def then(context: ToolContext, result: ToolResult) -> ToolContext:
    """Return the turn after a step."""
    assert result.candidates is not None
    return replace(context, candidates=result.candidates)


def kept(context: ToolContext, result: ToolResult) -> list[str]:
    """Return the ids of everything that is left, in the catalogue's order."""
    assert result.candidates is not None
    return context.catalog.ids(result.candidates.positions(context.catalog.schema.items))


def run(tool: Tool, context: ToolContext, **args: Any) -> ToolResult:
    """Run a tool as a plan does, with plain arguments."""
    return tool.run(context, args)


def leaves_nothing(result: ToolResult, status: Status) -> bool:
    """Tell whether a result has this status and no candidate at all."""
    return result.status == status and result.candidates == []
