"""A model as the planner that generated requests are planned with."""

from __future__ import annotations

from palate.catalog.catalog import Catalog
from palate.errors import BadCompletion
from palate.language.understand import understand
from palate.language.understanding import SessionView
from palate.llm.model import CallOptions, Model
from palate.llm.structured import read_json
from palate.planners.demos.generating import Replan
from palate.planners.models.choosing import Demonstrations
from palate.planners.models.constraining import plan_schema
from palate.planners.models.plan_first import MOST_TOKENS, prompt
from palate.planners.models.written import WrittenPlan
from palate.planners.planner import Reading
from palate.tools.toolbox import Toolbox


def replanner(model: Model, catalog: Catalog, *, demonstrations: Demonstrations | None = None) -> Replan:
    """Return a function that has a model plan a request as `PlanFirstPlanner` would, and gives what it wrote."""
    shown = demonstrations or Demonstrations()
    toolbox, session = Toolbox(), SessionView()
    options = CallOptions(schema=plan_schema(catalog, toolbox), max_tokens=MOST_TOKENS)

    def plan(request: str) -> WrittenPlan | None:
        reading = Reading(request, session, understand(request, session, catalog), catalog, toolbox)
        told = read_json(model.complete(prompt(reading, shown.of(request, catalog)), options).text)
        try:
            return None if told is None else WrittenPlan.read(told)
        except BadCompletion:
            return None

    return plan
