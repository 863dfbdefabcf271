"""act: run one step of the plan over the turn's candidates."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from langgraph.runtime import Runtime

from palate.agent.state import AgentState, StepRecord
from palate.agent.workspace import Workspace
from palate.language.understanding import Understanding
from palate.planners.plan import Plan, Step
from palate.planners.references import UnresolvedError, resolve
from palate.tools.result import ToolResult


def act(state: AgentState, runtime: Runtime[Workspace]) -> dict[str, Any]:
    """Resolve the step's references, run its tool, and record what came of it."""
    turn, plan = runtime.context, state.current
    if plan is None or state.step >= len(plan.steps):
        return {}
    step = plan.steps[state.step]
    began = time.monotonic()
    args, result = _run(state, turn, plan, step)
    turn.note(plan.intent, step, result)
    record = _record(step, args, result, plan.intent, state.attempt, time.monotonic() - began)
    return {"records": (*state.records, record), "step": state.step + 1}


def _run(state: AgentState, turn: Workspace, plan: Plan, step: Step) -> tuple[Mapping[str, Any], ToolResult]:
    toolbox = turn.parts.toolbox
    try:
        args = resolve(step.args, turn.results(plan.intent))
    except UnresolvedError as error:
        narrows = toolbox.get(step.tool).narrows
        before = turn.candidates.total if narrows else None
        failed = ToolResult.failure(str(error), before=before, narrows=narrows, step=step.id)
        failed.evidence["unresolved"] = True
        return step.args, failed
    understanding = state.understanding or Understanding(message=state.message)
    context = turn.context(plan.intent, step.id, understanding)
    return args, toolbox.get(step.tool).run(context, args, out=step.out)


def _record(
    step: Step, args: Mapping[str, Any], result: ToolResult, intent: int, attempt: int, seconds: float
) -> StepRecord:
    return StepRecord(
        id=step.id,
        tool=step.tool,
        args=dict(args),
        status=result.status,
        summary=result.summary,
        before=result.before,
        after=None if result.candidates is None else result.candidates.total,
        seconds=round(seconds, 6),
        reason=result.reason,
        intent=intent,
        attempt=attempt,
    )
