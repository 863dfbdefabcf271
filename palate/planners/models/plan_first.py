"""One call of a model gives the whole plan, and with it what the person wants."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from palate.errors import BadCompletion, PlanError
from palate.llm.model import Completion, Message, Model
from palate.llm.structured import read_json
from palate.planners.models.calling import call, has_time
from palate.planners.models.choosing import Demonstrations
from palate.planners.models.compiling import compiled
from palate.planners.models.completing import of_draft
from palate.planners.models.constraining import check_kind, plan_schema
from palate.planners.models.prompt import all_messages, complaint, demonstrated, instructions, turn
from palate.planners.models.unasked import needs_no_model
from palate.planners.models.written import WrittenPlan
from palate.planners.plan import Plan
from palate.planners.planner import Drafted, PlanningContext, Reading

if TYPE_CHECKING:
    from palate.planners.demos.demonstration import Demonstration

MOST_TOKENS = 400
"""Tokens of a plan: the longest of the demonstrations has a third of that."""


@dataclass(frozen=True)
class PlanFirstPlanner:
    """Plans with one call of a model, and one more where its plan cannot be run."""

    model: Model
    demonstrations: Demonstrations = field(default_factory=Demonstrations)
    name: str = field(default="plan-first", init=False)

    def draft(self, reading: Reading) -> Drafted | None:
        """Read and plan a message; None where it is a greeting, a thank-you or a choice, which need no model.

        Raises:
            ModelError: the model gave nothing that can be used.
            PlanError: its plan cannot be run, nor can the one it mended.
        """
        if needs_no_model(reading):
            return None
        deadline = time.monotonic() + reading.seconds
        shown = self.demonstrations.of(reading.message, reading.catalog)
        return replace(self._drafted(reading, shown, deadline), demonstrations=tuple(each.id for each in shown))

    def _drafted(self, reading: Reading, shown: Sequence[Demonstration], deadline: float) -> Drafted:
        asked = prompt(reading, shown)
        written = self._asked(asked, reading, deadline)
        try:
            return self._compiled(written, reading)
        except (PlanError, BadCompletion) as error:
            if not has_time(deadline):
                raise
            again = self._asked((*asked, *complaint(written.text, str(error))), reading, deadline)
            return self._compiled(again, reading)

    def _compiled(self, completion: Completion, reading: Reading) -> Drafted:
        written = WrittenPlan.read(_json(completion))
        check_kind(written.kind, reading.understood)
        return compiled(written, reading, planner=self.name)

    def plan(self, context: PlanningContext) -> Sequence[Plan]:
        """Return what was drafted, with what holds from before; planning anew needs no model."""
        return of_draft(context)

    def _asked(self, messages: Sequence[Message], reading: Reading, deadline: float) -> Completion:
        schema = plan_schema(reading.catalog, reading.toolbox)
        return call(self.model, messages, reading, schema=schema, most_tokens=MOST_TOKENS, deadline=deadline)


def prompt(reading: Reading, shown: Sequence[Demonstration] = ()) -> tuple[Message, ...]:
    """Return the messages that a plan is asked for with."""
    return all_messages(
        instructions("plan.md", reading.catalog, reading.toolbox),
        [demonstrated(each.request, each.plan, before=each.before) for each in shown],
        (turn(reading.message, reading.session),),
    )


def _json(completion: Completion) -> str:
    """Return the JSON of an answer.

    Raises:
        BadCompletion: it has none, or was cut off before its end.
    """
    found = read_json(completion.text)
    if found is None:
        cut = " before its end, which is too long" if completion.finish == "length" else ""
        raise BadCompletion(f"the answer is no JSON object{cut}.")
    return found
