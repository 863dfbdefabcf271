"""One call of a model gives the whole plan, and with it what the person wants."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from palate.errors import BadCompletion, PlanError
from palate.llm.model import CallOptions, Completion, Message, Model
from palate.llm.structured import read_json
from palate.planners.models.choosing import Demonstrations
from palate.planners.models.compiling import compiled
from palate.planners.models.completing import completed
from palate.planners.models.constraining import plan_schema
from palate.planners.models.prompt import all_messages, complaint, demonstrated, instructions, turn
from palate.planners.models.social import is_social
from palate.planners.models.written import WrittenPlan
from palate.planners.offline import OfflinePlanner
from palate.planners.plan import Plan
from palate.planners.planner import Drafted, PlanningContext, Reading

if TYPE_CHECKING:
    from palate.planners.demos.demonstration import Demonstration

MOST_TOKENS = 400
"""Tokens of a plan: the longest of the demonstrations has a third of that."""
_LEAST_SECONDS = 0.5
"""Left of a turn, with less of which no call is begun."""


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
        if is_social(reading.understood):
            return None
        deadline = time.monotonic() + reading.seconds
        shown = self.demonstrations.of(reading.message, reading.catalog)
        return replace(self._drafted(reading, shown, deadline), demonstrations=tuple(each.id for each in shown))

    def _drafted(self, reading: Reading, shown: Sequence[Demonstration], deadline: float) -> Drafted:
        asked = prompt(reading, shown)
        written = self._asked(asked, reading, deadline)
        try:
            return compiled(WrittenPlan.read(_json(written)), reading, planner=self.name)
        except (PlanError, BadCompletion) as error:
            if deadline - time.monotonic() < _LEAST_SECONDS:
                raise
            again = self._asked((*asked, *complaint(written.text, str(error))), reading, deadline)
            return compiled(WrittenPlan.read(_json(again)), reading, planner=self.name)

    def plan(self, context: PlanningContext) -> Sequence[Plan]:
        """Return what was drafted, with what holds from before; planning anew needs no model."""
        if context.advice or not context.drafted:
            return OfflinePlanner().plan(context)
        return [completed(each, context) for each in context.drafted]

    def _asked(self, messages: Sequence[Message], reading: Reading, deadline: float) -> Completion:
        options = CallOptions(
            schema=plan_schema(reading.catalog, reading.toolbox),
            max_tokens=MOST_TOKENS,
            seconds=max(_LEAST_SECONDS, deadline - time.monotonic()),
        )
        return self.model.complete(messages, options)


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
