"""Trying the steps of a plan while it is being written, on candidates of its own."""

from __future__ import annotations

import time
from dataclasses import dataclass

from palate.errors import PalateError
from palate.language.understanding import Understanding
from palate.planners.models.compiling import compiled
from palate.planners.models.written import WrittenPlan
from palate.planners.planner import Reading
from palate.planners.references import resolve
from palate.ranking.taste import Taste
from palate.tools.candidates import Candidates
from palate.tools.context import ToolContext
from palate.tools.result import ToolResult

_MOST_ROWS = 5


@dataclass(frozen=True)
class Rehearsal:
    """Runs what has been written so far, and tells what its last step gave."""

    reading: Reading

    def tried(self, written: WrittenPlan) -> str:
        """Return what the last step of a plan gives, in a line for a model to read.

        Outside tools are not called: a rehearsal must change nothing.
        """
        try:
            # As an answer, so that no order is added to what was written.
            asked = written.model_copy(update={"kind": "answer"})
            drafted = compiled(asked, self.reading, planner="rehearsal")
        except PalateError as error:
            return f"this step cannot be run: {error}"
        if not drafted.plans:
            return "nothing is left of this step."
        results: dict[str, ToolResult] = {}
        candidates = Candidates.everything(self.reading.catalog.schema.items)
        result = None
        for step in drafted.plans[0].steps:
            if self.reading.toolbox.get(step.tool).outside:
                return f"`{step.tool}` is called when the plan runs."
            context = self._context(candidates, drafted.understanding, step.id)
            try:
                result = self.reading.toolbox.run(step.tool, context, resolve(step.args, results))
            except PalateError as error:
                return f"this step cannot be run: {error}"
            results[step.id] = result
            candidates = result.candidates if result.candidates is not None else candidates
        return _observed(result)

    def _context(self, candidates: Candidates, understanding: Understanding, step: str) -> ToolContext:
        return ToolContext(
            catalog=self.reading.catalog,
            candidates=candidates,
            understanding=understanding,
            taste=Taste(),
            barred={},
            session="",
            step=step,
            deadline=time.monotonic() + self.reading.seconds,
        )


def _observed(result: ToolResult | None) -> str:
    if result is None:
        return "nothing."
    if result.status == "failed":
        return f"failed: {result.reason or result.summary}"
    rows = "; ".join(str(dict(row)) for row in result.rows[:_MOST_ROWS])
    return f"{result.summary}. {rows}" if rows else result.summary
