"""Where a turn stands when reflection looks at a result."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from palate.agent.reflection.finding import Finding
from palate.agent.reflection.verdicts import Allowance
from palate.agent.selection.selection import Selection
from palate.agent.selection.shortage import Shortage, explain_shortage
from palate.agent.state import AgentState
from palate.agent.workspace import Workspace
from palate.language.understanding import Intent, Understanding
from palate.memory.request import Held
from palate.planners.plan import Plan

_DOUBTS = 1
"""Words or phrases without a place, with which it asks before it refuses: a question costs less than a wrong "no"."""


@dataclass(frozen=True)
class Situation:
    """One plan after one of its steps, and the request that it serves."""

    state: AgentState
    turn: Workspace
    understanding: Understanding
    plan: Plan
    held: Held
    over: bool
    """Whether that was the plan's last step, or no time is left for another."""
    selection: Selection | None = None
    """What can be shown; only where the plan is over and is to recommend."""
    noted: tuple[Finding, ...] = ()
    """What is to be told of how it was put in order."""

    @property
    def intent(self) -> Intent:
        """The intent that the plan serves."""
        return self.understanding.intents[self.plan.intent]

    @property
    def wanted(self) -> int:
        """How many items are to be shown."""
        return self.plan.show or 1

    @property
    def allowance(self) -> Allowance:
        """What may still be done about it: a plan is made anew once for each intent, within the turn's budget."""
        budget, questions = self.turn.parts.config.budget, self.state.session.elicited.questions
        again = self.state.attempt == 1 and self.state.replans < budget.replans
        return Allowance(
            over=self.over,
            may_ask=questions < self.turn.parts.config.max_questions,
            may_replan=again,
            may_reread=again and self.turn.reading is not None,
        )

    @property
    def unsure(self) -> bool:
        """Whether so much of what was said in this session found no place that the rest may be misread as well."""
        return self.state.session.elicited.unplaced + self.understanding.unplaced >= _DOUBTS

    @property
    def fruitless(self) -> bool:
        """Whether the plan recommends and nothing is left that it could show."""
        if self.plan.kind != "recommend":
            return False
        return not self.turn.candidates or (self.selection is not None and not self.selection.items)

    @cached_property
    def shortage(self) -> Shortage:
        """What is to blame where nothing fits, or less than is wanted."""
        wanted = self.wanted if self.selection is not None and self.selection.items else 1
        firm = self.state.session.firm(self.held.hard)
        return explain_shortage(self.turn, self.plan.intent, self.held, wanted=wanted, firm=firm)
