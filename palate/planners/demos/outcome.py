"""What a written plan gives when it runs, to compare plans by: the items that it finds, or the rows."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from palate.catalog.catalog import Catalog
from palate.catalog.words import tokens
from palate.errors import PalateError
from palate.language.understand import understand
from palate.language.understanding import SessionView, Shown
from palate.planners.models.compiling import compiled
from palate.planners.models.written import WrittenKind, WrittenPlan
from palate.planners.plan import Plan
from palate.planners.planner import Drafted, Reading
from palate.planners.references import resolve
from palate.tools.candidates import Candidates
from palate.tools.context import ToolContext
from palate.tools.result import ToolResult
from palate.tools.toolbox import Toolbox

_SECONDS = 5.0
_FIRST = 10


@dataclass(frozen=True)
class Outcome:
    """What a plan gives. Two plans agree where theirs are equal."""

    kind: WrittenKind
    found: int = 0
    """recommend: how many items are left."""
    first: tuple[str, ...] = ()
    """recommend: ids of the first of them, in order."""
    rows: str = ""
    """answer: the last rows, as JSON."""
    taste: str = ""
    """What it learns of the person, as JSON."""

    @property
    def empty(self) -> bool:
        """Whether nothing came of it."""
        return not (self.first or self.rows or self.taste or self.kind == "chat")


def outcome(written: WrittenPlan, request: str, catalog: Catalog, toolbox: Toolbox, *, before: str = "") -> Outcome:
    """Run a plan for somebody of whom nothing is known.

    Args:
        written: The plan.
        request: What it is for.
        catalog: What it is about.
        toolbox: The tools that it may use.
        before: What held before the request; the items that it names were shown.

    Raises:
        PlanError: it cannot be run.
        PalateError: a step of it has nothing to refer to.
    """
    # Without what was shown a request is read as a new one: the plan, not the reading, is tried here.
    understood = understand(request, SessionView(), catalog)
    reading = Reading(request, _seen(before, catalog), understood, catalog, toolbox)
    drafted = compiled(written, reading, planner="demonstration")
    taste = [
        each.model_dump(mode="json", include={"where", "item", "polarity"})
        for intent in drafted.understanding.intents
        for each in intent.preferences
        if each.horizon == "long"
    ]
    told = _dumped(taste) if written.taste and taste else ""
    if not drafted.plans:
        return Outcome(written.kind, taste=told)
    return _run(drafted, drafted.plans[0], reading, told)


def _seen(before: str, catalog: Catalog) -> SessionView:
    said = list(tokens(before))
    named = [span.matches[0] for span in catalog.grounder.title_spans(said)]
    return SessionView(shown=tuple(Shown(id=each.id, title=each.title) for each in named))


def _run(drafted: Drafted, plan: Plan, reading: Reading, told: str) -> Outcome:
    results: dict[str, ToolResult] = {}
    candidates = Candidates.everything(reading.catalog.schema.items)
    rows: tuple[Mapping[str, Any], ...] = ()
    for step in plan.steps:
        context = ToolContext(
            catalog=reading.catalog,
            candidates=candidates,
            understanding=drafted.understanding,
            step=step.id,
            deadline=time.monotonic() + _SECONDS,
        )
        if reading.toolbox.get(step.tool).outside:
            raise PalateError(f"`{step.tool}` is not Palate's own; it is called for people alone.")
        result = reading.toolbox.run(step.tool, context, resolve(step.args, results))
        results[step.id] = result
        rows = result.rows or rows
        candidates = result.candidates if result.candidates is not None else candidates
    if plan.kind == "answer":
        return Outcome("answer", rows=_dumped([dict(row) for row in rows]) if rows else "", taste=told)
    return Outcome("recommend", candidates.total, tuple(candidates.ids[:_FIRST]), taste=told)


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
