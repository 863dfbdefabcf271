"""What became of a step: a tool that failed, a budget that is over, nothing that is left."""

from __future__ import annotations

from collections.abc import Iterator

from palate.agent.config import Budget
from palate.agent.reflection.finding import Finding
from palate.agent.reflection.relaxing import softest
from palate.agent.reflection.situation import Situation
from palate.agent.state import StepRecord
from palate.tools.result import ToolResult


def failed_step(step: StepRecord, result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where the last step failed; its data tells whether the plan can do without it."""
    if result.status != "failed":
        return
    needed = result.candidates is not None or seen.plan.kind == "answer"
    yield Finding(
        kind="unresolved" if result.evidence.get("unresolved") else "failed",
        severity="error" if needed else "warning",
        message=f"`{step.tool}` failed: {result.reason or result.summary}",
        data={"tool": step.tool, "step": step.id, "reason": result.reason, "needed": needed},
    )


def out_of_budget(_step: StepRecord, result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where the plan has steps left and the turn may not run them."""
    unfinished = seen.state.step < len(seen.plan.steps) or result.status == "failed"
    if not unfinished:
        return
    budget = seen.turn.parts.config.budget
    ran = len(seen.state.records)
    if seen.turn.left() <= 0:
        yield time_over(budget)
    elif ran >= budget.steps:
        yield Finding(kind="budget", severity="warning", message=f"The turn's {budget.steps} steps have been run.")


def no_rows(step: StepRecord, result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where a plan that answers has come to its end without a row to answer from."""
    if seen.over and seen.plan.kind == "answer" and result.status == "empty" and result.candidates is None:
        yield Finding(kind="rowless", severity="info", message=f"`{step.tool}` gave no row.")


def time_over(budget: Budget) -> Finding:
    """Return the finding that a turn has used up its seconds."""
    return Finding(kind="budget", severity="warning", message=f"The turn's {budget.seconds:g} seconds are over.")


def nothing_left(step: StepRecord, result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where a plan that recommends has no candidate left."""
    if seen.plan.kind != "recommend" or result.status == "failed" or result.candidates is None or result.candidates:
        return
    yield _empty(f"`{step.tool}` left nothing of {result.before}.", seen)


def none_showable(_step: StepRecord, result: ToolResult, seen: Situation) -> Iterator[Finding]:
    """Yield a finding where every candidate was left out by a condition or a rule."""
    if seen.selection is not None and not seen.selection.items and result.status != "failed" and seen.turn.candidates:
        rules = {rule: len(ids) for rule, ids in seen.selection.barred.items()}
        yield _empty(f"None of {seen.turn.candidates.total} candidates may be shown.", seen, rules=rules)


def _empty(message: str, seen: Situation, **data: object) -> Finding:
    """Return a finding with what may be given up about it, or else what is to blame."""
    wishes = softest(seen)
    blamed = () if wishes else seen.shortage.blamed
    return Finding(
        kind="empty", severity="warning", message=message, data={"softest": wishes, "blamed": blamed, **data}
    )
