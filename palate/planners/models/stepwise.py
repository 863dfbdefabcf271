"""A call of a model for each step, which sees what the steps before it gave (ReAct)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, ValidationError

from palate.catalog.printable import json_text, one_line
from palate.errors import BadCompletion
from palate.llm.model import Message, Model
from palate.llm.structured import read_json
from palate.planners.models.calling import call, has_time
from palate.planners.models.compiling import compiled
from palate.planners.models.completing import of_draft
from palate.planners.models.constraining import MOST_STEPS, check_kind, step_schema
from palate.planners.models.prompt import all_messages, instructions, turn
from palate.planners.models.rehearsal import Rehearsal
from palate.planners.models.unasked import needs_no_model
from palate.planners.models.written import WrittenKind, WrittenPlan, WrittenStep
from palate.planners.plan import Plan
from palate.planners.planner import Drafted, PlanningContext, Reading

MOST_TOKENS = 200
_LONGEST = 1_500
"""Characters of a result that a model reads."""


class _Next(BaseModel):
    """What a model writes for one call."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: WrittenKind
    step: WrittenStep | None = None


@dataclass(frozen=True)
class StepwisePlanner:
    """Plans by one call of a model for each step, for comparison and for requests that no plan can foresee.

    Steps are rehearsed while they are planned, on candidates of their own; the agent then runs the plan that came of it
    as it runs any other, checks included.
    """

    model: Model
    most_calls: int = MOST_STEPS
    name: str = field(default="stepwise", init=False)

    def draft(self, reading: Reading) -> Drafted | None:
        """Read and plan a message, a step a call; None where nothing is to be planned by a model.

        Raises:
            ModelError: the model gave nothing that can be used.
            PlanError: the steps that it wrote cannot be run together.
        """
        if needs_no_model(reading):
            return None
        deadline = time.monotonic() + reading.seconds
        messages = [
            instructions("stepwise.md", reading.catalog, reading.toolbox),
            turn(reading.message, reading.session),
        ]
        rehearsal, written = Rehearsal(reading), WrittenPlan(kind="chat")
        for _ in range(self.most_calls):
            following = self._next(messages, reading, deadline)
            written = written.model_copy(update={"kind": following.kind})
            if following.step is None or following.step in written.steps:
                break
            written = written.model_copy(update={"steps": (*written.steps, following.step)})
            observed = rehearsal.tried(written)
            messages += [
                Message(role="assistant", content=_dumped(following)),
                Message(role="user", content=f"Result: {one_line(observed, _LONGEST)}"),
            ]
            if following.step.tool == "rank" or not has_time(deadline):
                break
        check_kind(written.kind, reading.understood)
        return compiled(written, reading, planner=self.name)

    def plan(self, context: PlanningContext) -> Sequence[Plan]:
        """Return what was drafted, with what holds from before; planning anew needs no model."""
        return of_draft(context)

    def _next(self, messages: Sequence[Message], reading: Reading, deadline: float) -> _Next:
        schema = step_schema(reading.catalog, reading.toolbox)
        asked = all_messages(messages[0], (), messages[1:])
        wrote = call(self.model, asked, reading, schema=schema, most_tokens=MOST_TOKENS, deadline=deadline)
        text = read_json(wrote.text)
        try:
            return _Next.model_validate_json(text or "")
        except ValidationError as error:
            raise BadCompletion(f"the answer is no step: {error.errors(include_url=False)[0]['msg']}.") from error


def _dumped(following: _Next) -> str:
    return json_text(following.model_dump(mode="json", exclude_defaults=True), separators=(",", ":"))
