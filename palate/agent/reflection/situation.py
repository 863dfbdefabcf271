"""What reflection looks at after a step."""

from __future__ import annotations

from dataclasses import dataclass

from palate.agent.selection import Selection
from palate.agent.state import AgentState, StepRecord
from palate.agent.workspace import Workspace
from palate.language.understanding import Intent, Understanding
from palate.memory.request import Held
from palate.planners.plan import Plan
from palate.tools.result import ToolResult

_DOUBTS = 2
"""Words or phrases without a place: with one, what was understood is still likely right."""


@dataclass(frozen=True)
class Situation:
    """One plan after one of its steps."""

    state: AgentState
    turn: Workspace
    understanding: Understanding
    plan: Plan
    held: Held
    record: StepRecord
    result: ToolResult
    over: bool
    """Whether that was the plan's last step, or no time is left for another."""
    selection: Selection | None = None
    """What can be shown; only where the plan is over and is to recommend."""

    @property
    def intent(self) -> Intent:
        """The intent that the plan serves."""
        return self.understanding.intents[self.plan.intent]

    @property
    def wanted(self) -> int:
        """How many items are to be shown."""
        return self.plan.show if self.plan.show is not None else self.intent.limit or self.turn.parts.config.k

    @property
    def may_ask(self) -> bool:
        """Whether this session has a question left."""
        return self.state.session.questions < self.turn.parts.config.max_questions

    @property
    def unsure(self) -> bool:
        """Whether so much of what was said in this session found no place that the rest may be misread as well."""
        return self.state.session.unplaced + self.understanding.unplaced >= _DOUBTS

    @property
    def may_replan(self) -> bool:
        """Whether the plan may be made anew: once for each intent, and within the turn's budget."""
        return self.state.attempt == 1 and self.state.replans < self.turn.parts.config.budget.replans
