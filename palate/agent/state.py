"""What a turn knows, small enough to be checkpointed.

Arrays, pools and tool results live in the turn's `Workspace`, which is passed to the nodes beside the state and ends
with the turn.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from palate.agent.outcome import Outcome
from palate.agent.reflection.finding import Finding, Verdict
from palate.agent.reply import Reply
from palate.language.understanding import Understanding
from palate.memory.request import Held
from palate.memory.short_term import SessionMemory
from palate.planners.plan import Plan
from palate.planners.planner import Advice
from palate.tools.result import Status


class StepRecord(BaseModel, frozen=True):
    """One step as it ran, for the trace."""

    id: str
    tool: str
    args: dict[str, Any]
    """With references replaced by what they referred to, where that could be done."""
    status: Status
    summary: str
    before: int | None = None
    after: int | None = None
    """How many candidates there were before and after; None where the tool leaves them alone."""
    seconds: float = 0.0
    reason: str | None = None
    intent: int = 0
    attempt: int = 1
    """Which plan for the intent it belongs to: 2 after it was planned again."""


class AgentState(BaseModel):
    """The channels of the graph. All but `session` are empty between turns."""

    session: SessionMemory = Field(default_factory=SessionMemory)

    message: str = ""
    understanding: Understanding | None = None
    held: tuple[Held, ...] = ()
    """One for each intent."""
    plans: tuple[Plan, ...] = ()
    tried: tuple[Plan, ...] = ()
    """The plans that reflection sent back."""
    standby: Outcome | None = None
    """What the plan that was just sent back could show, where no other is made."""
    plan: int = 0
    """Which plan runs."""
    step: int = 0
    """Which step of it runs next."""
    attempt: int = 1
    records: tuple[StepRecord, ...] = ()
    findings: tuple[Finding, ...] = ()
    verdict: Verdict | None = None
    advice: tuple[Advice, ...] = ()
    replans: int = 0
    outcomes: tuple[Outcome, ...] = ()
    """One for each intent whose plan has come to its end."""
    reply: Reply | None = None

    @property
    def current(self) -> Plan | None:
        """The plan that runs, if any is left."""
        return self.plans[self.plan] if self.plan < len(self.plans) else None

    def dropped(self, intent: int) -> tuple[str, ...]:
        """Return the keys of what was given up for an intent, in order."""
        given_up = [each for each in self.advice if each.kind == "drop" and each.intent == intent]
        return tuple(key for each in given_up for key in each.data["keys"])


def cleared(state: AgentState) -> dict[str, Any]:
    """Return the update that empties the channels of a turn: only those that hold something, since each one costs."""
    return {name: empty for name, empty in _EMPTY.items() if getattr(state, name) != empty}


_EMPTY = {name: field.get_default() for name, field in AgentState.model_fields.items() if name != "session"}
