"""Running a written plan's filters without the compiler: quotes off, conditions on."""

from __future__ import annotations

from palate import Catalog
from palate.planners.models.written import WrittenPlan
from palate.tools.context import ToolContext
from palate.tools.toolbox import Toolbox


def found_by(plan: WrittenPlan, catalog: Catalog, toolbox: Toolbox) -> int:
    """Return how many items the first step of a plan leaves."""
    [where] = [step.args["where"] for step in plan.steps if step.tool == "filter"]
    bare = [{name: each[name] for name in ("field", "op", "value")} for each in where]
    result = toolbox.run("filter", ToolContext(catalog), {"where": bare})
    assert result.candidates is not None
    return result.candidates.total
